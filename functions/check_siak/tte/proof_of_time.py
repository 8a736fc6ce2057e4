"""When was it signed? Only a timestamp authority is believed, never the signer's own clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from check_siak.tte.opening import reading
from check_siak.verdicts import Refused, Verdict

CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True)
class ProofOfTime:
    """`stamped`: `moment` is what a timestamp token says; otherwise it is now."""

    moment: datetime
    stamped: bool


def proof_of_time(signature: EmbeddedPdfSignature, now: datetime) -> ProofOfTime:
    with reading():
        tokens = list(extract_tst_data_iter(signature.signer_info, signed=False))
        if not tokens:
            return ProofOfTime(now, stamped=False)
        if len(tokens) > 1:
            raise Refused(Verdict.TIMESTAMP_UNTRUSTED, "more than one timestamp")
        moment = tokens[0]["encap_content_info"]["content"].parsed["gen_time"].native
        if moment > now + CLOCKS_DIFFER:
            raise Refused(Verdict.TIMESTAMP_IN_FUTURE, "the timestamp is ahead of the clock")
    return ProofOfTime(moment, stamped=True)


def signed_at(signature: EmbeddedPdfSignature, time: ProofOfTime) -> datetime | None:
    """To tell older documents from newer ones: without a timestamp the signer's own clock, /M,
    which the signature covers; None where that says nothing or is ahead of ours."""
    if time.stamped:
        return time.moment
    try:
        claimed = parse_pdf_date(signature.sig_object["/M"])
    except (KeyError, PdfReadError, ValueError):
        return None
    if claimed.tzinfo is None:
        claimed = claimed.replace(tzinfo=UTC)
    return claimed if claimed <= time.moment + CLOCKS_DIFFER else None
