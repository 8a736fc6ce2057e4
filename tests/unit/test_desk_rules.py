"""What an officer may answer at the desk, and what the answer leaves behind."""

from typing import Any

import pytest

from check_siak.desk_rules import Answer, Said, answered_at_desk, complaint, needs_right, possible
from menwa.card import note_hash
from menwa.case import ANSWERED, CaseFile
from menwa.errors import AlreadyAnswered
from menwa.types import Status
from tests.builders import NOW, a_file, a_proven_case, a_wait, an_attempt, found, staged


def at_desk(reason: str = "gate_refused", **changes: Any) -> CaseFile:
    case = a_proven_case(status=Status.AT_DESK, reason=reason, **changes)
    return a_file(case, wait=a_wait())


def said(answer: Answer, **more: Any) -> Said:
    return Said(**{"answer": answer, "officer": "siti-aminah", "right": False, "reason": ""} | more)


@pytest.mark.parametrize(
    ("reason", "right", "asked"),
    [
        ("right_unknown", None, True),
        ("near_miss", None, True),
        ("right_unknown", "officer", False),
        ("gate_refused", None, False),
        ("SiakUnavailable", None, False),
    ],
)
def test_the_right_is_asked_where_it_is_in_doubt(
    reason: str, right: str | None, asked: bool
) -> None:
    assert needs_right(at_desk(reason, right=right)) is asked


def test_only_a_staged_pdf_may_be_sent_again() -> None:
    assert possible(at_desk()) == ("look_again", "returned", "closed")
    with_pdf = at_desk(staged=staged(), found=found())
    assert possible(with_pdf) == ("look_again", "send_again", "returned", "closed")


@pytest.mark.parametrize(
    ("reason", "answer", "wrong"),
    [
        ("right_unknown", said("look_again"), "right"),
        ("near_miss", said("look_again"), "right"),
        ("right_unknown", said("look_again", right=True), None),
        ("gate_refused", said("look_again"), None),
        ("right_unknown", said("returned", reason="Bukan keluarga"), None),
        ("right_unknown", said("returned"), "reason"),
        ("gate_refused", said("closed"), "reason"),
        ("gate_refused", said("closed", reason="Meninggal"), None),
        ("gate_refused", said("send_again"), None),
    ],
)
def test_what_is_missing_is_named(reason: str, answer: Said, wrong: str | None) -> None:
    assert complaint(at_desk(reason), answer) == wrong


@pytest.mark.parametrize(
    ("answer", "status", "step", "receiver", "ended"),
    [
        ("look_again", Status.CHECKING, 2, "MENWA", False),
        ("send_again", Status.SENDING, 6, "Pengiriman", False),
        ("returned", Status.RETURNED, 2, "Pemohon", True),
        ("closed", Status.CLOSED, 2, "Pemohon", True),
    ],
)
def test_an_answer_moves_the_case_and_is_on_its_card(
    answer: Answer, status: Status, step: int, receiver: str, ended: bool
) -> None:
    file = answered_at_desk(at_desk(), said(answer, reason="Alasan"), NOW)
    assert (file.case.status, file.case.reason) == (status, answer)
    assert (file.case.ended_at == NOW) is ended
    entry = file.entries[0]
    assert (entry.step, entry.act, entry.handed_to) == (step, answer, receiver)
    assert (entry.holder, entry.paraf) == ("Meja petugas (siti-aminah)", "SA")
    assert (file.notes, entry.note_hash) == ({1: "Alasan"}, note_hash("Alasan"))
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.answer) == (ANSWERED, {"answer": answer})


def test_an_officer_who_confirms_the_right_stands_for_it() -> None:
    file = answered_at_desk(at_desk("right_unknown"), said("look_again", right=True), NOW)
    assert file.case.right == "officer"
    assert file.entries[0].act == "right_confirmed"


@pytest.mark.parametrize(
    ("reason", "answer"),
    [
        ("gate_refused", said("look_again", right=True)),
        ("right_unknown", said("returned", right=True, reason="Salah")),
        ("right_unknown", said("closed", right=True, reason="Salah")),
    ],
)
def test_a_right_that_was_not_asked_for_is_not_given(reason: str, answer: Said) -> None:
    file = answered_at_desk(at_desk(reason), answer, NOW)
    assert file.case.right is None
    assert file.entries[0].act == answer.answer


def test_to_send_again_gives_up_the_try_before() -> None:
    before = at_desk(staged=staged()).with_attempt(an_attempt(outcome="accepted"))
    file = answered_at_desk(before, said("send_again"), NOW)
    assert [attempt.outcome for attempt in file.attempts] == ["given_up"]
    looked = answered_at_desk(before, said("look_again"), NOW)
    assert [attempt.outcome for attempt in looked.attempts] == ["accepted"]
    held = before.with_attempt(an_attempt(outcome="delivered"))
    again = answered_at_desk(held, said("send_again"), NOW)
    assert [attempt.outcome for attempt in again.attempts] == ["delivered"]


@pytest.mark.parametrize(
    "file",
    [
        a_file(),
        a_file(wait=a_wait(waiting_for="gate")),
        at_desk().answered({"answer": "closed"}, NOW),
    ],
)
def test_who_does_not_wait_at_the_desk_gets_no_answer_there(file: CaseFile) -> None:
    with pytest.raises(AlreadyAnswered):
        answered_at_desk(file, said("look_again"), NOW)


@pytest.mark.parametrize(
    ("officer", "paraf"),
    [
        ("sari.dewi", "SD"),
        ("siti-aminah", "SA"),
        ("budi", "B"),
        ("ani b c d e", "ABCD"),
        ("Siti Nur", "SN"),
    ],
)
def test_an_officers_paraf_is_their_initials(officer: str, paraf: str) -> None:
    assert said("closed", officer=officer).paraf == paraf
