"""The survey's page: what has to be mended, and what is never kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menwa.types import new_case_id
from report.opinion_form import FIELDS, LONGEST, read_opinion, without_traces
from tests.builders import OFFICE

ALL = dict.fromkeys(FIELDS, "3")


def test_all_nine_are_asked_for_and_a_comment_is_not() -> None:
    form = read_opinion(ALL, OFFICE, "id")
    assert (form.grades, form.comment, form.errors) == ((3,) * 9, "", {})


@pytest.mark.parametrize("grade", ["", "0", "5", "empat", "-1", "3.5", "٣"])
def test_what_is_not_chosen_is_asked_for_by_its_number(grade: str) -> None:
    form = read_opinion(ALL | {"u4": grade}, OFFICE, "id")
    assert form.errors == {"u4": "Pertanyaan 4: pilih satu jawaban."}


def test_errors_are_said_in_the_pages_language() -> None:
    assert read_opinion({}, OFFICE, "en").errors["u9"] == "Question 9: choose one answer."


def test_a_comment_may_have_five_hundred_characters() -> None:
    assert read_opinion(ALL | {"comment": "a" * LONGEST}, OFFICE, "id").errors == {}
    errors = read_opinion(ALL | {"comment": "a" * (LONGEST + 1)}, OFFICE, "id").errors
    assert "501" in errors["comment"]


@pytest.mark.parametrize(
    "personal",
    [
        "081234567890",
        "+62 812-3456-7890",
        "(0812) 3456.7890",
        "9971 0142 0977 0001",
        "123456",
        "27-03-1985",
        "0 8 1 2 3 4 5",
        "081\u200b234\u200b567",
        "siti.aminah@contoh.go.id",
        "MW-7K3M2X9QHT4",
        "mw 7k3m2x9qht4",
    ],
)
def test_what_leads_to_a_person_is_left_out(personal: str) -> None:
    assert without_traces(f"Terima kasih {personal} ya") == "Terima kasih (dihapus) ya"


@pytest.mark.parametrize("words", ["Antre 15 menit, lalu 12345", "Bagus. 5 dari 5!", "2 hari"])
def test_other_words_stay(words: str) -> None:
    assert without_traces(words) == words


@given(st.text(max_size=60), st.from_regex(r"[0-9](?:[ .-]?[0-9]){5,15}", fullmatch=True))
def test_no_long_number_is_kept(around: str, number: str) -> None:
    assert number not in without_traces(around + number + around)


def test_no_requests_code_is_kept() -> None:
    codes = [new_case_id() for _ in range(200)]
    assert {without_traces(f"Untuk {code}, lancar") for code in codes} == {
        "Untuk (dihapus), lancar"
    }
