"""Opens a PDF that may be hostile."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from pyhanko.pdf_utils.decode_limits import (
    DecodeLimits,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader

from check_siak.verdicts import Refused, Verdict

MIB = 1024 * 1024
MOST_BYTES = 25 * MIB
MOST_PAGES = 50  # comparing revisions is what costs


def open_pdf(raw: bytes) -> PdfFileReader:
    refuse_by_look(raw)
    with reading():
        reader = PdfFileReader(BytesIO(raw), strict=True, decode_limits=_limits(len(raw)))
        if "/Encrypt" in reader.trailer_view:
            raise Refused(Verdict.PDF_ENCRYPTED, "the file is locked with a password")
        if reader.xrefs.hybrid_xrefs_present:
            raise Refused(Verdict.PDF_MALFORMED, "two tables of contents in one file")
        _count_pages(reader)
    return reader


def refuse_by_look(raw: bytes) -> None:
    if not raw:
        raise Refused(Verdict.EMPTY, "no bytes")
    if len(raw) > MOST_BYTES:
        raise Refused(Verdict.TOO_LARGE, "over 25 MiB")
    if not raw.startswith(b"%PDF-"):
        raise Refused(Verdict.NOT_PDF, "does not begin with %PDF-")
    if not raw[-1024:].rstrip(b"\0\t\n\f\r ").endswith(b"%%EOF"):
        raise Refused(Verdict.PDF_TAIL_INVALID, "does not end with %%EOF")


@contextmanager
def reading() -> Iterator[None]:
    """On hostile files pyHanko leaks built-in errors of any kind: here they mean a bad file."""
    try:
        yield
    except (Refused, PdfDecodeLimitError, RecursionError, MemoryError):
        raise
    except Exception as error:
        raise Refused(Verdict.PDF_MALFORMED, f"unreadable: {type(error).__name__}") from error


def _limits(size: int) -> DecodeLimits:
    return DecodeLimits(
        per_stream=StreamDecodeLimits(max_output_size=32 * MIB),
        document_budget=DocumentDecodeBudget(base_allowance=64 * MIB + 8 * size, max_ratio=8),
    )


def _count_pages(reader: PdfFileReader) -> None:
    pages = 0
    seen = set()
    waiting = [reader.root.raw_get("/Pages")]
    while waiting:
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            if node.reference in seen:
                raise Refused(Verdict.PDF_MALFORMED, "the page tree loops")
            seen.add(node.reference)
            node = node.get_object()
        kids = node.get("/Kids")
        if kids is not None:
            waiting.extend(kids)
            continue
        pages += 1
        if pages > MOST_PAGES:
            raise Refused(Verdict.PDF_RESOURCE_LIMIT, f"more than {MOST_PAGES} pages")
