"""Does this PDF carry a signature that the office accepts, and nothing else than what was signed?

The one door of the gate: bytes and a trust policy in, a verdict out.
"""

import asyncio
import hashlib
import logging
from contextlib import AbstractContextManager
from datetime import datetime

from pyhanko.pdf_utils.misc import PdfDecodeLimitError

from check_siak.time_limit import OutOfTime, modestly
from check_siak.trust import TrustPolicy
from check_siak.tte.evidence import Evidence
from check_siak.tte.judging import judged
from check_siak.tte.opening import open_pdf
from check_siak.tte.signatures import regular_signatures
from check_siak.verdicts import Refused, Signature, SignatureVerdict, Verdict

# What a file may cost; a genuine one takes a tenth of it. An office with long lists of withdrawn
# certificates searches them for each file, and may take as long as that takes.
CPU_SECONDS = 0.4
BYTES = 160 * 1024 * 1024
SECONDS_A_LISTED_BYTE = 2e-6
BYTES_A_LISTED_BYTE = 200

# Their warnings quote names out of the file.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)


def verify(pdf: bytes, policy: TrustPolicy, now: datetime) -> SignatureVerdict:
    """Never raises: whatever goes wrong is a verdict, and only OK lets a PDF pass."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    try:
        with _within_bounds(policy):
            signatures = asyncio.run(_examine(pdf, policy, now))
    except Refused as refused:
        return SignatureVerdict(refused.verdict, refused.detail, sha256, policy.version)
    except (OutOfTime, PdfDecodeLimitError, RecursionError, MemoryError) as error:
        limit = type(error).__name__
        return SignatureVerdict(Verdict.PDF_RESOURCE_LIMIT, limit, sha256, policy.version)
    except Exception as error:  # hostile files bring out errors of any kind: fail closed
        unforeseen = type(error).__name__
        return SignatureVerdict(Verdict.VERIFIER_ERROR, unforeseen, sha256, policy.version)
    worst = next((each for each in signatures if each.verdict is not Verdict.OK), signatures[-1])
    return SignatureVerdict(worst.verdict, worst.detail, sha256, policy.version, tuple(signatures))


def _within_bounds(policy: TrustPolicy) -> AbstractContextManager[None]:
    listed = sum(map(len, policy.crls))
    return modestly(
        CPU_SECONDS + listed * SECONDS_A_LISTED_BYTE, BYTES + listed * BYTES_A_LISTED_BYTE
    )


async def _examine(pdf: bytes, policy: TrustPolicy, now: datetime) -> list[Signature]:
    reader = open_pdf(pdf)
    found = regular_signatures(pdf, reader)
    evidence = Evidence.gathered(policy, reader)
    return [
        await judged(signature, evidence, policy, now, is_last=signature is found[-1])
        for signature in found
    ]
