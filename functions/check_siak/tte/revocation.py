"""Has a certificate been withdrawn?

Asked apart from trust, and of every piece of evidence: pyHanko stops at the first answer that says
good, and a file's own validation data is its sender's choice. What says revoked counts at any age;
what says good only while it is fresh.
"""

from dataclasses import replace

from asn1crypto import x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    CRLValidationError,
    OCSPValidationError,
    RevokedError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.revinfo.validate_crl import verify_crl
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response

from check_siak.trust import Anchor
from check_siak.tte.evidence import Evidence
from check_siak.tte.proof_of_time import ProofOfTime
from check_siak.verdicts import Revocation


async def revocation_of(
    path: ValidationPath | None, anchors: tuple[Anchor, ...], evidence: Evidence, time: ProofOfTime
) -> Revocation:
    """GOOD only if everything from the signer up to the anchor is known to be good."""
    if path is None:
        return Revocation.UNKNOWN
    issued = list(path)[1:]
    for piece in _one_answer_each(evidence):
        context = piece.context(anchors, time, any_age=True)
        for certificate in issued:
            if await _asked(certificate, path, context) is Revocation.REVOKED:
                return Revocation.REVOKED
    fresh = evidence.context(anchors, time)
    for certificate in issued:
        if await _asked(certificate, path, fresh) is not Revocation.GOOD:
            return Revocation.UNKNOWN
    return Revocation.GOOD


def _one_answer_each(evidence: Evidence) -> list[Evidence]:
    """All CRLs at once, for each of them is read; the OCSP answers one by one."""
    return [
        replace(evidence, ocsps=()),
        *(replace(evidence, crls=(), ocsps=(answer,)) for answer in evidence.ocsps),
    ]


async def _asked(
    certificate: x509.Certificate, path: ValidationPath, context: ValidationContext
) -> Revocation:
    found = Revocation.UNKNOWN
    for ask in (verify_crl, verify_ocsp_response):
        try:
            await ask(certificate, path, context)
            found = Revocation.GOOD
        except RevokedError:
            return Revocation.REVOKED
        except (CRLValidationError, OCSPValidationError):
            continue
    return found
