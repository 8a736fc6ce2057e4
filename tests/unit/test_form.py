"""What citizens type into the form, as they type it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menwa.request_form import Request, normal_phone, read_date, read_form
from tests.builders import OFFICE

TODAY = date(2026, 11, 23)
FIELDS = {
    "document_type": "kk",
    "number": "9971011103190001",
    "nik": "9971014209770001",
    "name": "Nurhayati Lubuk Puding",
    "birth_day": "2",
    "birth_month": "9",
    "birth_year": "1977",
    "phone": "0899 0000 0101",
}


def read(**typed: str) -> tuple[Request | None, dict[Any, str]]:
    request, errors = read_form(FIELDS | typed, OFFICE, TODAY)
    return request, {field: mistake.text for field, mistake in errors.items()}


def accepted(**typed: str) -> Request:
    request, errors = read(**typed)
    assert request is not None, errors
    return request


def error(field: str, **typed: str) -> str | None:
    request, errors = read(**typed)
    assert (request is None) == bool(errors)
    assert errors.keys() <= {field}
    return errors.get(field)


def test_a_well_filled_form_is_a_request() -> None:
    request = accepted()
    assert (request.document_type, request.number) == ("kk", "9971011103190001")
    assert request.applicant.model_dump() == {
        "nik": "9971014209770001",
        "name": "Nurhayati Lubuk Puding",
        "birth_date": date(1977, 9, 2),
        "phone": "+6289900000101",
    }


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0899 0000 0101", "+6289900000101"),
        ("0899-0000-0101", "+6289900000101"),
        ("(0899) 0000.0101", "+6289900000101"),
        ("62 899 0000 0101", "+6289900000101"),
        ("+62 899-0000-0101", "+6289900000101"),
        ("  +6289900000101 ", "+6289900000101"),
        ("899 0000 0101", "+6289900000101"),
        ("08123456789", "+628123456789"),
        ("+62 0812 3456 789", "+628123456789"),
        ("+60 12-345 6789", "+60123456789"),
        ("+1 202 555 0123", "+12025550123"),
    ],
)
def test_a_phone_is_one_number_however_it_is_typed(typed: str, number: str) -> None:
    assert normal_phone(typed) == number
    assert accepted(phone=typed).applicant.phone == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "+",
        "nomor saya",
        "0761 000000",
        "08",
        "0812345",
        "08123456789012345",
        "+62 761 000000",
        "+1",
        "+1234567890123456",
        "+0812 3456 7890",
        "+0",
        "0812 3456 789\u0660",
        "٠٨١٢٣٤٥٦٧٨٩٠",
    ],
)
def test_what_is_no_mobile_number_is_the_phones_error(typed: str) -> None:
    assert (error("phone", phone=typed) or "").startswith("error_phone")


@pytest.mark.parametrize(
    "typed", ["9971014209770001", "9971 0142 0977 0001", "9971.0142.0977.0001", " 9971014209770001"]
)
def test_a_nik_may_be_typed_in_groups(typed: str) -> None:
    assert accepted(nik=typed).applicant.nik == "9971014209770001"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "997101420977000",
        "99710142097700011",
        "9971014209770000",
        "NIK saya",
        "99710142O9770001",
        "٩٩٧١٠١٤٢٠٩٧٧٠٠٠١",
    ],
)
def test_what_is_no_nik_is_the_niks_error(typed: str) -> None:
    assert (error("nik", nik=typed) or "").startswith(("error_nik", "error_digits"))


@pytest.mark.parametrize("kind", ["kk", "akta_kelahiran", "biodata"])
def test_a_number_that_was_left_out_is_the_numbers_error(kind: str) -> None:
    assert error("number", document_type=kind, number=" ") == "error_number_missing"


def test_who_does_not_know_the_number_need_not_type_it() -> None:
    assert accepted(number="", number_unknown="1").number is None
    assert accepted(number="asal", number_unknown="1").number is None


@pytest.mark.parametrize(
    ("day", "month", "year", "wrong"),
    [
        ("", "", "", "error_birth_date"),
        ("31", "2", "1977", "error_birth_date_none"),
        ("29", "2", "1977", "error_birth_date_none"),
        ("0", "9", "1977", "error_birth_date_none"),
        ("2", "13", "1977", "error_birth_date_none"),
        ("2", "9", "", "error_birth_date"),
        ("dua", "9", "1977", "error_birth_date_digits"),
        ("2", "9", "77777", "error_birth_date_digits"),
        ("2", "9", "9" * 30, "error_birth_date_digits"),
        ("2", "9", "9" * 5000, "error_birth_date_digits"),
        ("2", "9", "77", "error_birth_year"),
        ("31", "12", "1899", "error_birth_year"),
        ("24", "11", "2026", "error_birth_date_ahead"),
    ],
)
def test_what_is_no_birth_date_is_its_error(day: str, month: str, year: str, wrong: str) -> None:
    assert error("birth_date", birth_day=day, birth_month=month, birth_year=year) == wrong


@pytest.mark.parametrize(
    ("day", "month", "year", "born"),
    [
        ("02", "09", "1977", date(1977, 9, 2)),
        ("29", "2", "1976", date(1976, 2, 29)),
        ("1", "1", "1900", date(1900, 1, 1)),
        ("23", "11", "2026", TODAY),
    ],
)
def test_a_birth_date_may_be_any_day_until_today(
    day: str, month: str, year: str, born: date
) -> None:
    request = accepted(birth_day=day, birth_month=month, birth_year=year)
    assert request.applicant.birth_date == born


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", "error_name"),
        (" ", "error_name"),
        ("A", "error_name_too_short"),
        ("N" * 101, "error_name_too_long"),
    ],
)
def test_a_name_is_neither_a_letter_nor_a_story(typed: str, wrong: str) -> None:
    assert error("name", name=typed) == wrong


FOR_A_CHILD = {"document_type": "akta_kelahiran", "whom": "child", "subject_name": "Bintang  Putra"}


def test_a_childs_document_names_the_child_whose_nik_may_be_missing() -> None:
    number = "1471-LU-05032021-0012"
    newborn = accepted(**FOR_A_CHILD, number=number).subject
    assert newborn is not None
    assert newborn.model_dump() == {"relation": "child", "name": "Bintang Putra", "nik": None}
    older = accepted(**FOR_A_CHILD, number=number, subject_nik="9971 0105 0321 0003").subject
    assert older is not None
    assert older.nik == "9971010503210003"
    assert accepted(whom="self", subject_name="diri sendiri").subject is None


@pytest.mark.parametrize(
    ("field", "typed", "wrong"),
    [
        ("subject_name", "", "error_subject_name"),
        ("subject_nik", "123", "error_digits_missing"),
        ("relation", "", "error_relation"),
    ],
)
def test_what_is_wrong_about_the_other_person_is_said(field: str, typed: str, wrong: str) -> None:
    whose = {"whom": "other", "relation": "adik", "subject_name": "Bintang Putra"}
    assert error(field, **whose | {field: typed}) == wrong


@pytest.mark.parametrize("key", sorted(key for key in OFFICE.texts if key.startswith("error_")))
def test_no_sentence_about_a_mistake_commands_to_fill_in(key: str) -> None:
    assert not OFFICE.texts[key].startswith("Isi ")


@pytest.mark.parametrize("typed", ["Ng", "N" * 100, "  Siti   Nur'aini  "])
def test_a_name_is_kept_with_single_blanks(typed: str) -> None:
    assert accepted(name=typed).applicant.name == " ".join(typed.split())


@pytest.mark.parametrize("typed", ["", "paspor"])
def test_a_document_that_the_office_does_not_have_is_its_error(typed: str) -> None:
    assert error("document_type", document_type=typed) == "error_document_type"


def test_an_empty_form_has_an_error_beside_each_field() -> None:
    request, errors = read_form({}, OFFICE, TODAY)
    assert request is None
    assert errors.keys() == {"document_type", "nik", "name", "birth_date", "phone"}


@given(st.dictionaries(st.sampled_from([*FIELDS, "number_unknown"]), st.text(max_size=60)))
def test_nothing_that_is_typed_breaks_the_form(typed: dict[str, str]) -> None:
    request, errors = read(**typed)
    assert (request is None) == bool(errors)


@given(st.text(max_size=30))
def test_whatever_is_taken_for_a_phone_is_written_as_e_164_has_it(typed: str) -> None:
    request, _ = read(phone=typed)
    assert request is None or request.applicant.phone[1:].isascii()


def test_a_date_without_its_fields_is_none() -> None:
    assert read_date({"birth_day": "2", "birth_month": "9"}) is None


@pytest.mark.parametrize(
    ("typed", "receipt"),
    [("rs-7f3a-09c1", "RS-7F3A-09C1"), (" RS 7F3A 09C1 ", "RS7F3A09C1"), ("", None), ("  ", None)],
)
def test_a_receipt_is_taken_as_it_is_typed_and_may_be_left_out(
    typed: str, receipt: str | None
) -> None:
    assert accepted(receipt=typed).receipt == receipt


@pytest.mark.parametrize("typed", ["RS1", "R" * 41, "RS_7F3A", "<b>"])
def test_what_cannot_be_a_receipt_is_an_error_beside_its_field(typed: str) -> None:
    assert error("receipt", receipt=typed) == "error_receipt"


def test_where_receipts_can_be_guessed_none_is_asked_for() -> None:
    guessable = OFFICE.model_copy(update={"receipts_are_unguessable": False})
    request, errors = read_form(FIELDS | {"receipt": "?"}, guessable, TODAY)
    assert errors == {}
    assert request is not None
    assert request.receipt is None
