"""WhatsApp says that the phone has the PDF; whoever is asked then need not answer any more."""

from datetime import timedelta
from typing import Any

import pytest

from menwa.case import CaseFile
from menwa.delivery import delivered, has_arrived, mark_of, went_elsewhere
from menwa.types import Status
from tests.builders import NOW, PHONE, a_cleared_case, a_file, a_wait, an_attempt


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("whatsapp", {"answer": "delivered"}),
        ("desk", {"answer": "delivered"}),
        ("siak", {"found": "signed", "reason": "none"}),
    ],
)
def test_whoever_is_asked_gets_the_answer_that_their_state_reads(
    asked: str, answer: dict[str, Any]
) -> None:
    attempts = (an_attempt(outcome="delivered"),)
    file = delivered(a_file(a_cleared_case(), wait=a_wait(asked=asked), attempts=attempts), NOW)
    assert file.wait is not None
    assert file.wait.answer == answer
    assert (file.case.status, file.case.ended_at) == (Status.DELIVERED, NOW)
    assert [entry.act for entry in file.entries] == ["delivered"]


def sent(outcome: str = "delivered", to: str | None = PHONE, **changes: Any) -> CaseFile:
    attempt = an_attempt(outcome=outcome, to=mark_of(to) if to else None)
    return a_file(a_cleared_case(**changes), wait=a_wait(), attempts=(attempt,))


def test_it_has_arrived_once_the_proven_phone_has_it() -> None:
    assert has_arrived(sent())
    assert not has_arrived(sent(outcome="accepted"))
    assert not has_arrived(sent(to="+6281111111111"))
    assert not has_arrived(a_file(a_cleared_case()))


def test_what_arrived_while_nobody_knows_the_right_has_yet_to_be_judged() -> None:
    assert not has_arrived(sent(right=None))


def test_what_has_not_arrived_leaves_the_question_open() -> None:
    before = sent(to="+6281111111111")
    assert delivered(before, NOW) == before


@pytest.mark.parametrize(("minutes", "elsewhere"), [(-5, False), (5, True)])
def test_a_try_of_before_marks_were_kept_went_where_the_number_was_then(
    minutes: int, elsewhere: bool
) -> None:
    file = sent(to=None).handed_over(
        step=1,
        act="number_changed",
        holder="Pemohon",
        paraf="-",
        to="Meja petugas",
        now=NOW + timedelta(minutes=minutes),
        occasion="number:x",
    )
    assert went_elsewhere(file) == elsewhere


def test_a_mark_is_short_and_not_the_number() -> None:
    assert mark_of(PHONE) != mark_of("+6281111111111")
    assert len(mark_of(PHONE)) == 16
