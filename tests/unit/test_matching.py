"""Is the applicant the person on the record, however the name is written?"""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from check_siak.gateway_messages import Party
from check_siak.matching import bare_name, match, match_names
from tests.builders import an_applicant

BORN = date(1977, 9, 2)
NIK = "9971014209770001"


def recorded(name: str, nik: str = NIK, born: date = BORN) -> Party:
    return Party(nik=nik, name=name, birth_date=born, role="istri")


@pytest.mark.parametrize(
    ("name", "recorded", "alike"),
    [
        ("Nurhayati Lubuk Puding", "HJ. NURHAYATI LUBUK PUDING", "same"),
        ("nurhayati  lubuk-puding", "NURHAYATI LUBUK PUDING", "same"),
        ("Siti Nur'aini, S.Pd., M.Si.", "SITI NURAINI", "same"),
        ("Siti Nur Aini", "SITI NURAINI", "same"),
        ("dr. H. Syahrial", "SYAHRIAL", "same"),
        ("Drs. Syahrial", "DR SYAHRIAL", "same"),
        ("Syahrial S.Sos. M.Si", "SYAHRIAL", "same"),
        ("Syahrial (Alm.)", "SYAHRIAL", "same"),
        ("H", "H", "same"),
        ("H. M. Faiz", "MUHAMMAD FAIZ", "same"),
        ("Moh. Faiz", "MOCHAMAD FAIZ", "same"),
        ("M.Faiz", "MUHAMAD FAIZ", "same"),
        ("Mochammad", "MUHAMMAD", "same"),
        ("Abd. Rahman", "ABDUL RAHMAN", "same"),
        ("M. Sari", "MARIA SARI", "near"),
        ("A. Rahman", "AHMAD RAHMAN", "near"),
        ("St. Zahara", "SITI ZAHARA", "near"),
        ("Budi H. Santoso", "BUDI SANTOSO", "near"),
        ("Nurhayati Lubuk Pudin", "NURHAYATI LUBUK PUDING", "near"),
        ("Muhammad Faiz", "FAIZ", "other"),
        ("M", "MUHAMMAD", "other"),
        ("A. B.", "AHMAD BUDIMAN", "other"),
        ("Andi", "BUDI", "other"),
        ("Nurhayati", "SYAHRIAL", "other"),
        ("--", "...", "other"),
    ],
)
def test_names_are_compared_as_people_write_them(name: str, recorded: str, alike: str) -> None:
    assert match_names(name, recorded) == match_names(recorded, name) == alike


def test_a_bare_name_has_neither_titles_nor_degrees() -> None:
    assert bare_name("Dra. Hj. Ratna Sari, M.Si.") == "RATNA SARI"


@pytest.mark.parametrize(
    ("name", "nik", "born", "alike"),
    [
        ("Nurhayati", NIK, BORN, "same"),
        ("Nurhayati", NIK, date(1977, 2, 9), "near"),
        ("Nurhayat", NIK, BORN, "near"),
        ("Nurhayat", NIK, date(1977, 2, 9), "other"),
        ("Budi", NIK, BORN, "other"),
        ("Nurhayati", "9971014209770002", BORN, "other"),
    ],
)
def test_nik_name_and_birth_date_agree_or_one_just_misses(
    name: str, nik: str, born: date, alike: str
) -> None:
    assert match(an_applicant(name="NURHAYATI"), recorded(name, nik, born)) == alike


def is_no_title(word: str) -> bool:
    return bare_name(f"{word} AAAA {word}") == f"{word} AAAA {word}"


WORD = st.text(string.ascii_uppercase, min_size=3, max_size=12).filter(is_no_title)
NAMES = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
TITLES = st.lists(st.sampled_from(["H.", "Hj", "dr.", "Drs.", "Ir", "Prof."]), max_size=3)
DEGREES = st.sampled_from(["", ", S.H.", ", S.Pd., M.Si.", " S.Sos", ", Ph.D."])
BETWEEN = st.sampled_from([" ", "  ", " - ", "-", ".", ". "])


@given(NAMES, TITLES, DEGREES, BETWEEN, st.booleans())
def test_titles_degrees_case_and_punctuation_make_no_other_name(
    name: str, titles: list[str], degrees: str, between: str, small: bool
) -> None:
    dressed = " ".join([*titles, name.replace(" ", between)]) + degrees
    assert match_names(dressed.lower() if small else dressed, name) == "same"


@given(NAMES, NAMES)
def test_whichever_is_on_record_the_answer_is_one(one: str, other: str) -> None:
    assert match_names(one, other) == match_names(other, one)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_compared(one: str, other: str) -> None:
    alike = match_names(one, other)
    assert alike == match_names(other, one)
    if alike == "same":
        assert bare_name(one)


@given(NAMES, st.integers(0, 30), st.sampled_from(string.ascii_uppercase))
def test_another_letter_is_never_the_same_name(name: str, place: int, letter: str) -> None:
    place %= len(name)
    if name[place] in {letter, " "}:
        return
    changed = name[:place] + letter + name[place + 1 :]
    if bare_name(changed).replace(" ", "") != bare_name(name).replace(" ", ""):
        assert match_names(changed, name) != "same"
