"""What an officer may answer at the desk, and what the answer leaves behind."""

from typing import Any

import pytest

from check_siak.desk_rules import (
    ANSWERS,
    RIGHT_TO_JUDGE,
    Answer,
    Said,
    answered_at_desk,
    asks_right,
    complaint,
    implied,
    possible,
)
from menwa.card import note_hash
from menwa.case import ANSWERED, CaseFile, Claim
from menwa.errors import AlreadyAnswered, Claimed
from menwa.types import Status
from tests.builders import (
    NOW,
    OFFICE,
    a_cleared_case,
    a_file,
    a_proven_case,
    a_wait,
    an_attempt,
    an_officer,
    staged,
)


def at_desk(reason: str = "gate_refused", **changes: Any) -> CaseFile:
    case = a_proven_case(status=Status.AT_DESK, reason=reason, **changes)
    return a_file(case, wait=a_wait(reason=reason))


def said(answer: Answer, **more: Any) -> Said:
    return Said(**{"answer": answer, "officer": an_officer()} | more)


def offered(reason: str, officer: str = "siti.aminah", **changes: Any) -> tuple[Answer, ...]:
    return possible(at_desk(reason, **changes), an_officer(officer))


@pytest.mark.parametrize(
    ("reason", "right", "asked"),
    [
        ("right_unknown", None, True),
        ("near_miss", None, True),
        ("other_holder", None, True),
        ("other_number", None, True),
        ("walk_in", None, True),
        ("right_unknown", "officer", False),
        ("gate_refused", None, False),
        ("SiakUnavailable", None, False),
    ],
)
def test_the_right_is_asked_where_it_is_in_doubt(
    reason: str, right: str | None, asked: bool
) -> None:
    assert asks_right(at_desk(reason, right=right)) is asked


def test_each_reason_has_the_answers_that_make_sense() -> None:
    assert offered("wrong_entry") == ("look_again", "reminded", "returned", "closed")
    assert offered("Unsettled", staged=staged()) == ("received", "send_again", "closed")
    assert offered("States.Timeout") == ("look_again", "returned", "closed")


@pytest.mark.parametrize("reason", [*ANSWERS, "gate_refused", "States.Timeout"])
def test_without_a_pdf_nothing_is_sent_or_confirmed(reason: str) -> None:
    assert not {"send_again", "pdf_confirmed", "pdf_refused"} & {*offered(reason)}


def test_what_takes_a_second_officer_is_not_offered_to_the_first() -> None:
    siti, rudi = "siti.aminah", "rudi.hartono"
    assert offered("walk_in", entered_by=siti) == ("returned", "closed")
    assert "look_again" in offered("walk_in", rudi, entered_by=siti)
    changed = offered("number_changed", number_by=siti, staged=staged())
    assert changed == ("look_again", "closed")


@pytest.mark.parametrize("reason", ANSWERS)
def test_every_reason_has_words_for_officers(reason: str) -> None:
    assert "Gangguan sistem" not in OFFICE.act(reason)


@pytest.mark.parametrize(
    ("right", "answer"), [("yes", "look_again"), ("no", "returned"), ("", None)]
)
def test_a_word_about_the_right_alone_is_an_answer(right: str, answer: str | None) -> None:
    assert implied(right) == answer


@pytest.mark.parametrize(
    ("reason", "answer", "wrong"),
    [
        ("right_unknown", said("look_again"), "right"),
        ("near_miss", said("look_again", right="no"), "right"),
        ("right_unknown", said("look_again", right="yes"), None),
        ("number_changed", said("send_again"), "right"),
        ("number_changed", said("look_again"), None),
        ("gate_refused", said("look_again"), None),
        ("right_unknown", said("returned", right="no"), None),
        ("right_unknown", said("returned"), "reason"),
        ("gate_refused", said("closed"), "reason"),
        ("gate_refused", said("closed", reason="Meninggal"), None),
    ],
)
def test_what_is_missing_is_named(reason: str, answer: Said, wrong: str | None) -> None:
    assert complaint(at_desk(reason), answer) == wrong


@pytest.mark.parametrize("role", ["entered_by", "number_by"])
def test_whoever_served_the_citizen_at_the_counter_is_no_second_person(role: str) -> None:
    file = at_desk("walk_in", staged=staged(), **{role: "siti.aminah"})
    other = an_officer("rudi.hartono")
    for answer in (said("look_again", right="yes"), said("pdf_confirmed")):
        assert complaint(file, answer) == "second_officer"
    assert complaint(file, said("look_again", right="yes", officer=other)) is None
    assert complaint(file, said("pdf_refused")) is None


@pytest.mark.parametrize(
    ("answer", "status", "step", "receiver", "outcome"),
    [
        ("look_again", Status.CHECKING, 2, "MENWA", "look_again"),
        ("send_again", Status.SENDING, 6, "Pengiriman", "send_again"),
        ("received", Status.DELIVERED, 2, "Pemohon", "delivered"),
        ("returned", Status.RETURNED, 2, "Pemohon", "returned"),
        ("closed", Status.CLOSED, 2, "Pemohon", "closed"),
    ],
)
def test_an_answer_moves_the_case_and_is_on_its_card(
    answer: Answer, status: Status, step: int, receiver: str, outcome: str
) -> None:
    file = answered_at_desk(at_desk(), said(answer, reason="Alasan"), NOW)
    assert (file.case.status, file.case.reason) == (status, answer)
    assert (file.case.ended_at == NOW) is status.ended
    entry = file.entries[0]
    assert (entry.step, entry.act, entry.handed_to) == (step, answer, receiver)
    assert (entry.holder, entry.paraf) == ("Meja petugas (Contoh Siti Aminah)", "SA")
    assert (file.notes, entry.note_hash) == ({1: "Alasan"}, note_hash("Alasan"))
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.answer) == (ANSWERED, {"answer": outcome})


