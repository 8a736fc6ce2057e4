"""Each change of a case is a new file; the old one stays as it was."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel

from menwa.card import Entry
from menwa.case import ANSWERED, Attempt, Case, CaseFile, Wait
from menwa.case_items import Code
from menwa.cases import Link
from menwa.errors import AlreadyAnswered
from menwa.recipient import Recipient
from menwa.types import Status
from menwa.visit import Visit
from tests.builders import NOW, a_case, a_file, a_wait, an_attempt


def handed_over(file: CaseFile, occasion: str, **more: Any) -> CaseFile:
    known: dict[str, Any] = {
        "step": 2,
        "act": "unsigned",
        "holder": "MENWA",
        "paraf": "MENWA",
        "to": "Kepala Seksi",
        "now": NOW + timedelta(hours=1),
    }
    return file.handed_over(occasion=occasion, **known | more)


def test_a_change_leaves_the_file_before_it_alone() -> None:
    file = a_file()
    handed_over(file.updated(status=Status.AT_DESK).opened(a_wait()), "look:1", note="catatan")
    assert file == a_file()


def test_an_answer_waits_for_the_next_step_with_its_token() -> None:
    answered = a_file(wait=a_wait(waiting_for="kasi-identitas")).answered({"answer": "signed"}, NOW)
    assert answered.wait == a_wait(waiting_for=ANSWERED, answer={"answer": "signed"})


def test_an_answer_waits_since_it_was_given() -> None:
    later = NOW + timedelta(days=3)
    answered = a_file(wait=a_wait(since=NOW)).answered({"answer": "signed"}, later)
    assert answered.wait is not None
    assert answered.wait.since == later


def test_a_question_takes_one_answer() -> None:
    answered = a_file(wait=a_wait()).answered({"answer": "signed"}, NOW)
    with pytest.raises(AlreadyAnswered):
        answered.answered({"answer": "submitted"}, NOW)


def test_a_case_that_asks_nobody_takes_no_answer() -> None:
    with pytest.raises(AlreadyAnswered):
        a_file().answered({"answer": "signed"}, NOW)


def test_the_same_hand_over_stands_on_the_card_once() -> None:
    once = handed_over(a_file(), "look:1")
    assert handed_over(once, "look:1", act="signed", note="lain") == once
    assert len(handed_over(once, "look:2").entries) == 2


def test_who_hands_over_received_it_when_the_one_before_handed_over() -> None:
    first = handed_over(a_file(a_case(created_at=NOW)), "look:1", now=NOW + timedelta(hours=1))
    second = handed_over(first, "look:2", now=NOW + timedelta(hours=2))
    assert [entry.received_at for entry in second.entries] == [NOW, NOW + timedelta(hours=1)]


def test_a_note_is_filed_under_its_entrys_number() -> None:
    file = handed_over(handed_over(a_file(), "look:1"), "look:2", note="catatan")
    assert file.notes == {2: "catatan"}
    assert file.entries[0].note_hash is None


def test_the_case_remembers_the_end_of_its_card() -> None:
    file = handed_over(handed_over(a_file(), "look:1"), "look:2")
    assert (file.case.card_length, file.case.card_head) == (2, file.entries[1].hash)


def test_an_attempt_takes_the_place_of_its_earlier_self() -> None:
    file = a_file(attempts=(an_attempt(), an_attempt(number=2)))
    after = file.with_attempt(an_attempt(number=2, outcome="accepted"))
    assert after.attempts == (an_attempt(), an_attempt(number=2, outcome="accepted"))
    assert after.last_attempt == an_attempt(number=2, outcome="accepted")
    assert a_file().last_attempt is None


def test_an_older_attempt_that_is_heard_of_late_does_not_become_the_last() -> None:
    file = a_file(attempts=(an_attempt(outcome="given_up"), an_attempt(number=2)))
    after = file.with_attempt(an_attempt(outcome="delivered"))
    assert after.last_attempt == an_attempt(number=2)


def test_a_rerun_of_a_visit_sends_the_recorded_answer_with_its_own_token() -> None:
    visit = Visit(case_id="MW-00000000000", visit=a_wait().visit, token="new-token")
    answered = a_file(wait=a_wait()).answered({"answer": "signed"}, NOW)
    assert visit.already_answered(answered)
    taken = visit.taken_up(answered).wait
    assert taken is not None
    assert (taken.token, taken.answer) == ("new-token", {"answer": "signed"})


@pytest.mark.parametrize(
    "file",
    [
        a_file(),
        a_file(wait=a_wait()),
        a_file(wait=a_wait(visit="earlier")).answered({"answer": "signed"}, NOW),
    ],
)
def test_what_another_visit_answered_is_not_this_ones_answer(file: CaseFile) -> None:
    visit = Visit(case_id="MW-00000000000", visit=a_wait().visit, token="new-token")
    assert not visit.already_answered(file)


@pytest.mark.parametrize("model", [Case, Wait, Attempt, Entry, Code, Link, Recipient])
def test_what_may_be_missing_is_missing_in_the_table_too(model: type[BaseModel]) -> None:
    """What is None is not stored: a field that may be None must not be required."""
    maybe = {name for name, field in model.model_fields.items() if "None" in str(field.annotation)}
    assert {name for name in maybe if model.model_fields[name].is_required()} == set()
