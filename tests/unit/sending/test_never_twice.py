"""However WhatsApp, AWS and people behave: no PDF goes twice to one phone, and none is lost."""

import logging
from collections.abc import Iterator
from random import Random

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from menwa import aws, whatsapp_trouble
from notify_officials import faults
from send_pdf import receipts, step, unheard
from send_pdf.sending import Sending
from tests.unit.sending.naive import SendsFirst, TriesAgain
from tests.unit.sending.played_office import ACTS, PlayedOffice
from tests.unit.sending.watching import Watching

SEEDS, AT_ONCE, EXAMPLES, LONG = 20_000, 2_000, 500, 30


class Stage:
    """Whose office is played now."""

    office: PlayedOffice


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    stage = Stage()
    for module in (step, receipts):
        monkeypatch.setattr(module, "environment", lambda: stage.office)
        monkeypatch.setattr(module, "utc_now", lambda: stage.office.now)
    monkeypatch.setattr(step, "sending", lambda: stage.office.sending())
    monkeypatch.setattr(aws, "step_functions", lambda: stage.office)
    for module in (whatsapp_trouble, unheard, faults):
        monkeypatch.setattr(module, "count", lambda *_counted: None)
    monkeypatch.setattr("menwa.cases.time.sleep", lambda _seconds: None)
    logging.disable(logging.CRITICAL)
    yield stage
    logging.disable(logging.NOTSET)


def played(stage: Stage, seed: int, sender: type[Sending] = Sending) -> list[str]:
    random = Random(seed)  # noqa: S311  repeatable is what counts
    stage.office = PlayedOffice(random, sender)
    watching = Watching(stage.office)
    often = [random.choice((1, 1, 3, 9)) for _ in ACTS]
    for act in random.choices(ACTS, often, k=LONG):
        stage.office.act(act)
        watching.look()
    stage.office.settle()
    return watching.at_the_end()


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_of_twenty_thousand_requests_none_is_lost_and_none_goes_twice(
    stage: Stage, first: int
) -> None:
    seeds = range(first, first + AT_ONCE)
    wrong = {seed: faults for seed in seeds if (faults := played(stage, seed))}
    assert wrong == {}


@pytest.mark.parametrize("naive", [SendsFirst, TriesAgain])
def test_with_a_naive_sender_it_finds_pdfs_that_go_twice(
    stage: Stage, naive: type[Sending]
) -> None:
    found = [fault for seed in range(300) for fault in played(stage, seed, naive)]
    assert any("2 PDFs" in fault for fault in found)


class AnyOrder(RuleBasedStateMachine):
    """As above, but hypothesis chooses what happens, and makes what it finds short."""

    stage: Stage
    sender: type[Sending] = Sending

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        random = Random(seed)  # noqa: S311
        self.stage.office = self.office = PlayedOffice(random, self.sender)
        self.watching = Watching(self.office)

    @rule(act=st.sampled_from(ACTS))
    def happens(self, act: str) -> None:
        self.office.act(act)
        self.watching.look()

    @invariant()
    def nothing_is_wrong(self) -> None:
        assert self.watching.faults == []

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.settle()
            assert self.watching.at_the_end() == []


SEARCH = settings(
    max_examples=EXAMPLES,
    stateful_step_count=LONG,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def search(stage: Stage, sender: type[Sending], how: settings) -> None:
    kind = type("Played", (AnyOrder,), {"stage": stage, "sender": sender})
    run_state_machine_as_test(kind, settings=how)


def test_hypothesis_finds_none_that_is_lost_or_goes_twice(stage: Stage) -> None:
    search(stage, Sending, SEARCH)


def test_hypothesis_finds_what_a_naive_sender_does(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="2 PDFs"):
        search(stage, SendsFirst, settings(SEARCH, report_multiple_bugs=False))
