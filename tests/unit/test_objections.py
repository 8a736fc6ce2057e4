"""Wrong data, or not mine: what whoever got the PDF says brings it to the desk, once."""

from datetime import timedelta

import pytest

from check_siak.ask_desk import DeskVisit, at_the_desk
from check_siak.desk_answers import Given, given
from check_siak.desk_queue import queue_of
from check_siak.objection_answers import objects
from check_siak.screen import on_screen
from menwa.case import DESK, CaseFile, Claim, Wait
from menwa.errors import AlreadyAnswered, Claimed
from menwa.objections import NOT_MINE, WRONG_DATA, Kind, notice_due, objected
from menwa.types import Status
from send_pdf.rules import what_forbids_sending
from tests.builders import (
    NOW,
    OFFICE,
    SECOND_RUN,
    a_cleared_case,
    a_delivered_file,
    a_file,
    a_proven_case,
    a_wait,
    an_attempt,
    an_officer,
)

LATER = NOW + timedelta(hours=1)


def given_by(file: CaseFile, answer: str, reason: str = "", officer: str = "siti.aminah") -> Given:
    fields = {"answer": answer, "reason": reason, "screen": on_screen(file)}
    return given(file, fields, an_officer(officer), OFFICE, LATER + timedelta(hours=1))


def answered(file: CaseFile, answer: str, reason: str = "", **by: str) -> CaseFile:
    said = given_by(file, answer, reason, **by)
    assert said.decide is not None
    return said.decide(file)


def missing(file: CaseFile, answer: str) -> list[str]:
    return list(given_by(file, answer).errors)


def waits(file: CaseFile) -> Wait:
    assert file.wait is not None
    return file.wait


def test_wrong_data_waits_at_the_desk_with_the_citizens_words() -> None:
    after = objected(a_delivered_file(), WRONG_DATA, "Nama ibu keliru", LATER)
    assert (waits(after).waiting_for, waits(after).token, waits(after).reason) == (
        DESK,
        "",
        WRONG_DATA,
    )
    assert (after.case.status, after.case.ended_at) == (Status.AT_DESK, None)
    assert (after.case.frozen_at, after.case.held_by) == (None, "Meja petugas")
    assert after.notes[after.entries[-1].sequence] == "Nama ibu keliru"


def test_not_mine_stops_all_sending_at_once() -> None:
    after = objected(a_delivered_file(), NOT_MINE, "", LATER)
    assert after.case.frozen_at == LATER
    assert what_forbids_sending(after.case) == ("frozen",)
    assert notice_due(LATER) == LATER + timedelta(days=3)


@pytest.mark.parametrize("kind", [WRONG_DATA, NOT_MINE])
def test_a_second_tap_changes_nothing(kind: Kind) -> None:
    once = objected(a_delivered_file(), kind, "", LATER)
    assert objected(once, kind, "lagi", LATER + timedelta(minutes=1)) is once


def test_whose_data_is_wrong_may_still_say_that_it_is_not_theirs() -> None:
    first = objected(a_delivered_file(), WRONG_DATA, "", LATER)
    then = objected(first, NOT_MINE, "", LATER + timedelta(minutes=1))
    assert (waits(then).reason, then.case.reason) == (NOT_MINE, NOT_MINE)
    assert objected(then, WRONG_DATA, "", LATER) is then
    assert on_screen(first) != on_screen(then)


@pytest.mark.parametrize("kind", [WRONG_DATA, NOT_MINE])
def test_what_was_never_sent_cannot_be_objected_to(kind: Kind) -> None:
    with pytest.raises(AlreadyAnswered):
        objected(a_file(a_proven_case(), wait=a_wait()), kind, "", LATER)


def test_what_is_under_way_again_is_stopped_and_brought_to_the_desk() -> None:
    sent = an_attempt(outcome="delivered", run=1)
    again = a_file(
        a_cleared_case(run=2),
        wait=a_wait(waiting_for="delivery", asked="whatsapp"),
        attempts=(sent,),
    )
    after = objected(again, NOT_MINE, "", LATER)
    assert waits(after).answer == {"error": NOT_MINE}
    visit = DeskVisit(
        case_id=after.case.id, run=SECOND_RUN, visit="v2", token="task-token", reason=NOT_MINE
    )
    at_desk = at_the_desk(after, visit, LATER)
    assert objects(at_desk)
    assert (waits(at_desk).token, waits(at_desk).reason) == ("task-token", NOT_MINE)
    assert waits(answered(at_desk, "wrong_recipient", "Ditelepon")).answer == {"answer": "closed"}
    assert waits(answered(at_desk, "rightly_theirs")).answer == {"answer": "look_again"}


