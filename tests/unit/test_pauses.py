"""A PDF that has to wait goes on by itself, or comes to somebody who sees it."""

from datetime import timedelta
from typing import Any

import pytest

from menwa.case import DELIVERY, LATER, CaseFile
from menwa.pauses import PAUSED, paused, proof_is_stale, resumed, still_theirs
from menwa.visit import Visit
from send_pdf.rules import later, pauses_still
from tests.builders import CASE_ID, NOW, a_cleared_case, a_file, a_wait

VISIT = Visit(case_id=CASE_ID, visit="2026-11-23T03:00:00Z", token="task-token")
MONTH = timedelta(days=30, seconds=1)


def waits(until: Any = None, **changes: Any) -> CaseFile:
    return later(a_file(a_cleared_case(**changes)), VISIT, PAUSED, NOW, until)


def answer_of(file: CaseFile) -> dict[str, Any] | None:
    assert file.wait is not None
    return file.wait.answer


@pytest.mark.parametrize(("minutes", "answer"), [(1, None), (2, {"error": "Released"})])
def test_a_pause_ends_when_its_time_has_come(minutes: int, answer: dict[str, Any] | None) -> None:
    file = waits(NOW + timedelta(minutes=2))
    assert answer_of(resumed(file, NOW + timedelta(minutes=minutes))) == answer


def test_what_waits_for_something_else_is_left_alone() -> None:
    file = a_file(wait=a_wait(waiting_for=DELIVERY))
    assert resumed(file, NOW + MONTH) is file
    assert resumed(a_file(), NOW) == a_file()


@pytest.mark.parametrize(
    ("heard", "stale"), [(None, True), (timedelta(days=1), False), (timedelta(), True)]
)
def test_after_a_month_of_silence_a_proof_is_stale(heard: timedelta | None, stale: bool) -> None:
    case = a_cleared_case(heard_at=None if heard is None else NOW + heard)
    assert proof_is_stale(case, NOW + MONTH) == stale
    assert not proof_is_stale(case, NOW + timedelta(days=30))


@pytest.mark.parametrize(("days", "answer"), [(0, None), (2, None), (3, {"error": "ProofStale"})])
def test_a_citizen_who_says_nothing_is_the_desks_to_call(
    days: int, answer: dict[str, Any] | None
) -> None:
    file = waits(proven_at=NOW - MONTH)
    assert answer_of(resumed(file, NOW + timedelta(days=days))) == answer


def test_a_tap_sends_it_on_its_way() -> None:
    after = still_theirs(waits(proven_at=NOW - MONTH), NOW)
    assert answer_of(after) == {"error": "Released"}
    assert after.case.heard_at == NOW


def test_any_word_from_the_phone_does_as_well() -> None:
    assert answer_of(resumed(waits(proven_at=NOW - MONTH, heard_at=NOW), NOW)) == {
        "error": "Released"
    }


def test_a_rerun_of_the_same_visit_waits_on() -> None:
    file, another = waits(NOW + timedelta(hours=1)), VISIT.model_copy(update={"visit": "later"})
    assert pauses_still(file, VISIT, NOW)
    assert not pauses_still(file, VISIT, NOW + timedelta(hours=1))
    assert not pauses_still(file, another, NOW)
    assert not pauses_still(waits(), VISIT, NOW)


def test_a_pause_keeps_the_token() -> None:
    wait = paused(a_wait(waiting_for=DELIVERY), PAUSED, NOW, NOW)
    assert (wait.waiting_for, wait.token, wait.reason) == (LATER, "task-token", PAUSED)
