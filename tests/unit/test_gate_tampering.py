"""Whatever is changed in a signed file is seen."""

import random
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pypdf import PdfWriter

from check_siak.tte.byte_range import leaves_out_only_the_signature
from check_siak.verdicts import SECURITY_ALARMS, Verdict
from check_siak.verify import verify
from local.pki import Pki
from tests.unit.gate_pki import (
    DAY,
    NOW,
    a_pdf,
    appended,
    b_b,
    b_lt,
    certified,
    flipped,
    sign,
    the_signature,
)

PKI = Pki.create(NOW - DAY)
GOOD = sign(PKI, a_pdf("KARTU KELUARGA", "9901010101010001"), stamped=NOW, dss=PKI.knowledge())
_, GAP, AFTER_GAP, REST = the_signature(GOOD).byte_range
SIGNED_BYTES = [*range(GAP), *range(AFTER_GAP, AFTER_GAP + REST)]


def judge(pdf: bytes) -> Verdict:
    return verify(pdf, PKI.trust_policy(), NOW).verdict


def test_the_untouched_file_passes() -> None:
    assert judge(GOOD) is Verdict.OK


@settings(max_examples=60, deadline=None)
@given(place=st.sampled_from(SIGNED_BYTES), bits=st.integers(1, 255))
def test_a_byte_flipped_anywhere_in_the_signed_range_is_refused(place: int, bits: int) -> None:
    assert judge(flipped(GOOD, place, bits)) is not Verdict.OK


@pytest.mark.parametrize("mark", [b"stream\n", b"/Producer ("])
def test_a_byte_flipped_in_a_page_or_in_the_metadata_is_named_so(mark: bytes) -> None:
    place = GOOD.index(mark) + len(mark)
    assert judge(flipped(GOOD, place)) is Verdict.CONTENT_TAMPERED


def test_what_the_verifier_chokes_on_is_malformed() -> None:
    place = GOOD.index(b"/M (D") + 4
    assert judge(GOOD[:place] + b"X" + GOOD[place + 1 :]) is Verdict.PDF_MALFORMED


def test_a_byte_flipped_in_the_signatures_value_is_named_so() -> None:
    value = the_signature(GOOD).signer_info["signature"].native.hex().encode()
    place = GOOD.lower().index(value) + 40
    digit = b"0" if GOOD[place : place + 1] != b"0" else b"1"
    assert judge(GOOD[:place] + digit + GOOD[place + 1 :]) is Verdict.SIGNATURE_INVALID


def test_nothing_may_hide_in_the_padding_after_the_signature() -> None:
    assert GOOD[AFTER_GAP - 3 : AFTER_GAP] == b"00>"
    hidden = GOOD[: AFTER_GAP - 3] + b"01" + GOOD[AFTER_GAP - 1 :]
    assert judge(hidden) is Verdict.BYTERANGE_INVALID


def test_a_file_saved_again_is_no_longer_what_was_signed() -> None:
    writer, output = PdfWriter(clone_from=BytesIO(GOOD)), BytesIO()
    writer.write(output)
    assert judge(output.getvalue()) is Verdict.BYTERANGE_INVALID