@pytest.mark.parametrize("reason", sorted(RIGHT_TO_JUDGE))
def test_an_officer_who_confirms_the_right_stands_for_it(reason: str) -> None:
    file = answered_at_desk(at_desk(reason), said("look_again", right="yes"), NOW)
    assert file.case.right == "officer"
    assert file.entries[0].act == "right_confirmed"
    assert file.wait is not None
    assert file.wait.answer == {"answer": "look_again"}


def test_a_pdf_that_waited_for_the_right_alone_goes_at_once() -> None:
    case = a_cleared_case(status=Status.AT_DESK, reason="number_changed", right=None)
    before = a_file(case, wait=a_wait()).with_attempt(an_attempt(outcome="failed"))
    file = answered_at_desk(before, said("look_again", right="yes"), NOW)
    assert file.wait is not None
    assert file.wait.answer == {"answer": "send_again"}
    assert [attempt.outcome for attempt in file.attempts] == ["given_up"]


def test_who_has_no_right_gets_it_back_as_any_that_does_not_match() -> None:
    file = answered_at_desk(at_desk("right_unknown"), said("returned", right="no"), NOW)
    assert (file.case.status, file.case.reason) == (Status.RETURNED, "not_matched")
    assert file.case.right is None


@pytest.mark.parametrize("answer", ["returned", "closed"])
def test_a_request_that_ends_gives_no_right(answer: Answer) -> None:
    file = answered_at_desk(at_desk("right_unknown"), said(answer, reason="Salah"), NOW)
    assert file.case.right is None


def test_to_send_again_gives_up_the_try_before() -> None:
    before = at_desk(staged=staged()).with_attempt(an_attempt(outcome="accepted"))
    file = answered_at_desk(before, said("send_again"), NOW)
    assert [attempt.outcome for attempt in file.attempts] == ["given_up"]
    looked = answered_at_desk(before, said("look_again"), NOW)
    assert [attempt.outcome for attempt in looked.attempts] == ["accepted"]
    held = before.with_attempt(an_attempt(outcome="delivered"))
    again = answered_at_desk(held, said("send_again"), NOW)
    assert [attempt.outcome for attempt in again.attempts] == ["delivered"]


def test_a_reminder_leaves_the_case_waiting() -> None:
    file = answered_at_desk(at_desk("wrong_entry"), said("reminded"), NOW)
    assert file.wait is not None
    assert (file.wait.answer, file.wait.reminded_at) == (None, NOW)
    assert file.entries[-1].act == "reminded"


def to_confirm(**changes: Any) -> CaseFile:
    known = {"status": Status.AT_DESK, "reason": "pdf_to_confirm"}
    unread = staged(text_holds=False, pages=1)
    return a_file(a_cleared_case(**{**known, "staged": unread, **changes}), wait=a_wait())


def test_a_pdf_that_an_officer_confirms_leaves() -> None:
    file = answered_at_desk(to_confirm(), said("pdf_confirmed", pdf="a" * 64), NOW)
    assert file.case.staged is not None
    assert file.case.staged.confirmed_by == "siti.aminah"
    assert [entry.act for entry in file.entries] == ["pdf_confirmed"]
    assert file.wait is not None
    assert file.wait.answer == {"answer": "staged"}


def test_what_was_seen_of_one_pdf_says_nothing_of_another_that_came_meanwhile() -> None:
    file = to_confirm()
    for answer in ("pdf_confirmed", "pdf_refused"):
        assert answered_at_desk(file, said(answer, pdf="b" * 64), NOW) is file


def test_a_confirmed_pdf_still_waits_for_the_right() -> None:
    file = answered_at_desk(to_confirm(right=None), said("pdf_confirmed", pdf="a" * 64), NOW)
    assert file.wait is not None
    assert (file.wait.answer, file.wait.reason) == (None, "right_unknown")


def test_a_pdf_that_is_another_document_is_dropped_from_the_case() -> None:
    file = answered_at_desk(to_confirm(), said("pdf_refused", pdf="a" * 64), NOW)
    assert file.case.staged is None
    assert file.wait is not None
    assert (file.wait.answer, file.wait.reason) == (None, "pdf_awaited")


@pytest.mark.parametrize(
    "file",
    [
        a_file(),
        a_file(wait=a_wait(waiting_for="gate")),
        at_desk().answered({"answer": "closed"}, NOW),
    ],
)
@pytest.mark.parametrize("answer", ["look_again", "reminded", "pdf_confirmed"])
def test_who_does_not_wait_at_the_desk_gets_no_answer_there(file: CaseFile, answer: Answer) -> None:
    with pytest.raises(AlreadyAnswered):
        answered_at_desk(file, said(answer), NOW)


@pytest.mark.parametrize("answer", ["look_again", "reminded", "pdf_confirmed"])
def test_what_another_officer_works_on_is_theirs_to_answer(answer: Answer) -> None:
    claim = Claim(officer="rudi.hartono", name="Contoh Rudi Hartono", until=NOW.replace(hour=4))
    file = a_file(to_confirm().case, wait=a_wait(claim=claim))
    with pytest.raises(Claimed):
        answered_at_desk(file, said(answer), NOW)
    later = NOW.replace(hour=4)
    assert answered_at_desk(file, said(answer, pdf="a" * 64), later).entries
