"""Whatever goes wrong, wherever it does: a request ends or is seen by a person, its PDF goes once,
to its own phone; each question has one decision, and the card tells it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.chaos import naive
from tests.chaos.faults import Kind
from tests.chaos.runs import PATHS, effects, play
from tests.chaos.stage import Stage, stage
from tests.chaos.tally import again, of_pairs, of_random, of_singles
from tests.chaos.watching import Wrong

# make chaos plays the single faults of all paths, and each pair of them.
SHORT = ("signed", "returned")
SEEDS, AT_ONCE = 200, 100
WAYS = {
    "signed": ["CheckSiak", "SendPdf", "Delivered"],
    "kasi": ["CheckSiak", "AskKasi", "CheckSiak", "SendPdf", "Delivered"],
    "kabid": ["CheckSiak", "AskKasi", "AskKabid", "CheckSiak", "SendPdf", "Delivered"],
    "kadis": ["CheckSiak", "AskKasi", "AskKabid", "AskKadis", "CheckSiak", "SendPdf", "Delivered"],
    "returned": ["CheckSiak", "Returned"],
    "desk": ["CheckSiak", "AskDesk", "CheckSiak", "SendPdf", "Delivered"],
}
BETWEEN = {"Receive", "Found", "Answered", "DeskAnswered"}


@pytest.fixture
def here() -> Iterator[Stage]:
    with stage() as dressed:
        yield dressed


@pytest.mark.parametrize("path", PATHS)
def test_undisturbed_each_path_is_the_procedures(here: Stage, path: str) -> None:
    played = play(here, PATHS[path])
    entered = played.world.procedure.entered
    assert [state for state in entered if state not in BETWEEN] == WAYS[path]
    assert (played.wrong, played.world.dead_letters) == ({}, [])


@pytest.mark.parametrize("path", SHORT)
def test_each_fault_at_each_point(here: Stage, path: str) -> None:
    tally = of_singles(here, path)
    assert tally.runs > 150
    assert tally.injected.keys() == set(Kind)
    assert tally.failed == {}


def test_a_question_outlives_each_fault_while_it_is_put(here: Stage) -> None:
    tally = of_singles(here, "kasi", "NotifyOfficialsFunction")
    assert tally.runs > 50
    assert tally.failed == {}


def test_after_each_fault_at_the_sending_each_other_one(here: Stage) -> None:
    """As make chaos does for all that happens on every path."""
    trace = play(here, PATHS["signed"]).trace
    [message] = [one for one in effects(trace) if one.what == "SendPdfFunction whatsapp.messages"]
    tally = of_pairs(here, "signed", message.number)
    assert tally.runs > 50
    assert tally.failed == {}


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_at_random(here: Stage, first: int) -> None:
    assert of_random(here, range(first, first + AT_ONCE)).failed == {}


@pytest.mark.parametrize(
    ("twin", "where", "wrong"),
    [
        (naive.sender, "SendPdfFunction whatsapp.messages", "doubled"),
        (naive.decision, "DecisionFunction procedure.send_task_success", "decisions"),
    ],
)
def test_what_a_naive_twin_does_wrong_is_seen(
    here: Stage, twin: Callable[[], AbstractContextManager[None]], where: str, wrong: Wrong
) -> None:
    with twin():
        assert play(here, PATHS["kasi"]).wrong == {}
        tally = of_singles(here, "kasi", where)
        first = next(name for name, found in tally.failed.items() if wrong in found)
        assert again(here, first).wrong == tally.failed[first]
    assert tally.wrong[wrong] > 0
    assert again(here, first).wrong == {}
