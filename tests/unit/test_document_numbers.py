"""Numbers as people type them: accepted, warned of, or refused, as the office writes them."""

from datetime import date

import pytest

from menwa.document_numbers import (
    birthday_in,
    check_nik,
    check_number,
    may_be_number,
    shows_another_birthday,
)
from tests.builders import OFFICE

TODAY = date(2026, 11, 23)
KK, BIRTH, DEATH = "kk", "akta_kelahiran", "akta_kematian"
MOVE, PERSON = "skpwni", "biodata"

ACCEPTED = [
    (KK, "9971012811200001", "9971012811200001"),
    (KK, "9971 0128 1120 0001", "9971012811200001"),
    (KK, "9971.0128.1120.0001", "9971012811200001"),
    (KK, "9971-0128-1120-0001", "9971012811200001"),
    (KK, "9971\u20130128\u20131120\u20130001", "9971012811200001"),
    (KK, "9908050102050123", "9908050102050123"),
    (BIRTH, "1471-LU-05032021-0012", "1471-LU-05032021-0012"),
    (BIRTH, "1471-LT-27112013-0450", "1471-LT-27112013-0450"),
    (BIRTH, " 1471-lu-05032021-0012 ", "1471-LU-05032021-0012"),
    (BIRTH, "1471 - LU - 05032021 - 0012", "1471-LU-05032021-0012"),
    (BIRTH, "1471 LU 05032021 0012", "1471-LU-05032021-0012"),
    (BIRTH, "1471/LU/05032021/0012", "1471-LU-05032021-0012"),
    (BIRTH, "1471.LU.05032021.0012", "1471-LU-05032021-0012"),
    (BIRTH, "1471LU050320210012", "1471-LU-05032021-0012"),
    (BIRTH, "1471\u2013LU\u201305032021\u20130012", "1471-LU-05032021-0012"),
    (BIRTH, "1471-LU-05032021-012", "1471-LU-05032021-0012"),
    (BIRTH, "3171-LU-17082019-0001", "3171-LU-17082019-0001"),
    (DEATH, "1471-KM-05032021-0012", "1471-KM-05032021-0012"),
    ("akta_perkawinan", "1471-KW-14022020-0003", "1471-KW-14022020-0003"),
    ("akta_perceraian", "1471-CR-05032021-0012", "1471-CR-05032021-0012"),
    ("akta_pengakuan_anak", "1471-PA-05032021-0012", "1471-PA-05032021-0012"),
    (MOVE, "SKPWNI/1471/05112026/0012", "SKPWNI/1471/05112026/0012"),
    (MOVE, "skpwni / 1471 / 05112026 / 0012", "SKPWNI/1471/05112026/0012"),
    (MOVE, "SKPWNI 1471 05112026 0012", "SKPWNI/1471/05112026/0012"),
    (MOVE, "SKPWNI-1471-05112026-0012", "SKPWNI/1471/05112026/0012"),
    (MOVE, "SKPWNI/1471/051126/0012", "SKPWNI/1471/05112026/0012"),
    (MOVE, "1471/05112026/12", "SKPWNI/1471/05112026/0012"),
    (PERSON, "470/1234/DKPS/2024", "470/1234/DKPS/2024"),
    (PERSON, "123", "123"),
]
WARNED = [
    (KK, "9971014811200001", "note_kk_unusual"),  # a woman's day: a NIK
    (KK, "9971013211200001", "note_kk_unusual"),
    (KK, "9971012811200000", "note_kk_unusual"),
    (KK, "9971012812260001", "note_kk_unusual"),  # issued next month
    (BIRTH, "AL.736.0012345", "note_old_number"),
    (BIRTH, "1234/U/PKU/1999", "note_old_number"),
    (BIRTH, "477/0123/1987", "note_old_number"),
    (BIRTH, "No. 12 Tahun 1987", "note_old_number"),
    (BIRTH, "CSL-0123456", "note_old_number"),
    (BIRTH, "9971012811200001", "note_old_number"),
    (BIRTH, "1471-LU-31022021-0012", "note_no_such_day"),
    (BIRTH, "1471-LU-05032031-0012", "note_no_such_day"),
    (BIRTH, "1471-LU-00000000-0012", "note_no_such_day"),
    (BIRTH, "1471-KM-05032021-0012", "note_other_kind"),
    (DEATH, "1471-LU-05032021-0012", "note_other_kind"),
    ("akta_perkawinan", "1471-CR-05032021-0012", "note_other_kind"),
    (MOVE, "SKPWNI/1471/05032026/0012", "note_skpwni_expired"),
    (MOVE, "SKPWNI/1471/050326/0012", "note_skpwni_expired"),
    (MOVE, "SKPWNI/1471/23102026/0012", "note_skpwni_expired"),
    (MOVE, "SKPWNI/1471/32012026/0012", "note_no_such_day"),
    (MOVE, "SKPWNI/1471/24112026/0012", "note_no_such_day"),
    (MOVE, "475/123/2026", "note_unusual_number"),
]
REFUSED = [
    (KK, "", "error_number_missing"),
    (KK, " - ", "error_number_missing"),
    (KK, "997101281120001", "error_digits_missing"),
    (KK, "99710128112000011", "error_digits_too_many"),
    (KK, "997101281120000X", "error_digits_only"),
    (KK, "9971O12811200001", "error_digits_only"),
    (KK, "٩٩٧١٠١١١٠٣١٩٠٠٠١", "error_digits_only"),
    (BIRTH, "", "error_number_missing"),
    (BIRTH, "12", "error_number_too_short"),
    (BIRTH, "1" * 41, "error_number_too_long"),
    (MOVE, "  ", "error_number_missing"),
    (PERSON, "A", "error_number_too_short"),
]
NIKS = [
    ("9971011704740001", None),
    ("9971014209770001", None),  # a woman: 42 is the second
    ("9971 0142 0977 0001", None),
    ("9971.0142.0977.0001", None),
    ("9908057112650002", None),
    ("9971013102740001", None),  # 31 February: the calendar is not asked, the birth date is
    ("", "error_digits_none"),
    ("NIK saya", "error_digits_only"),
    ("99710142O9770001", "error_digits_only"),
    ("٩٩٧١٠١٤٢٠٩٧٧٠٠٠١", "error_digits_only"),
    ("997101420977000", "error_digits_missing"),
    ("99710142097700011", "error_digits_too_many"),
    ("9971014209770000", "error_nik_serial"),
    ("9971010009770001", "error_nik_date"),
    ("9971013209770001", "error_nik_date"),
    ("9971014009770001", "error_nik_date"),
    ("9971017209770001", "error_nik_date"),
    ("9971014200770001", "error_nik_date"),
    ("9971014213770001", "error_nik_date"),
]


