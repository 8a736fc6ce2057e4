"""The text of a PDF against the case that asked for it."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from check_siak.content import Expected, missing_from, read_text
from tests.unit.gate_pki import a_pdf

CARD = """KARTU KELUARGA
No. 9901 0112 0426 0007
Nama Kepala Keluarga : BUDI SANTOSA
1 BUDI SANTOSA 9901010101800001 LAKI-LAKI
2 SITI NUR'AINI
RAHMAWATI 9901014202820002 PEREMPUAN
"""


def missing(text: str = CARD, **wanted: str) -> tuple[str, ...]:
    return missing_from(text, Expected(**wanted))


def test_a_document_that_says_all_of_it_misses_nothing() -> None:
    assert missing(number="9901011204260007", nik="9901010101800001", name="Budi Santosa") == ()


def test_what_is_not_asked_for_is_not_missed() -> None:
    assert missing() == ()


def test_what_is_missing_is_named() -> None:
    assert missing(number="9901011204260008", nik="9901010101800001", name="Agus") == (
        "number",
        "name",
    )


@pytest.mark.parametrize(
    "name",
    [
        "SITI NUR'AINI RAHMAWATI",
        "Siti Nuraini Rahmawati",
        "siti  nur aini rahmawati.",
        "Síti Nur\u2019aini Rahmawati",
    ],
)
def test_a_name_is_found_however_it_is_written_or_broken(name: str) -> None:
    assert missing(name=name) == ()


@pytest.mark.parametrize(
    "name", ["Udi", "Budi Sant", "Nur'ain", "Sitin", "Santosa Budi", "", "..."]
)
def test_a_part_of_a_name_is_not_the_name(name: str) -> None:
    assert missing(name=name) == ("name",)


@pytest.mark.parametrize("nik", ["990101010180000", "9010101018000012", "0101010180000"])
def test_a_part_of_a_number_is_not_the_number(nik: str) -> None:
    assert missing(nik=nik) == ("nik",)


@pytest.mark.parametrize("number", ["1471-KM-12112026-0001", "1471 km 12112026 0001"])
def test_a_number_is_found_with_and_without_its_marks(number: str) -> None:
    assert missing("Nomor: 1471-KM-12112026-0001.", number=number) == ()


def test_a_number_may_touch_its_label() -> None:
    assert missing("NIK9901010101800001Nama", nik="9901010101800001") == ()


def test_marks_that_mean_something_to_a_pattern_mean_nothing_here() -> None:
    assert missing("BUDI", name="B.*I") == ("name",)


def test_the_text_of_a_pdf_is_read() -> None:
    text = read_text(a_pdf("KARTU KELUARGA", "No. 9901011204260007", "BUDI", "SANTOSA"))
    assert text is not None
    assert missing(text, number="9901011204260007", name="Budi Santosa") == ()


def test_a_page_without_text_is_unreadable() -> None:
    assert read_text(a_pdf("")) is None


@pytest.mark.parametrize(
    "pdf",
    [b"", b"<html>", b"%PDF-1.7\n%%EOF", a_pdf()[:300], a_pdf("Halaman", pages=51)],
    ids=["empty", "a web page", "no PDF inside", "cut short", "too many pages"],
)
def test_a_file_that_cannot_be_read_is_unreadable(pdf: bytes) -> None:
    assert read_text(pdf) is None


def test_an_endless_text_is_unreadable() -> None:
    writer, output = PdfWriter(clone_from=BytesIO(a_pdf())), BytesIO()
    endless = StreamObject()
    endless.set_data(b"BT /F1 9 Tf " + b"(panjang sekali) Tj " * 60_000 + b"ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(endless)
    writer.write(output)
    assert read_text(output.getvalue()) is None


def test_reading_gives_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("check_siak.content.CPU_SECONDS", 0.001)
    assert read_text(a_pdf(*["KARTU KELUARGA"] * 40, pages=45)) is None


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_noise_is_unreadable_and_nothing_worse(noise: bytes) -> None:
    assert read_text(b"%PDF-1.7\n" + noise + b"\nstartxref\n9\n%%EOF") is None


@given(text=st.text(max_size=200), name=st.text(max_size=20))
def test_any_text_may_be_compared(text: str, name: str) -> None:
    assert missing(text, name=name) in {(), ("name",)}


@given(name=st.lists(st.sampled_from(["Budi", "Nur'aini", "Moh.", "Ali"]), min_size=1))
def test_what_stands_there_word_for_word_is_found(name: list[str]) -> None:
    assert missing(f"Nama: {' '.join(name)} (L)", name=" ".join(name)) == ()
