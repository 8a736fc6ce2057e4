"""Files made to hurt, by hand; also what the fuzzer begins with."""

import zlib
from collections.abc import Callable, Mapping

from tests.unit.gate_pki import hand_made

PAGES = b"<</Type/Pages /Kids [] /Count 0>>"


def zeros(size: int, before: bytes = b"") -> bytes:
    """Deflated; the checksum at the end is wrong, for nobody should come that far."""
    packer, much = zlib.compressobj(9), bytes(1 << 20)
    begin = packer.compress(before + much) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(much) + packer.flush(zlib.Z_FULL_FLUSH)
    return begin + again * ((size >> 20) - 1) + packer.flush()


def a_bomb(kind: bytes, size: int, before: bytes = b"") -> bytes:
    """One small stream that swells, in the place where it has to be read."""
    body = zeros(size, before)
    stream = (
        b"<</Type/%s /N 1 /First 4 /W [1 2 1] /Size 3 /Root 1 0 R /Filter/FlateDecode /Length %d>>"
    )
    stream = stream % (kind, len(body)) + b"\nstream\n" + body + b"\nendstream"
    start = b"%PDF-1.7\n1 0 obj\n"
    if kind == b"XRef":
        return start + stream + b"\nendobj\nstartxref\n9\n%%EOF\n"
    table = b"\x01\x00\x09\x00\x02\x00\x01\x00"
    first = start + stream + b"\nendobj\n"
    index = (
        b"<</Type/XRef /W [1 2 1] /Index [1 2] /Size 3 /Root 2 0 R /Length %d>>\nstream\n%s"
        b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
    )
    return first + b"3 0 obj\n" + index % (len(table), table, len(first))


def signed_object(**entries: bytes) -> bytes:
    """An unsigned file whose signature field holds what the entries say."""
    value = {"ByteRange": b"[0 1 2 3]", "Contents": b"<3000>", "V": b"5 0 R"} | entries
    return hand_made(
        {
            1: b"<</Type/Catalog /Pages 2 0 R /AcroForm <</Fields [4 0 R]>> >>",
            2: PAGES,
            4: b"<</FT/Sig /T (TTE) /V %s>>" % value["V"],
            5: b"<</Type/Sig /SubFilter/ETSI.CAdES.detached /ByteRange %s /Contents %s>>"
            % (value["ByteRange"], value["Contents"]),
        }
    )


KIDS_LOOP = hand_made(
    {1: b"<</Type/Catalog /Pages 2 0 R>>", 2: b"<</Type/Pages /Kids [2 0 R] /Count 1>>"}
)
PREVIOUS_LOOP = hand_made({1: b"<</Type/Catalog /Pages 2 0 R>>", 2: PAGES}, b"/Prev 00000000 ")
PREVIOUS_LOOP = PREVIOUS_LOOP.replace(
    b"/Prev 00000000", b"/Prev %08d" % PREVIOUS_LOOP.index(b"xref\n0")
)


def a_form(fields: bytes, more: Mapping[int, bytes] | None = None) -> bytes:
    catalog = b"<</Type/Catalog /Pages 2 0 R /AcroForm <</Fields %s>> >>"
    return hand_made({1: catalog % fields, 2: PAGES, **(more or {})})


def pages_of(body: bytes, more: Mapping[int, bytes] | None = None) -> bytes:
    return hand_made({1: b"<</Type/Catalog /Pages 2 0 R>>", 2: body, **(more or {})})


def _doubling(words: bytes) -> dict[int, bytes]:
    """Each object leads twice to the next: 40 of them make a million million ways."""
    ways = {4 + number: words % (5 + number, 5 + number) for number in range(40)}
    return {**ways, 44: b"<</T (Z)>>"}


UNREADABLE: dict[str, Callable[[], bytes]] = {
    "tables of contents in a ring": lambda: PREVIOUS_LOOP,
    "pages in a ring": lambda: KIDS_LOOP,
    "fields in a ring": lambda: a_form(b"[4 0 R]", {4: b"<</T (A) /Kids [4 0 R 4 0 R]>>"}),
    "garbage for a signature": lambda: signed_object(Contents=b"<deadbeef>"),
    "words for a range": lambda: signed_object(ByteRange=b"[(0) (1) (2) (3)]"),
    "a number for a range": lambda: signed_object(ByteRange=b"17"),
    "twenty thousand pairs for a range": lambda: signed_object(
        ByteRange=b"[%s]" % (b"0 1 " * 20_000)
    ),
    "a number of many digits for a range": lambda: signed_object(
        ByteRange=b"[0 %s 2 3]" % (b"9" * 5_000)
    ),
    "null for a signature": lambda: signed_object(V=b"null"),
    "a number for a signature": lambda: signed_object(V=b"17"),
    "a list for a signature": lambda: signed_object(V=b"[1]"),
    "nothing for a signature": lambda: signed_object(V=b"99 0 R"),
    "a comment of 24 MB": lambda: b"%PDF-1.7\n" + b"%" * 24_000_000 + b"\nstartxref\n9\n%%EOF",
    "pages that lead everywhere twice": lambda: pages_of(
        b"<</Kids [4 0 R]>>", _doubling(b"<</Kids [%d 0 R %d 0 R]>>")
    ),
}
COSTLY: dict[str, Callable[[], bytes]] = {
    "a table of contents of 1 GiB": lambda: a_bomb(b"XRef", 1 << 30),
    "objects of 1 GiB": lambda: a_bomb(b"ObjStm", 1 << 30),
    "a million nested arrays": lambda: pages_of(b"[" * 1_000_000),
    "a reference to itself": lambda: pages_of(b"2 0 R"),
    "fields that lead everywhere twice": lambda: a_form(
        b"[4 0 R]", _doubling(b"<</T (A) /Kids [%d 0 R %d 0 R]>>")
    ),
    "a chain of two thousand fields": lambda: a_form(
        b"[4 0 R]", {4 + n: b"<</T (A) /Kids [%d 0 R]>>" % (5 + n) for n in range(2_000)}
    ),
    "three million kids": lambda: pages_of(b"<</Kids [%s]>>" % (b"null " * 3_000_000)),
    "a number of 24 MB": lambda: b"%PDF-1.7\n" + b"0" * 24_000_000 + b"\nstartxref\n9\n%%EOF",
    "a million entries": lambda: pages_of(PAGES, {1_000_000: b"null"}),
    "a signature of 5 MB": lambda: signed_object(Contents=b"<%s>" % (b"30" * 5_000_000)),
    "a range of two million pairs": lambda: signed_object(
        ByteRange=b"[%s]" % (b"0 1 " * 2_000_000)
    ),
}