def with_annotation(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject({generic.pdf_name("/Subtype"): generic.pdf_name("/Text")})
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def with_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    copy = generic.DictionaryObject(pages["/Kids"][0])
    pages["/Kids"].append(writer.add_object(copy))
    pages["/Count"] = generic.NumberObject(2)
    writer.update_container(pages)


def with_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def with_catalog_entry(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/PageMode"] = generic.pdf_name("/FullScreen")
    writer.update_root()


def with_visible_field(writer: IncrementalPdfFileWriter) -> None:
    """Which pyHanko counts as filling in a form."""
    append_signature_field(writer, SigFieldSpec("Lain", box=(10, 10, 200, 90)))


@pytest.mark.parametrize("made", [b_b, b_lt, certified])
@pytest.mark.parametrize(
    "change", [with_annotation, with_page, with_content, with_catalog_entry, with_visible_field]
)
def test_nothing_may_be_added_after_signing(
    made: Callable[[Pki], bytes], change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    assert judge(appended(made(PKI), change)) is Verdict.MODIFIED_AFTER_SIGNING


@pytest.mark.parametrize(
    ("pdf", "verdict"),
    [
        (GOOD + b"lagi", {Verdict.PDF_TAIL_INVALID}),
        (GOOD[:-400], {Verdict.PDF_TAIL_INVALID, Verdict.PDF_MALFORMED}),
        (GOOD[:AFTER_GAP] + b"%%EOF", {Verdict.PDF_TAIL_INVALID, Verdict.PDF_MALFORMED}),
    ],
    ids=["more behind it", "its end is gone", "cut behind the signature"],
)
def test_a_file_cut_short_or_drawn_out_is_refused(pdf: bytes, verdict: set[Verdict]) -> None:
    assert judge(pdf) in verdict


def test_forgeries_raise_an_alarm() -> None:
    assert {Verdict.CONTENT_TAMPERED, Verdict.BYTERANGE_INVALID} < SECURITY_ALARMS


def a_gap(contents: bytes, **changes: bytes) -> bytes:
    parts = {"before": b"%PDF", "open": b"<", "digits": contents.hex().encode(), "close": b">"}
    return b"".join((parts | changes).values()) + b"after"


DER = b"\x30\x03\x02\x01\x05"
PADDED = DER + b"\0" * 11


def test_a_gap_that_holds_only_the_signature_is_allowed() -> None:
    for contents in (DER, PADDED):
        raw = a_gap(contents)
        assert leaves_out_only_the_signature(raw, [0, 4, len(raw) - 5, 5], contents)


@pytest.mark.parametrize(
    "changes",
    [
        {"open": b"("},
        {"close": b")"},
        {"digits": PADDED.hex().encode()[:-1]},
        {"digits": PADDED.hex().encode() + b"0"},
        {"digits": PADDED.hex().encode() + b"00"},
        {"digits": PADDED.hex().encode()[:-1] + b" "},
        {"digits": PADDED.hex().encode()[:20] + b" \n" + PADDED.hex().encode()[20:]},
        {"digits": PADDED.hex().encode()[:20] + b">(lain)<" + PADDED.hex().encode()[20:]},
        {"digits": PADDED.hex().encode().replace(b"05", b"06")},
        {"digits": b""},
    ],
)
def test_a_gap_that_holds_anything_else_is_refused(changes: dict[str, bytes]) -> None:
    raw = a_gap(PADDED, **changes)
    assert not leaves_out_only_the_signature(raw, [0, 4, len(raw) - 5, 5], PADDED)


@pytest.mark.parametrize("contents", [b"\x30\x03\x02\x01\x05\x01", b"\x30\x82\xff\xff\x00", b""])
def test_what_the_gap_holds_is_one_der_value_and_zeros(contents: bytes) -> None:
    raw = a_gap(contents)
    assert not leaves_out_only_the_signature(raw, [0, 4, len(raw) - 5, 5], contents)


@pytest.mark.parametrize(
    "byte_range",
    [
        [],
        [0, 4, 38],
        [0, 4, 38, 5, 0, 0],
        [1, 3, 38, 5],
        [1, 4, 38, 5],
        [0, 4, 0, 43],
        [0, 4, 4, 39],
        [0, 4, 38, 6],
        [0, 4, 37, 5],
        [0, 5, 38, 5],
        [0, 38, 4, 5],
        [0, -4, 38, 5],
        [0, 4, 38, -5],
        [0, 10**30, 10**31, 5],
        [0, 4.0, 38, 5],
        [0, "4", 38, 5],
    ],
)
def test_a_byte_range_of_another_shape_is_refused(byte_range: list[object]) -> None:
    raw = a_gap(PADDED)
    assert len(raw) == 43
    assert leaves_out_only_the_signature(raw, [0, 4, 38, 5], PADDED)
    assert not leaves_out_only_the_signature(raw, byte_range, PADDED)


def test_no_damage_makes_the_gate_raise() -> None:
    chance = random.Random(1)  # noqa: S311
    for _ in range(40):
        cut, length = chance.randrange(len(GOOD)), chance.randrange(1, 200)
        damaged = GOOD[:cut] + chance.randbytes(chance.randrange(50)) + GOOD[cut + length :]
        assert judge(damaged) is not Verdict.VERIFIER_ERROR