def test_whatever_else_brings_it_to_the_desk_it_is_their_word_that_waits() -> None:
    frozen = a_file(a_cleared_case(run=2, frozen_at=NOW))
    case_id = frozen.case.id
    visit = DeskVisit(
        case_id=case_id, run=SECOND_RUN, visit="v2", token="task-token", reason="NotCleared"
    )
    assert waits(at_the_desk(frozen, visit, LATER)).reason == NOT_MINE


def test_data_that_was_mended_is_looked_up_anew() -> None:
    file = objected(a_delivered_file(), WRONG_DATA, "Nama", LATER)
    after = answered(file, "data_corrected")
    assert (after.case.run, after.case.status, waits(after).waiting_for) == (2, "checking", "start")
    assert (after.case.found, after.case.staged, after.case.right) == (None, None, None)
    assert after.entries[-1].paraf == "SA"


def test_data_that_is_right_takes_an_explanation_and_stays_delivered() -> None:
    file = objected(a_delivered_file(), WRONG_DATA, "Nama", LATER)
    assert missing(file, "data_right") == ["reason"]
    after = answered(file, "data_right", "Sesuai akta nikah.")
    assert (after.case.status, after.case.ended_at, after.wait) == (Status.DELIVERED, NOW, None)


def test_a_pdf_that_went_wrong_is_closed_and_stays_recorded() -> None:
    file = objected(a_delivered_file(), NOT_MINE, "", LATER)
    assert missing(file, "wrong_recipient") == ["reason"]
    after = answered(file, "wrong_recipient", "Kedua pihak ditelepon")
    assert (after.case.status, after.case.reason) == (Status.CLOSED, "wrong_recipient")
    assert (after.case.frozen_at, after.wait) == (LATER, None)


def test_what_is_theirs_after_all_goes_on_as_before() -> None:
    file = objected(a_delivered_file(), NOT_MINE, "", LATER)
    after = answered(file, "rightly_theirs")
    assert (after.case.status, after.case.frozen_at, after.wait) == (Status.DELIVERED, None, None)


def test_who_entered_a_walk_in_does_not_say_that_the_pdf_is_theirs() -> None:
    file = objected(a_delivered_file(entered_by="siti.aminah"), NOT_MINE, "", LATER)
    assert missing(file, "rightly_theirs") == ["right"]
    assert answered(file, "rightly_theirs", officer="sari.dewi").case.frozen_at is None


def test_neither_kind_takes_the_others_answers() -> None:
    file = objected(a_delivered_file(), NOT_MINE, "", LATER)
    assert missing(file, "data_corrected") == ["answer"]
    assert missing(file, "send_again") == ["answer"]


def test_another_officers_claim_holds() -> None:
    file = objected(a_delivered_file(), NOT_MINE, "", LATER)
    claim = Claim(officer="sari.dewi", name="Sari", until=LATER + timedelta(hours=3))
    wait = waits(file).model_copy(update={"claim": claim})
    with pytest.raises(Claimed):
        answered(file.opened(wait), "wrong_recipient", "x")


def test_in_the_queue_what_may_have_reached_a_stranger_comes_first() -> None:
    old = a_file(a_proven_case(proven_at=NOW - timedelta(days=2)), wait=a_wait())
    theirs = objected(a_delivered_file(), NOT_MINE, "", LATER)
    queue = queue_of([old, theirs], "", OFFICE, "siti.aminah", LATER)
    assert [row.group for row in queue.rows] == [NOT_MINE, "other"]
    assert queue.counts[NOT_MINE] == 1
    assert next(iter(queue.counts)) == NOT_MINE
    assert queue.rows[0].notice == OFFICE.local(LATER + timedelta(hours=72))
