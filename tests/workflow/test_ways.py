"""Every way of a request through the procedure, as the SOP's table has it."""

from collections.abc import Sequence

import pytest

from menwa.types import LEVELS, Level, Status
from tests.workflow.play import Play, Request

pytestmark = pytest.mark.xdist_group("workflow ways")
LOOK = ["CheckSiak", "Found"]
SENT = [*LOOK, "SendPdf", "Delivered"]
BUDGET: dict[Level, int] = {"kasi": 10, "kabid": 12, "kadis": 14}
ASKED: dict[Level, list[str]] = {
    "kasi": ["AskKasi", "Answered"],
    "kabid": ["AskKabid", "Answered"],
    "kadis": ["AskKadis", "Answered"],
}


def submitted_by(request: Request, levels: Sequence[Level]) -> list[str]:
    """They answer in turn; the states that this takes."""
    for level in levels:
        assert request.official(level, "submitted") == 200
    return [state for level in levels for state in ASKED[level]]


def test_a_signed_document_is_sent(play: Play) -> None:
    request = play.begin("dok-001")
    assert request.states() == ["Receive", *SENT]
    assert play.stage.transitions(request.id) <= 6
    assert request.pdfs == [play.stage.signed_by_siak("dok-001")]
    assert request.file.case.status is Status.DELIVERED


@pytest.mark.parametrize("level", LEVELS)
def test_each_official_may_say_that_it_is_signed(play: Play, level: Level) -> None:
    request = play.begin("dok-001", signed=False)
    before = submitted_by(request, LEVELS[: LEVELS.index(level)])
    request.waits(level)
    play.siak(request, signed=True)
    request.official(level, "signed")
    assert request.states() == ["Receive", *LOOK, *before, *ASKED[level], *SENT]
    assert play.stage.transitions(request.id) <= BUDGET[level]
    assert request.pdfs == [play.stage.signed_by_siak("dok-001")]


@pytest.mark.parametrize("level", LEVELS)
def test_said_to_be_signed_but_still_unsigned_it_is_asked_twice_more_and_then_the_desk(
    play: Play, level: Level
) -> None:
    request = play.begin("dok-001", signed=False)
    before: list[str] = []
    for earlier in LEVELS[: LEVELS.index(level)]:
        request.official(earlier, "signed")
        before += [*ASKED[earlier], *LOOK, *submitted_by(request, [earlier])]
    for _ in range(3):
        request.official(level, "signed")
    assert request.desk_reason() == "still_unsigned"
    assert request.pdfs == []
    request.officer("look_again")
    request.waits(level)
    play.siak(request, signed=True)
    request.official(level, "signed")
    thrice = [*ASKED[level], *LOOK] * 3
    again = ["AskDesk", "DeskAnswered", *LOOK, *ASKED[level]]
    assert request.states() == ["Receive", *LOOK, *before, *thrice, *again, *SENT]


@pytest.mark.parametrize("answer", ["no_answer", "vacant"])
def test_the_officials_who_do_not_answer_are_passed_over_and_at_last_the_desk_is_asked(
    play: Play, answer: str
) -> None:
    request = play.begin("dok-001", signed=False)
    procedure = play.stage.office.engine.aws.client("stepfunctions")
    for level in LEVELS:
        token = request.waits(level).token
        procedure.send_task_success(taskToken=token, output=f'{{"answer": "{answer}"}}')
    assert request.desk_reason() == answer
    request.officer("closed", reason="Tidak jadi.")
    asked = [state for level in LEVELS for state in ASKED[level]]
    assert request.states() == ["Receive", *LOOK, *asked, "AskDesk", "DeskAnswered", "Closed"]


def test_what_the_citizen_must_mend_is_returned(play: Play) -> None:
    request = play.begin("dok-001", active=False)
    assert request.states() == ["Receive", *LOOK, "Returned"]
    assert request.file.case.status is Status.RETURNED
    assert request.pdfs == []
