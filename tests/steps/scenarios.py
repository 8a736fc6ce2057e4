"""What makes the functions count each thing that is watched, by the handler it comes from."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from check_siak import gate_pdf
from local.siak.sample import draft, tampered
from menwa.objections import NOT_MINE
from menwa.types import Status, new_case_id
from notify_officials import halfway, sweep
from send_pdf import receipts
from tests.builders import CASE_ID, NOW, OFFICE, a_delivered_file, a_file, a_proven_case, a_wait
from tests.steps.calling import invoked, queued
from tests.steps.chatting import Chat
from tests.steps.test_check_siak import look
from tests.steps.test_gate_pdf import arrive, at_gate
from tests.steps.test_letters import swept, waiting
from tests.steps.test_objections import objects
from tests.steps.test_receipts import a_receipt, sent, unheard
from tests.steps.test_survey import NINE, rated
from tests.steps.test_survey import sent as filled_in
from tests.steps.test_sweep import answered
from tests.steps.test_webhook import a_body, posted
from tests.steps.world import World
from tests.unit.gate_pki import sign
from tests.unit.siak_setting import a_pki

Scenario = Callable[[World, pytest.MonkeyPatch], Any]


def forged(world: World, _: pytest.MonkeyPatch) -> None:
    world.clock.moment = datetime.now(UTC)  # signatures carry the real time
    at_gate(world)
    queued(gate_pdf.handler, arrive(tampered(world.signed())))


def of_unknown_revocation(world: World, _: pytest.MonkeyPatch) -> None:
    world.clock.moment = datetime.now(UTC)
    at_gate(world)
    entry = world.siak.entry("dok-001")
    assert entry is not None
    queued(gate_pdf.handler, arrive(sign(a_pki(), draft(entry))))


def not_theirs(world: World, _: pytest.MonkeyPatch) -> None:
    world.have(a_delivered_file())
    objects(world, NOT_MINE)


def rated_and_told(world: World, _: pytest.MonkeyPatch) -> None:
    chat = Chat(world)
    world.have(a_delivered_file(identity=chat.sender))
    rated(chat)
    filled_in(**NINE)


def words_lost(world: World, _: pytest.MonkeyPatch) -> None:
    world.have(a_file(a_proven_case(status=Status.RETURNED, ended_at=NOW)))
    queued(receipts.handler, unheard(f"returned:{CASE_ID}:2026-11-23T03:00:00Z"))


def letter_lost(_world: World, _: pytest.MonkeyPatch) -> None:
    lost = a_receipt(
        "failed", error_code=131026, attempt_id="letter:kasi-identitas:0000000000000000"
    )
    queued(receipts.handler, lost)


def stalled(world: World, _: pytest.MonkeyPatch) -> None:
    for _turn in range(20):
        waiting(world, new_case_id(), letter_at=NOW)
    world.clock.pass_by(minutes=5)
    swept(world)


def year_not_entered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    hours = OFFICE.hours.model_copy(update={"years_entered": ()})
    office = OFFICE.model_copy(update={"hours": hours})
    monkeypatch.setattr(sweep.Environment, "office", lambda _self: office)
    swept(world)


def swept_with_some_at_desk(world: World, _: pytest.MonkeyPatch) -> None:
    world.have(a_file(a_proven_case(status=Status.AT_DESK), wait=a_wait()))
    swept(world)


def fault_in_sweep(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("nobody foresaw it")

    monkeypatch.setattr(halfway, "carry_on", fail)
    answered(world)
    with pytest.raises(ExceptionGroup):
        invoked(sweep.handler, {})


def siak_down(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("check_siak.gateway.LONGEST_PAUSE", 0)
    world.siak.faults.switch("down")
    look(world)


def delivered(world: World, _: pytest.MonkeyPatch) -> None:
    sent(world)
    queued(receipts.handler, a_receipt("delivered"))


def account_in_trouble(_world: World, _: pytest.MonkeyPatch) -> None:
    paused = {"event": "PAUSED", "message_template_name": "dokumen_siap"}
    posted(a_body(value=paused, field="message_template_status_update"))


SCENARIOS: dict[Scenario, set[str]] = {
    forged: {"SecurityVerdict", "GateVerdicts"},
    of_unknown_revocation: {"RevocationUnknown"},
    not_theirs: {"NotTheirDocument"},
    rated_and_told: {"Ratings", "SurveysFilled"},
    words_lost: {"WordsNotDelivered", "WhatsAppErrors"},
    letter_lost: {"LetterNotDelivered"},
    stalled: {"DocumentsStalled"},
    year_not_entered: {"CalendarNotEntered"},
    swept_with_some_at_desk: {"DeskWaiting", "DeskOldest", "SendsUnsettled", "DailyLimitUsed"},
    fault_in_sweep: {"SweepFault"},
    siak_down: {"SiakUnavailable"},
    delivered: {"Outcomes", "DeliveredAfter", "StepWaiting"},
    account_in_trouble: {"WhatsAppAccountTrouble"},
}
