"""From pyHanko's findings on one signature to a verdict. No I/O, no parsing."""

from datetime import datetime

from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    SignatureCoverageLevel,
    TimestampSignatureStatus,
)
from pyhanko_certvalidator.path import ValidationPath

from check_siak.trust import Anchor, RevocationMode, TrustPolicy, certificate
from check_siak.tte.proof_of_time import ProofOfTime
from check_siak.verdicts import Refused, Revocation, Verdict

_TRUST_PROBLEMS: dict[AdESSubIndic, Verdict] = {
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Verdict.CERT_EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Verdict.CERT_EXPIRED,
    AdESIndeterminate.REVOKED_NO_POE: Verdict.CERT_REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Verdict.CERT_REVOKED,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Verdict.CERT_KEY_USAGE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Verdict.WEAK_ALGORITHM,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Verdict.WEAK_ALGORITHM,
    AdESIndeterminate.TRY_LATER: Verdict.REVOCATION_UNAVAILABLE,
}


def refuse_by_integrity(status: PdfSignatureStatus, *, is_last: bool) -> None:
    if not status.valid:
        raise Refused(Verdict.SIGNATURE_INVALID, "the signature's value does not verify")
    if not status.intact:
        raise Refused(Verdict.CONTENT_TAMPERED, "what was signed is not what stands here")
    allowed = ModificationLevel.LTA_UPDATES if is_last else ModificationLevel.FORM_FILLING
    covered = status.coverage is not None and (
        status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    )
    level = status.modification_level
    if not covered or level is None or level > allowed or not status.docmdp_ok:
        raise Refused(Verdict.MODIFIED_AFTER_SIGNING, "something was added after signing")


def refuse_by_trust(status: PdfSignatureStatus, policy: TrustPolicy, time: ProofOfTime) -> None:
    problem = status.trust_problem_indic
    if problem is not None:
        verdict = _TRUST_PROBLEMS.get(problem, Verdict.ISSUER_UNTRUSTED)
        raise Refused(verdict, problem.standard_name)
    if time.stamped:
        _refuse_by_timestamp(status.timestamp_validity, policy, time.moment)
    if not _anchored(status.validation_path, policy.anchors, time.moment):
        raise Refused(Verdict.ANCHOR_EXPIRED, "signed outside the years of its root")
    if not status.bottom_line:
        content = status.content_timestamp_validity
        if content is not None and not content.trusted:
            raise Refused(Verdict.TIMESTAMP_UNTRUSTED, "the content's timestamp is not trusted")
        raise Refused(Verdict.SIGNATURE_INVALID, "a constraint of the signature does not hold")
    accepted = policy.accepted_signers
    if accepted and status.signing_cert.sha256.hex() not in accepted:
        raise Refused(Verdict.SIGNER_NOT_ALLOWED, "not one of the office's signers")


def refuse_by_revocation(
    signer: Revocation, authority: Revocation | None, policy: TrustPolicy
) -> None:
    """`authority`: of the timestamp's certificate, None without a timestamp."""
    if signer is Revocation.REVOKED:
        raise Refused(Verdict.CERT_REVOKED, "the certificate was withdrawn before signing")
    if authority is Revocation.REVOKED:
        raise Refused(Verdict.TIMESTAMP_UNTRUSTED, "the authority's certificate was withdrawn")
    if signer is Revocation.UNKNOWN and policy.revocation_mode is RevocationMode.HARD_FAIL:
        raise Refused(Verdict.REVOCATION_UNAVAILABLE, "nothing usable is known of revocation")


def _refuse_by_timestamp(
    token: TimestampSignatureStatus | None, policy: TrustPolicy, moment: datetime
) -> None:
    good = (
        token is not None
        and token.intact
        and token.valid
        and token.trusted
        and token.timestamp == moment
        and _anchored(token.validation_path, policy.tsa_anchors, moment)
    )
    if not good:
        raise Refused(Verdict.TIMESTAMP_UNTRUSTED, "the timestamp is not a trusted authority's")


def _anchored(path: ValidationPath | None, anchors: tuple[Anchor, ...], moment: datetime) -> bool:
    if path is None:
        return False
    root = path.first.sha256
    return any(
        anchor.holds_at(moment) and certificate(anchor.certificate).sha256 == root
        for anchor in anchors
    )
