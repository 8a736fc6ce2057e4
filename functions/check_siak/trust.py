"""Whose signatures an office accepts, and what is known of withdrawn certificates."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self, cast

from asn1crypto import pem, x509
from pydantic import (
    AfterValidator,
    AwareDatetime,
    Base64Bytes,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)


def certificate(text: str) -> x509.Certificate:
    _, _, der = pem.unarmor(text.encode())
    return x509.Certificate.load(der, strict=True)


def _one_certificate(text: str) -> str:
    certificate(text).subject.native  # noqa: B018  asn1crypto parses lazily: here it has to
    return text


Pem = Annotated[str, AfterValidator(_one_certificate)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/@]+(/\S*)?$")]


class RevocationMode(StrEnum):
    SOFT_FAIL = "soft-fail"  # nothing known about revocation: passes, marked UNKNOWN
    HARD_FAIL = "hard-fail"  # nothing known: held back


class Mode(StrEnum):
    OBSERVE = "observe"  # a named officer confirms what the gate cannot vouch for
    ENFORCE = "enforce"


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Anchor(Strict):
    """pyHanko ignores an anchor's expiry, so each carries the window in which it is believed."""

    certificate: Pem
    not_before: AwareDatetime
    not_after: AwareDatetime

    def holds_at(self, moment: datetime) -> bool:
        return self.not_before <= moment <= self.not_after


class TrustPolicy(Strict):
    """`signers` are the SHA-256 of certificates; those of `signer_certificates` count as well, and
    of these the addresses are asked; none at all: any that the anchors lead to.
    `crls` and `ocsps` are DER, fetched beforehand (refresh_revocation)."""

    version: str
    mode: Mode = Mode.ENFORCE
    revocation_mode: RevocationMode = RevocationMode.SOFT_FAIL
    anchors: Annotated[tuple[Anchor, ...], Field(min_length=1)]
    tsa_anchors: tuple[Anchor, ...] = ()
    issuers: tuple[Pem, ...] = ()
    signers: frozenset[Sha256] = frozenset()
    signer_certificates: tuple[Pem, ...] = ()
    crl_urls: tuple[Address, ...] = ()
    ocsp_urls: tuple[Address, ...] = ()
    crls: tuple[Base64Bytes, ...] = ()
    ocsps: tuple[Base64Bytes, ...] = ()

    @property
    def accepted_signers(self) -> frozenset[str]:
        """SHA-256 of certificates; empty: any."""
        given = (certificate(text).sha256.hex() for text in self.signer_certificates)
        return self.signers.union(given)

    def with_cache(self, cache: "RevocationCache") -> Self:
        """Nothing in it is believed for being there: its signatures are checked at use."""
        crls = (*self.crls, *cache.crls.values())
        ocsps = (*self.ocsps, *cache.ocsps.values())
        return self.model_copy(update={"crls": crls, "ocsps": ocsps})

    def is_a_sample(self) -> bool:
        """True if it trusts a made-up authority: never in production."""
        names = [_common_name(anchor) for anchor in (*self.anchors, *self.tsa_anchors)]
        return any(mark in name for name in names for mark in ("Contoh", "Dev"))


class RevocationCache(Strict):
    """What was fetched last, as DER, by where it is from."""

    crls: dict[str, Base64Bytes] = {}
    ocsps: dict[str, Base64Bytes] = {}


def _common_name(anchor: Anchor) -> str:
    return cast(str, certificate(anchor.certificate).subject.human_friendly)
