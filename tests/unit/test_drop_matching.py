"""Which waiting requests a PDF is for."""

from typing import Any

import pytest

from check_siak.drop_matching import Match, as_stated, matched, missing
from menwa.case import Case
from tests.builders import OFFICE, a_proven_case, an_applicant, found

NUMBER = "9971011103190001"
CARD = f"""CONTOH
KARTU KELUARGA
No. {NUMBER}
1 H. SYAHRIAL TAMBUSAI 9971011704740001
2 HJ. NURHAYATI LUBUK PUDING 9971014209770001
NO. AKTA KELAHIRAN 1471-LU-05032021-0012
"""
DEATH = "KUTIPAN AKTA KEMATIAN Nomor 1471-KM-12112026-0001 telah meninggal RASYID"
HUSBAND = an_applicant(nik="9971011704740001", name="Syahrial Tambusai")


ONE, TWO, THREE = "MW-00000000000", "MW-00000000011", "MW-00000000022"


def match(*cases: Case, text: str = CARD) -> Match:
    return matched(text, cases, OFFICE, "siti.aminah")


def case(case_id: str = ONE, **changes: Any) -> Case:
    return a_proven_case(**{"id": case_id, "number": NUMBER} | changes)


def test_number_and_applicant_find_the_request() -> None:
    other = case(TWO, number="9971102208160001")
    assert match(case(), other) == Match("number", (ONE,))


def test_one_pdf_serves_two_who_are_on_it() -> None:
    husband = case(TWO, applicant=HUSBAND)
    assert match(case(), husband) == Match("number", (ONE, TWO))


def test_who_asked_for_the_number_without_being_on_it_is_not_served() -> None:
    stranger = an_applicant(nik="9971100802850001", name="Orang Lain")
    assert match(case(applicant=stranger)) == Match("other_applicant", (ONE,))
    assert match(case(applicant=stranger), case(TWO)) == Match("number", (TWO,))


def test_who_knows_no_number_is_found_by_nik_and_name() -> None:
    assert match(case(number=None)) == Match("applicant", (ONE,))
    assert match(case(number=None), case(TWO)) == Match("number", (TWO, ONE))


def test_two_requests_without_a_number_are_left_to_an_officer() -> None:
    assert match(case(number=None), case(TWO, number=None)) == Match("several", (ONE, TWO))
    assert match(case(number=None), case(TWO, number=None), case(THREE)) == Match(
        "number", (THREE,)
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "9971102208160001"},
        {"document_type": "biodata"},
        {"number": None, "applicant": an_applicant(nik="9971014209770009")},
        {"number": None, "applicant": an_applicant(name="Siti Aminah")},
    ],
)
def test_what_nobody_asked_for_finds_nothing(changes: dict[str, Any]) -> None:
    assert match(case(**changes)) == Match("nothing")
    assert match(case(**changes), text="Surat edaran") == Match("nothing")


def test_a_number_that_is_only_part_of_one_finds_nothing() -> None:
    request = {"document_type": "akta_kematian"}
    for part in ("0001", "12112026", "1471-KM", "KM-12112026-0001"):
        assert not match(case(number=part, **request), text=DEATH).serves
    assert match(case(number="1471 KM 12112026 0001", **request), text=DEATH).serves


def test_a_number_that_says_little_takes_nik_and_name_too() -> None:
    short = case(document_type="akta_kematian", number="RASYID")
    assert not match(short, text=DEATH).serves
    assert set(missing(DEATH, short, OFFICE, "siti.aminah")) == {"nik", "name"}


def test_what_an_officer_has_stated_counts_not_what_was_asked() -> None:
    corrected = found(
        siak_id="meja-1",
        number=NUMBER,
        subject_name="NURHAYATI LUBUK PUDING",
        subject_nik=None,
        looked_up_by="siti.aminah",
        signed=False,
    )
    request = case(
        number="9971011103190009", found=corrected, applicant=an_applicant(name="Nurhayti")
    )
    assert match(request) == Match("number", (ONE,))
    assert as_stated(request, OFFICE, "budi").looked_up_by == "siti.aminah"


def test_what_siak_has_said_counts_as_the_gate_reads_it() -> None:
    assert match(case(found=found())) == Match("number", (ONE,))
    assert match(case(found=found(subject_name="RASYID"))).how == "other_applicant"


def test_another_types_title_further_down_is_not_its_own() -> None:
    """A family card speaks of birth certificates, a resident's full record of the family card."""
    birth = case(document_type="akta_kelahiran", number="1471-LU-05032021-0012")
    assert match(birth) == Match("nothing")
    biodata = CARD.replace("KARTU KELUARGA", "BIODATA PENDUDUK\nKARTU KELUARGA")
    assert match(case(), text=biodata) == Match("nothing")
    assert "title" in missing(biodata, case(), OFFICE, "siti.aminah")


@pytest.mark.parametrize("name", ["Hj. Nurhayati Lubuk Puding, S.Pd.", "nurhayati lubuk  puding"])
def test_titles_and_degrees_are_no_part_of_a_name(name: str) -> None:
    assert match(case(applicant=an_applicant(name=name))).serves


def test_a_short_form_stands_for_itself() -> None:
    moh = an_applicant(name="Moh. Ali")
    text = CARD.replace("HJ. NURHAYATI LUBUK PUDING", "MOH. ALI")
    assert match(case(applicant=moh), text=text).serves
    assert match(case(applicant=moh), text=text.replace("MOH.", "MUHAMMAD")).serves
