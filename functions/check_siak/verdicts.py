"""What the gate says about a PDF."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from menwa.errors import Rejected


class Verdict(StrEnum):
    OK = "OK"
    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    NOT_PDF = "NOT_PDF"
    PDF_MALFORMED = "PDF_MALFORMED"
    PDF_TAIL_INVALID = "PDF_TAIL_INVALID"
    PDF_RESOURCE_LIMIT = "PDF_RESOURCE_LIMIT"
    PDF_ENCRYPTED = "PDF_ENCRYPTED"
    NO_SIGNATURE = "NO_SIGNATURE"
    TOO_MANY_SIGNATURES = "TOO_MANY_SIGNATURES"
    UNSUPPORTED_SUBFILTER = "UNSUPPORTED_SUBFILTER"
    BYTERANGE_INVALID = "BYTERANGE_INVALID"
    CONTENT_TAMPERED = "CONTENT_TAMPERED"
    SIGNATURE_INVALID = "SIGNATURE_INVALID"
    MODIFIED_AFTER_SIGNING = "MODIFIED_AFTER_SIGNING"
    ISSUER_UNTRUSTED = "ISSUER_UNTRUSTED"
    ANCHOR_EXPIRED = "ANCHOR_EXPIRED"
    CERT_EXPIRED = "CERT_EXPIRED"
    CERT_REVOKED = "CERT_REVOKED"
    CERT_KEY_USAGE = "CERT_KEY_USAGE"
    WEAK_ALGORITHM = "WEAK_ALGORITHM"
    REVOCATION_UNAVAILABLE = "REVOCATION_UNAVAILABLE"
    TIMESTAMP_UNTRUSTED = "TIMESTAMP_UNTRUSTED"
    TIMESTAMP_IN_FUTURE = "TIMESTAMP_IN_FUTURE"
    SIGNER_NOT_ALLOWED = "SIGNER_NOT_ALLOWED"
    VERIFIER_ERROR = "VERIFIER_ERROR"


class Revocation(StrEnum):
    GOOD = "GOOD"
    REVOKED = "REVOKED"
    UNKNOWN = "UNKNOWN"  # nothing usable said either way


# SIAK may answer with the right file next time.
WORTH_FETCHING_AGAIN = frozenset(
    {
        Verdict.EMPTY,
        Verdict.NOT_PDF,
        Verdict.PDF_MALFORMED,
        Verdict.PDF_TAIL_INVALID,
        Verdict.NO_SIGNATURE,
        Verdict.REVOCATION_UNAVAILABLE,
        Verdict.VERIFIER_ERROR,
    }
)

# Somebody may have forged or altered a document.
SECURITY_ALARMS = frozenset(
    {
        Verdict.BYTERANGE_INVALID,
        Verdict.CONTENT_TAMPERED,
        Verdict.SIGNATURE_INVALID,
        Verdict.MODIFIED_AFTER_SIGNING,
        Verdict.ISSUER_UNTRUSTED,
        Verdict.SIGNER_NOT_ALLOWED,
        Verdict.CERT_REVOKED,
    }
)


# A quirk of the file's maker, or trust data that the office does not have yet: an officer who has
# looked may let it pass while the gate only observes. Never what proves tampering.
AN_OFFICER_MAY_CONFIRM = frozenset(
    {
        Verdict.OK,
        Verdict.PDF_MALFORMED,
        Verdict.PDF_TAIL_INVALID,
        Verdict.UNSUPPORTED_SUBFILTER,
        Verdict.ISSUER_UNTRUSTED,
        Verdict.ANCHOR_EXPIRED,
        Verdict.CERT_EXPIRED,
        Verdict.CERT_KEY_USAGE,
        Verdict.WEAK_ALGORITHM,
        Verdict.REVOCATION_UNAVAILABLE,
        Verdict.TIMESTAMP_UNTRUSTED,
        Verdict.SIGNER_NOT_ALLOWED,
        Verdict.VERIFIER_ERROR,
    }
)


class Refused(Rejected):
    """Ends the examination of a PDF. `detail` is constant text: nothing from the file."""

    def __init__(self, verdict: Verdict, detail: str) -> None:
        super().__init__(detail)
        self.verdict = verdict
        self.detail = detail


@dataclass(frozen=True)
class Signature:
    """One regular signature, as the desk and the case's record show it.

    `signed_at` is the timestamp's moment; without one it is what the signer's own clock said, good
    for telling an older document from a newer one and for nothing else; None: neither says.
    """

    verdict: Verdict
    detail: str
    field: str
    subfilter: str
    signer: str
    certificate_sha256: str
    serial: str
    issuer: str
    coverage: str
    modification: str
    signed_at: datetime | None
    timestamp: datetime | None
    tsa: str | None
    digest: str
    revocation: Revocation


@dataclass(frozen=True)
class SignatureVerdict:
    """`sha256` names the very bytes that were judged: only those may be sent."""

    verdict: Verdict
    detail: str
    sha256: str
    policy_version: str
    signatures: tuple[Signature, ...] = ()

    @property
    def signed_at(self) -> datetime | None:
        """When the newest signature was made."""
        return max((each.signed_at for each in self.signatures if each.signed_at), default=None)
