"""A citizen may take a request back until its PDF may have left."""

from datetime import timedelta

import pytest

from menwa.asking_again import asked_again
from menwa.case import Case, Outcome
from menwa.errors import AlreadyAnswered, Withdrawn
from menwa.types import Status
from menwa.visit import Visit
from menwa.withdrawal import can_withdraw, is_withdrawn, withdrawn
from tests.builders import CASE_ID, NOW, OFFICE, a_case, a_file, a_proven_case, a_wait, an_attempt

LATER = NOW + timedelta(minutes=5)


def test_whoever_is_asked_need_not_answer_any_more() -> None:
    after = withdrawn(a_file(a_proven_case(), wait=a_wait()), LATER)
    assert after.wait is not None
    assert after.wait.answer == {"error": "Withdrawn"}
    assert is_withdrawn(after.case)
    assert after.case.ended_at == LATER
    assert [entry.act for entry in after.entries] == ["withdrawn"]


def test_without_an_open_question_the_case_alone_says_so() -> None:
    after = withdrawn(a_file(a_proven_case()), LATER)
    assert after.wait is None
    assert is_withdrawn(after.case)


def test_an_answer_on_its_way_stays() -> None:
    answered = a_wait(answer={"answer": "signed"})
    after = withdrawn(a_file(a_proven_case(), wait=answered), LATER)
    assert after.wait == answered
    assert is_withdrawn(after.case)


def test_a_second_time_changes_nothing() -> None:
    once = withdrawn(a_file(a_proven_case()), LATER)
    assert withdrawn(once, LATER + timedelta(hours=1)) is once


@pytest.mark.parametrize("outcome", ["intended", "accepted", "delivered"])
def test_what_may_have_left_cannot_be_taken_back(outcome: Outcome) -> None:
    file = a_file(a_proven_case(), wait=a_wait(), attempts=(an_attempt(outcome=outcome),))
    assert not can_withdraw(file)
    with pytest.raises(AlreadyAnswered):
        withdrawn(file, LATER)


@pytest.mark.parametrize("case", [a_case(), a_proven_case(status=Status.RETURNED)])
def test_neither_can_what_is_unproven_or_over(case: Case) -> None:
    with pytest.raises(AlreadyAnswered):
        withdrawn(a_file(case), LATER)


def test_what_was_asked_for_once_more_is_delivered_as_before() -> None:
    sent = an_attempt(outcome="delivered", run=1, at=NOW)
    file = a_file(a_proven_case(run=2), wait=a_wait(), attempts=(sent,))
    after = withdrawn(file, LATER)
    assert (after.case.status, after.case.reason) == (Status.DELIVERED, None)
    assert after.case.ended_at == NOW
    assert after.wait is not None
    assert after.wait.answer == {"error": "Withdrawn"}
    assert [entry.act for entry in after.entries] == ["withdrawn"]


def test_no_step_of_the_run_that_was_taken_back_goes_on() -> None:
    sent = an_attempt(outcome="delivered", run=1)
    file = a_file(a_proven_case(run=2), attempts=(sent,))
    step = Visit(case_id=CASE_ID, visit="v", token="t", run=f"{CASE_ID}-2")
    assert step.wanted(file) is file
    after = withdrawn(file, LATER)
    with pytest.raises(Withdrawn):
        step.wanted(after)
    again = asked_again(after, OFFICE, LATER)
    assert again.case.run > after.case.run


def test_a_try_of_an_earlier_run_does_not_stand_in_the_way() -> None:
    sent = an_attempt(outcome="delivered", run=1)
    assert can_withdraw(a_file(a_proven_case(run=2), attempts=(sent,)))
