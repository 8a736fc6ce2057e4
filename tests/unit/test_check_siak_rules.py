"""What SIAK's answer means: the right to the document first, then whether it may be sent."""

from datetime import date
from typing import Any

import pytest

from check_siak.gateway_messages import FoundDocument, Party
from check_siak.matching import bare_name, match
from check_siak.rules import Finding, as_found, judge
from menwa.case import Case
from tests.builders import OFFICE, a_proven_case, an_applicant, found

TODAY = date(2026, 11, 23)
MOTHER = {
    "nik": "9971014209770001",
    "name": "HJ. NURHAYATI LUBUK PUDING",
    "birth_date": "1977-09-02",
}
FATHER = {"nik": "9971011704740001", "name": "H. SYAHRIAL TAMBUSAI", "birth_date": "1974-04-17"}
CHILD = {"nik": "9971017011110001", "name": "AISYAH ZAHIRA TAMBUSAI", "birth_date": "2011-11-30"}


def a_document(**changes: Any) -> FoundDocument:
    """The family card on which the applicant stands as the wife."""
    known = {
        "id": "dok-001",
        "document_type": "kk",
        "number": "9971011103190001",
        "signed": True,
        "active": True,
        "issued_on": "2023-08-14",
        "subject": FATHER,
        "parties": [
            FATHER | {"role": "kepala_keluarga"},
            MOTHER | {"role": "istri"},
            CHILD | {"role": "anak"},
        ],
        "recorded_phone": "yes",
    }
    return FoundDocument.model_validate(known | changes)


def judged(
    document: FoundDocument | None, case: Case | None = None, today: date = TODAY
) -> Finding:
    case = case or a_proven_case()
    return judge(case, document, OFFICE.documents[case.document_type], today)


def as_mother(**changes: Any) -> FoundDocument:
    return a_document(parties=[MOTHER | {"role": "istri"} | changes])


@pytest.mark.parametrize(
    ("document", "finding"),
    [
        (None, Finding("returned", "not_matched")),
        (a_document(), Finding("signed", "none", "recorded_phone")),
        (a_document(signed=False), Finding("unsigned", "none", "recorded_phone")),
        (a_document(active=False), Finding("returned", "superseded", "recorded_phone")),
        (
            a_document(active=False, signed=False),
            Finding("returned", "superseded", "recorded_phone"),
        ),
        (a_document(recorded_phone="no"), Finding("desk", "right_unknown")),
        (a_document(recorded_phone="unknown"), Finding("desk", "right_unknown")),
        (a_document(recorded_phone="no", active=False), Finding("desk", "right_unknown")),
        (as_mother(role="menantu"), Finding("desk", "right_unknown")),
        (as_mother(name="NURHAYATI LUBUK PUDIN"), Finding("desk", "near_miss")),
        (as_mother(birth_date="1977-02-09"), Finding("desk", "near_miss")),
        (as_mother(name="NURHAYATI"), Finding("returned", "not_matched")),
        (
            as_mother(name="NURHAYATI PUDING", birth_date="1977-02-09"),
            Finding("returned", "not_matched"),
        ),
        (as_mother(nik="9971014209770002"), Finding("returned", "not_matched")),
        (a_document(document_type="biodata"), Finding("desk", "siak_contradicts")),
        (a_document(number="9971011103190002"), Finding("desk", "siak_contradicts")),
    ],
)
def test_each_answer_of_siak_has_one_meaning(
    document: FoundDocument | None, finding: Finding
) -> None:
    assert judged(document) == finding


def test_a_number_is_the_same_however_it_is_written() -> None:
    case = a_proven_case(number="9971 0111-0319 0001")
    assert judged(a_document(), case).found == "signed"


def test_without_a_number_any_number_may_be_found() -> None:
    assert judged(a_document(number="9"), a_proven_case(number=None)).found == "signed"


@pytest.mark.parametrize(
    ("born", "found"),
    [("2009-11-23", "signed"), ("2009-11-24", "desk"), ("2009-12-01", "desk")],
)
def test_who_is_not_yet_seventeen_asks_the_desk(born: str, found: str) -> None:
    case = a_proven_case(applicant=an_applicant(birth_date=born))
    assert judged(as_mother(birth_date=born, role="anak"), case).found == found


def test_who_was_born_on_a_leap_day_is_grown_up_in_march() -> None:
    case = a_proven_case(applicant=an_applicant(birth_date="2008-02-29"))
    young = as_mother(birth_date="2008-02-29", role="anak")
    assert judged(young, case, date(2025, 2, 28)).found == "desk"
    assert judged(young, case, date(2025, 3, 1)).found == "signed"


def test_who_stands_on_a_document_twice_may_ask_if_either_role_may() -> None:
    roles = [MOTHER | {"role": "ibu"}, CHILD | {"role": "subjek"}, MOTHER | {"role": "pelapor"}]
    case = a_proven_case(document_type="akta_kelahiran", number=None)
    for parties in (roles, roles[::-1]):
        birth = a_document(document_type="akta_kelahiran", subject=CHILD, parties=parties)
        assert judged(birth, case) == Finding("signed", "none", "recorded_phone")


@pytest.mark.parametrize("right", ["officer", "recorded_phone"])
def test_a_right_once_established_holds_for_that_very_document(right: str) -> None:
    case = a_proven_case(right=right, found=found())
    stranger = a_document(parties=[FATHER | {"role": "kepala_keluarga"}], recorded_phone="no")
    assert judged(stranger, case) == Finding("signed", "none", right)  # type: ignore[arg-type]


def test_a_right_to_one_document_is_none_to_another() -> None:
    case = a_proven_case(right="officer", found=found(siak_id="dok-002"))
    assert judged(a_document(recorded_phone="no"), case) == Finding("desk", "right_unknown")


def test_a_right_stands_no_further_than_the_type_and_number_asked_for() -> None:
    case = a_proven_case(right="officer", found=found())
    assert judged(a_document(number="1"), case) == Finding("desk", "siak_contradicts")


def test_what_siak_holds_is_remembered_as_it_says_it() -> None:
    assert as_found(a_document()) == found()
    assert as_found(a_document(signed=False, active=False)) == found(signed=False, active=False)


@pytest.mark.parametrize(
    ("name", "recorded", "alike"),
    [
        ("Nurhayati Lubuk Puding", "HJ. NURHAYATI LUBUK PUDING", "same"),
        ("nurhayati  lubuk-puding", "NURHAYATI LUBUK PUDING", "same"),
        ("Siti Nur'aini, S.Pd., M.Si.", "SITI NURAINI", "same"),
        ("dr. H. Syahrial", "SYAHRIAL", "same"),
        ("Drs. Syahrial", "DR SYAHRIAL", "same"),
        ("H", "H", "same"),
        ("Muhammad Faiz", "MUHAMAD FAIZ", "near"),
        ("Muhammad Faiz", "FAIZ", "other"),
        ("Andi", "BUDI", "other"),
        ("Nurhayati", "SYAHRIAL", "other"),
    ],
)
def test_names_are_compared_as_people_write_them(name: str, recorded: str, alike: str) -> None:
    known = {"nik": "9971014209770001", "birth_date": date(1977, 9, 2)}
    applicant = an_applicant(name=name)
    assert match(applicant, Party(name=recorded, role="istri", **known)) == alike  # type: ignore[arg-type]


def test_a_bare_name_has_neither_titles_nor_degrees() -> None:
    assert bare_name("Dra. Hj. Ratna Sari, M.Si.") == "RATNA SARI"
