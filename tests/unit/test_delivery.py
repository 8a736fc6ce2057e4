"""WhatsApp says that the phone has the PDF; whoever is asked then need not answer any more."""

from typing import Any

import pytest

from menwa.delivery import delivered
from menwa.types import Status
from tests.builders import NOW, a_cleared_case, a_file, a_wait, an_attempt


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
