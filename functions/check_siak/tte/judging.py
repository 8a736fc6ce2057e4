"""Takes one signature from its bytes to its verdict."""

from datetime import datetime

from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus

from check_siak.trust import TrustPolicy
from check_siak.tte.evidence import Evidence
from check_siak.tte.opening import reading
from check_siak.tte.proof_of_time import ProofOfTime, proof_of_time
from check_siak.tte.refusals import refuse_by_integrity, refuse_by_revocation, refuse_by_trust
from check_siak.tte.report import report_on
from check_siak.tte.revocation import revocation_of
from check_siak.verdicts import Refused, Revocation, Signature, Verdict


async def judged(
    signature: EmbeddedPdfSignature,
    evidence: Evidence,
    policy: TrustPolicy,
    now: datetime,
    *,
    is_last: bool,
) -> Signature:
    time = proof_of_time(signature, now)
    status = await _validated(signature, evidence, policy, time)
    revocation = Revocation.UNKNOWN
    try:
        refuse_by_integrity(status, is_last=is_last)
        refuse_by_trust(status, policy, time)
        revocation = await revocation_of(status.validation_path, policy.anchors, evidence, time)
        refuse_by_revocation(revocation, await _authority(status, evidence, policy, time), policy)
        finding = (Verdict.OK, "")
    except Refused as refused:
        finding = (refused.verdict, refused.detail)
    return report_on(signature, status, time, revocation, finding)


async def _validated(
    signature: EmbeddedPdfSignature, evidence: Evidence, policy: TrustPolicy, time: ProofOfTime
) -> PdfSignatureStatus:
    with reading():
        try:
            return await async_validate_pdf_signature(
                signature,
                evidence.context(policy.anchors, time),
                evidence.context(policy.tsa_anchors, time),
                key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
            )
        except SignatureValidationError as error:
            raise Refused(Verdict.SIGNATURE_INVALID, type(error).__name__) from error


async def _authority(
    status: PdfSignatureStatus, evidence: Evidence, policy: TrustPolicy, time: ProofOfTime
) -> Revocation | None:
    token = status.timestamp_validity
    if token is None:
        return None
    return await revocation_of(token.validation_path, policy.tsa_anchors, evidence, time)
