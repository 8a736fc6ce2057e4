"""Each metric that a day without trouble does not say, said by the handler that it comes from."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from local.kantor.dasbor_metrics import Point, points_of
from local.office_file import read_office
from menwa import aws
from menwa.applicant import ThroughPartner
from menwa.counting import METRICS
from menwa.limits import Limits
from menwa.persons import PersonStore
from menwa.proving import Proof
from menwa.registering import Registering
from menwa.types import Status
from notify_officials import sweep
from send_pdf import receipts
from tests.builders import (
    NOW,
    OFFICE,
    a_case,
    a_file,
    a_proven_case,
    a_wait,
)
from tests.infra.watching import EVERYDAY, alarms, kinds, names, unwatched
from tests.steps.calling import queued
from tests.steps.scenarios import SCENARIOS, Scenario
from tests.steps.test_letters import swept
from tests.steps.test_receipts import a_receipt
from tests.steps.test_registering import BY_CODE, BY_LINK
from tests.steps.world import TABLE, World


@pytest.fixture(autouse=True)
def _this_installation(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "menwa-uji")
    yield


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.__name__)
def test_what_goes_wrong_is_counted_as_it_is_watched(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    scenario: Scenario,
) -> None:
    scenario(world, monkeypatch)
    points = said(capsys)
    assert SCENARIOS[scenario] <= names(points)
    assert unwatched(points) == []


def test_nothing_is_watched_that_nothing_ever_says() -> None:
    assert EVERYDAY.union(*SCENARIOS.values()) == set(METRICS)


def test_the_desks_queue_is_measured_in_the_offices_time(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Monday 10.00 to Tuesday 08.00 is less than a day's work, not a day and a night."""
    hours = read_office("pekanbaru").hours
    office = OFFICE.model_copy(update={"hours": hours})
    monkeypatch.setattr(sweep.Environment, "office", lambda _self: office)
    world.have(a_file(a_proven_case(status=Status.AT_DESK), wait=a_wait(since=NOW)))
    world.clock.pass_by(hours=22)
    swept(world)
    desk = {one.metric: one.value for one in said(capsys) if one.metric.startswith("Desk")}
    worked = hours.office_time(NOW, NOW + timedelta(hours=22))
    assert timedelta() < worked < timedelta(hours=9)
    assert desk == {"DeskWaiting": 1, "DeskOldest": worked.total_seconds()}


@pytest.mark.parametrize(
    ("code", "by", "rings"),
    [
        (131042, "operator", ["SendingRefused"]),
        (131048, "stop", ["SendingStopped"]),
        (131026, "person", []),
        (130429, "passes", []),
    ],
)
def test_whoever_can_do_something_about_a_refusal_is_its_class_and_hears_of_it(
    world: World, capsys: pytest.CaptureFixture[str], code: int, by: str, rings: list[str]
) -> None:
    queued(receipts.handler, a_receipt("failed", error_code=code, attempt_id="somebody"))
    points = said(capsys)
    assert kinds(points, "WhatsAppErrors") == {by}
    now = points[-1].at + 60
    sending = ("SendingRefused", "SendingStopped")
    assert [name for name in sending if alarms()[name].state(points, now) == "ALARM"] == rings
    assert world.procedure.answers == []


@pytest.mark.parametrize(
    ("changes", "proof", "channel"),
    [
        ({}, BY_CODE, "web"),
        ({}, BY_LINK, "whatsapp"),
        ({"entered_by": "siti.aminah"}, BY_CODE, "counter"),
        ({"partner": ThroughPartner(id="kios-contoh")}, BY_CODE, "partner"),
    ],
)
def test_a_request_is_counted_once_by_the_way_that_it_came(
    world: World,
    capsys: pytest.CaptureFixture[str],
    changes: dict[str, Any],
    proof: Proof,
    channel: str,
) -> None:
    persons = PersonStore(aws.dynamodb(), TABLE, "the-person-key")
    limits = Limits(aws.dynamodb(), TABLE, "the-person-key")
    registering = Registering(world.store, persons, OFFICE, limits, lambda _case: None)
    case = a_case(**changes)
    if proof is BY_CODE:
        world.store.create(case)
    for _ in range(2):
        registering.register(case, proof, NOW)
    points = [one for one in said(capsys) if one.metric.startswith("Requests")]
    assert kinds(points, "RequestsByChannel") == {channel}
    assert kinds(points, "RequestsByType") == {case.document_type}
    assert len(points) == 2


def said(capsys: pytest.CaptureFixture[str]) -> list[Point]:
    return [point for line in capsys.readouterr().out.splitlines() for point in points_of(line)]
