"""Whose signatures an office accepts."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, cast

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


class RevocationMode(StrEnum):
    SOFT_FAIL = "soft-fail"  # nothing known about revocation: passes, marked UNKNOWN
    HARD_FAIL = "hard-fail"  # nothing known: held back


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
    """`signers` are the SHA-256 of certificates; empty: any that the anchors lead to.
    `crls` and `ocsps` are DER, fetched beforehand by whoever keeps the cache."""

    version: str
    revocation_mode: RevocationMode = RevocationMode.SOFT_FAIL
    anchors: Annotated[tuple[Anchor, ...], Field(min_length=1)]
    tsa_anchors: tuple[Anchor, ...] = ()
    issuers: tuple[Pem, ...] = ()
    signers: frozenset[Sha256] = frozenset()
    crls: tuple[Base64Bytes, ...] = ()
    ocsps: tuple[Base64Bytes, ...] = ()

    def is_a_sample(self) -> bool:
        """True if it trusts a made-up authority: never in production."""
        names = [_common_name(anchor) for anchor in (*self.anchors, *self.tsa_anchors)]
        return any(mark in name for name in names for mark in ("Contoh", "Dev"))


def _common_name(anchor: Anchor) -> str:
    return cast(str, certificate(anchor.certificate).subject.human_friendly)
