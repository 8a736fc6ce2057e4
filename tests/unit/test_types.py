"""Case ids, proof codes, and what counts as a NIK or a phone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from menwa.types import (
    CROCKFORD,
    CaseId,
    Nik,
    Phone,
    Status,
    as_proof_code,
    new_case_id,
    new_proof_code,
)

CASE_IDS: TypeAdapter[str] = TypeAdapter(CaseId)
NIKS: TypeAdapter[str] = TypeAdapter(Nik)
PHONES: TypeAdapter[str] = TypeAdapter(Phone)
drawn = st.builds(new_case_id)


def fits(kind: TypeAdapter[str], text: str) -> bool:
    try:
        kind.validate_python(text)
    except ValidationError:
        return False
    return True


def test_a_new_case_id_may_stand_in_a_url_and_is_its_own_name() -> None:
    for _ in range(200):
        case_id = new_case_id()
        assert re.fullmatch(rf"MW-[{CROCKFORD}]{{11}}", case_id)
        assert CASE_IDS.validate_python(case_id) == case_id


def test_case_ids_are_not_drawn_twice() -> None:
    assert len({new_case_id() for _ in range(1000)}) == 1000


@given(drawn)
def test_a_case_id_is_known_however_it_is_typed(case_id: str) -> None:
    body = case_id.removeprefix("MW-")
    for typed in (
        case_id.lower(),
        f"  {case_id} ",
        case_id.replace("-", ""),
        f"mw {body[:5]} {body[5:]}",
        case_id.replace("0", "O").replace("1", "l"),
        case_id.replace("0", "o").replace("1", "I"),
    ):
        assert CASE_IDS.validate_python(typed) == case_id


@given(drawn, st.integers(3, 12))
def test_two_neighbours_that_changed_places_are_noticed(case_id: str, at: int) -> None:
    typed = case_id[:at] + case_id[at + 1] + case_id[at] + case_id[at + 2 :]
    assert fits(CASE_IDS, typed) == (typed == case_id)


@given(drawn, st.integers(3, 13), st.sampled_from(CROCKFORD))
def test_one_wrong_character_is_noticed(case_id: str, at: int, wrong: str) -> None:
    typed = case_id[:at] + wrong + case_id[at + 1 :]
    assert fits(CASE_IDS, typed) == (typed == case_id)


@pytest.mark.parametrize(
    "text", ["", "MW-", "MW-0000000000", "MW-000000000000", "MW-0000000000U", "MW-!!!!!!!!!!0"]
)
def test_what_is_no_case_id_is_refused(text: str) -> None:
    assert not fits(CASE_IDS, text)


def test_a_refused_case_id_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(CaseId, config={"hide_input_in_errors": True}).validate_python("MW-RAHASIA")
    assert "RAHASIA" not in str(refused.value)


def test_a_new_proof_code_reads_as_itself() -> None:
    for _ in range(200):
        code = new_proof_code()
        assert re.fullmatch(rf"[{CROCKFORD}]{{8}}", code)
        assert as_proof_code(code) == code


@pytest.mark.parametrize("typed", ["ab12 cd34", "AB12-CD34", "aB12cD34", "ABI2 CD34", "abl2-cd34"])
def test_a_proof_code_is_known_however_it_is_typed(typed: str) -> None:
    assert as_proof_code(typed) == "AB12CD34"


def test_a_proof_code_takes_the_letter_o_for_a_nought() -> None:
    assert as_proof_code("oO00OOOO") == "00000000"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("9971014209770001", True),
        ("997101420977000", False),
        ("99710142097700011", False),
        ("997101420977000A", False),
        ("9971014209770001\n", False),
        (" 9971014209770001", False),
        ("٩971014209770001", False),
    ],
)
def test_a_nik_is_sixteen_digits(text: str, right: bool) -> None:
    assert fits(NIKS, text) is right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("+6289900000101", True),
        ("+12025550123", True),
        ("6289900000101", False),
        ("+0899000001", False),
        ("+628", False),
        ("+6281234567890123", False),
        ("+62 899 0000 0101", False),
        ("+628990000010\u0661", False),
    ],
)
def test_a_phone_is_written_as_e_164_has_it(text: str, right: bool) -> None:
    assert fits(PHONES, text) is right


def test_only_three_states_end_a_case() -> None:
    ended = {status for status in Status if status.ended}
    assert ended == {Status.DELIVERED, Status.RETURNED, Status.CLOSED}