@pytest.mark.parametrize(("kind", "typed", "number"), ACCEPTED)
def test_a_number_is_one_number_however_it_is_typed(kind: str, typed: str, number: str) -> None:
    checked = check_number(typed, OFFICE.documents[kind], TODAY)
    assert (checked.number, checked.mistake, checked.notes) == (number, None, ())
    again = check_number(checked.number, OFFICE.documents[kind], TODAY)
    assert again == checked


@pytest.mark.parametrize(("kind", "typed", "note"), WARNED)
def test_an_unusual_number_is_taken_with_a_note(kind: str, typed: str, note: str) -> None:
    checked = check_number(typed, OFFICE.documents[kind], TODAY)
    assert checked.mistake is None
    assert [each.text for each in checked.notes] == [note]
    assert checked.notes[0].said(OFFICE)


@pytest.mark.parametrize(("kind", "typed", "error"), REFUSED)
def test_what_cannot_be_such_a_number_is_refused(kind: str, typed: str, error: str) -> None:
    checked = check_number(typed, OFFICE.documents[kind], TODAY)
    assert checked.mistake is not None
    assert checked.mistake.text == error
    assert checked.mistake.said(OFFICE)


@pytest.mark.parametrize(("typed", "error"), NIKS)
def test_a_nik_is_refused_only_where_it_is_none(typed: str, error: str | None) -> None:
    mistake = check_nik(typed)
    assert (mistake.text if mistake else None) == error


def test_a_mistake_says_how_many_digits_are_missing() -> None:
    mistake = check_nik("997101420977000")
    assert mistake is not None
    assert "16 angka. Yang Anda isi baru 15 angka, kurang 1." in mistake.said(OFFICE)


@pytest.mark.parametrize(
    ("nik", "born", "shown"),
    [
        ("9971014209770001", date(1977, 9, 2), None),
        ("9971010209770001", date(1977, 9, 2), None),
        ("9971014209050001", date(2005, 9, 2), None),
        ("9971014209770001", date(1977, 2, 9), date(1977, 9, 2)),
        ("9971014209050001", date(2004, 9, 2), date(2005, 9, 2)),
        ("9971013102740001", date(1974, 3, 3), None),
    ],
)
def test_a_nik_that_shows_another_birthday_is_noticed(
    nik: str, born: date, shown: date | None
) -> None:
    assert shows_another_birthday(nik, born) == (shown is not None or nik[6:10] == "3102")
    if shows_another_birthday(nik, born):
        assert birthday_in(nik, born) == shown


@pytest.mark.parametrize(
    ("number", "kind", "fits"),
    [("1" * 16, KK, True), ("1" * 15, KK, False), ("AL.1", BIRTH, True), ("A", BIRTH, False)],
)
def test_what_an_officer_copies_from_siak_has_the_documents_shape(
    number: str, kind: str, fits: bool
) -> None:
    assert may_be_number(number, OFFICE.documents[kind].numbers) == fits


def test_sixty_numbers_stand_in_these_tables() -> None:
    assert len(ACCEPTED) + len(WARNED) + len(REFUSED) + len(NIKS) >= 60
