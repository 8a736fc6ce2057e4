"""Finds the signatures of a PDF, and refuses those whose shape cannot be trusted."""

from pyhanko.pdf_utils.generic import NullObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from check_siak.tte.byte_range import leaves_out_only_the_signature
from check_siak.tte.opening import reading
from check_siak.verdicts import Refused, Verdict

MOST_SIGNATURES = 6
SIGNATURE = "/Sig"
DOCUMENT_TIMESTAMP = "/DocTimeStamp"
SUBFILTERS = {
    SIGNATURE: {"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"},
    DOCUMENT_TIMESTAMP: {"/ETSI.RFC3161"},
}


def regular_signatures(raw: bytes, reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    """Oldest first, without document timestamps."""
    with reading():
        _refuse_by_fields(reader)
        found = reader.embedded_signatures
        for signature in found:
            _refuse_by_shape(raw, signature)
        regular = [each for each in found if each.sig_object_type == SIGNATURE]
    if not regular:
        raise Refused(Verdict.NO_SIGNATURE, "only document timestamps")
    return regular


def _refuse_by_fields(reader: PdfFileReader) -> None:
    """pyHanko skips a signature of an unknown kind silently: here each one counts."""
    fields = list(enumerate_sig_fields(reader))
    values = [value.get_object() for _, value, _ in fields if value is not None]
    if any(isinstance(value, NullObject) for value in values):
        raise Refused(Verdict.PDF_MALFORMED, "a signature that is null")
    if not values:
        raise Refused(Verdict.NO_SIGNATURE, "no filled signature field")
    if len(values) > MOST_SIGNATURES:
        raise Refused(Verdict.TOO_MANY_SIGNATURES, f"more than {MOST_SIGNATURES}")
    for value in values:
        kind = value.get("/Type", SIGNATURE)
        if value.get("/SubFilter") not in SUBFILTERS.get(kind, set()):
            raise Refused(Verdict.UNSUPPORTED_SUBFILTER, "a signature of an unsupported kind")
    if len(values) != len(reader.embedded_signatures):
        raise Refused(Verdict.UNSUPPORTED_SUBFILTER, "a signature was not recognised")


def _refuse_by_shape(raw: bytes, signature: EmbeddedPdfSignature) -> None:
    numbers = list(signature.byte_range)
    if not all(isinstance(number, int) for number in numbers):
        raise Refused(Verdict.PDF_MALFORMED, "/ByteRange holds something else than numbers")
    if not leaves_out_only_the_signature(raw, numbers, signature.pkcs7_content):
        raise Refused(Verdict.BYTERANGE_INVALID, "/ByteRange leaves out more than the signature")
