"""The model of an office's worst day, and the figures that are made of what was counted."""

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from bench.cold_starts import handlers
from bench.counting import Units
from bench.figures import Figure, write
from bench.model.day import BURSTS, CITY, OFFICE, Day
from bench.model.quotas import Bucket, Environments, Partitions, Pollers
from bench.model.service import A_CALL, LITTLE, billed_seconds, seconds
from bench.model.simulation import Result, Simulation, Step
from bench.model.way import hot_units, way_of
from bench.prices import Counted, priced

STEP = Step("One", 0.5)
PATH = {
    "IntakeWebhookFunction": {"SendMessageBatch": 5},
    "IntakeInboxFunction": {"GetItem": 6, "StartExecution": 1},
    "CheckSiakFunction": {"Query": 5},
    "CheckSiakGatePdfFunction": {"SendTaskSuccess": 1},
    "SendPdfFunction": {"TransactWriteItems": 2, "GetSecretValue": 2},
}


def played(way: list[Step], proofs: list[float], units: dict[str, float] | None = None) -> Result:
    return Simulation(way, units or {}, Random(1)).run(proofs)  # noqa: S311  the same each time


def test_a_bucket_gives_what_was_saved_up_and_then_its_rate() -> None:
    bucket = Bucket(rate=10, burst=3)
    assert [bucket.takes(0.0) for _ in range(4)] == [True, True, True, False]
    assert bucket.takes(0.1)
    assert not bucket.takes(0.1)
    assert [bucket.takes(100.0) for _ in range(4)] == [True, True, True, False]


def test_a_free_environment_is_warm_until_it_has_idled_too_long() -> None:
    environments = Environments()
    assert environments.take(0.0) is True
    environments.give_back(1.0)
    assert environments.take(2.0) is False
    environments.give_back(3.0)
    assert environments.take(3.0 + Environments.IDLE) is True
    assert environments.started == 2


def test_no_more_than_a_thousand_environments_start_in_ten_seconds() -> None:
    environments = Environments()
    assert [environments.take(0.0) for _ in range(1001)].count(None) == 1
    assert environments.take(0.02) is True


def test_a_queue_is_read_by_more_only_while_messages_wait() -> None:
    pollers = Pollers()
    assert pollers.may_take(0.0, 1)
    pollers.busy = Pollers.FIRST
    assert not pollers.may_take(0.0, 1)
    assert pollers.may_take(1.0, 1)
    assert not pollers.may_take(1.0, 0)
    assert not pollers.may_take(1.5, 1)


def test_the_hottest_key_is_the_one_of_the_worst_second() -> None:
    partitions = Partitions()
    for moment in (0.1, 0.2, 5.0):
        partitions.write("day", moment, 40)
    partitions.write("other", 7.0, 70)
    assert partitions.hottest() == ("day", 0.08)


def test_a_day_has_all_its_requests_and_its_bursts() -> None:
    for day in (OFFICE, CITY):
        proofs = day.proofs(Random(1))  # noqa: S311
        assert len(proofs) == day.requests
        within = [sum(at <= other < at + 1 for other in proofs) for at in proofs[:: day.burst]]
        assert max(within) >= day.burst * 0.5
    assert len(Day("only bursts", 4 * 7, 7).proofs(Random(1))) == BURSTS * 7  # noqa: S311


def test_whoever_comes_alone_waits_for_the_work_and_a_cold_start() -> None:
    found = played([STEP], [0.0, 60.0])
    assert len(found.took) == 2
    assert found.environments == 1
    assert found.took[0] - found.took[1] > 1
    assert not found.throttled


def test_a_batch_is_worked_through_one_by_one() -> None:
    queued = Step("One", 1.0, batch=10)
    alone = played([STEP, queued], [0.0]).percentile(0.99)
    together = played([STEP, queued], [0.0] * 100).percentile(0.99)
    assert together > alone + 5


def test_more_messages_than_meta_takes_are_sent_later_and_none_is_lost() -> None:
    sending = Step("Send", 0.001, messages=1)
    found = played([sending], [0.0] * 200)
    assert found.first == "WhatsApp"
    assert found.throttled["WhatsApp"] >= 100
    assert len(found.took) + found.unshed == 200
    assert found.unshed == 0


def test_far_too_many_are_left_to_a_person() -> None:
    found = played([Step("Send", 0.001, messages=1)], [0.0] * 2500)
    assert found.unshed > 0
    assert len(found.took) + found.unshed == 2500


def test_transitions_beyond_the_quota_wait() -> None:
    found = played([Step("One", 0.001, transitions=3)], [0.0] * 600)
    assert found.first == "transitions"
    assert len(found.took) == 600


def test_the_share_of_each_step_is_written_to_the_key() -> None:
    found = played([STEP, Step("Two", 0.001)], [0.0], {"by_day day": 20.0})
    assert found.hottest[0] == "by_day day"
    assert found.hottest[1] in (0.01, 0.02)


def test_what_a_function_takes_follows_from_its_calls() -> None:
    assert seconds("Other", {}) == LITTLE
    assert seconds("Other", {"Query": 2}) == pytest.approx(LITTLE + 2 * A_CALL["Query"])
    assert seconds("Other", {"GetSecretValue": 9}) == LITTLE
    assert billed_seconds({"A": {}, "B": {}}) == 2 * LITTLE


def test_the_way_is_made_of_the_counted_calls() -> None:
    way = way_of(PATH)
    assert [step.function for step in way] == list(PATH)
    assert way[0].seconds < seconds("IntakeWebhookFunction", PATH["IntakeWebhookFunction"])
    assert sum(step.transitions for step in way) == 5
    slower = way_of(PATH | {"CheckSiakFunction": {"Query": 500}})
    assert slower[2].seconds > way[2].seconds


def test_a_case_of_its_own_is_no_hot_key() -> None:
    units = Counter({("cases", "CASE"): 80, ("by_day", "2026-11-23"): 16, ("waiting", "gate"): 2})
    assert hot_units(units) == {"by_day day": 16, "waiting gate": 2}


def test_a_transaction_counts_twice_and_its_indexes_once() -> None:
    units = Units()
    case = {"pk": {"S": "CASE#1"}, "sk": {"S": "CASE"}, "day": {"S": "2026-11-23"}}
    long = {"pk": {"S": "CASE#1"}, "sk": {"S": "NOTE"}, "note": {"S": "x" * 1500}}
    units.add([{"Put": {"Item": case}}, {"Put": {"Item": long}}, {"Delete": {"Key": case}}])
    assert units.by_key == {("cases", "CASE"): 2 + 4 + 2, ("by_day", "2026-11-23"): 1}
    units.add_one({"pk": {"S": "SEEN#1"}})
    assert units.total == 10


def test_six_transitions_of_a_thousand_requests_cost_fifteen_cents() -> None:
    nothing = Counted({}, 6, 0, 0, 0, 0)
    assert priced(nothing)["transition"] == pytest.approx(0.15)
    assert sum(priced(nothing).values()) == pytest.approx(0.15)
    calls = {"PutObject": 2, "SendMessageBatch": 1}
    counted = priced(Counted(calls, 0, 10, 1, 100, 4))
    assert counted["write unit"] == pytest.approx(0.0625)
    assert counted["S3 write"] == pytest.approx(0.01)
    assert counted["lambda GB-s"] == pytest.approx(0.02666)


def test_a_budget_bounds_the_ratio_or_else_the_value() -> None:
    assert Figure("a", 45, "", 100, budget=0.45).ok
    assert not Figure("a", 46, "", 100, budget=0.45).ok
    assert not Figure("a", 1, "", budget=0).ok
    assert Figure("a", 1, "").ok is None
    assert Figure("a", 2, "", budget=1).fails
    assert not Figure("a", 2, "", budget=1, clock=True).fails
    assert "MISSED" in str(Figure("a", 2, "", budget=1))


def test_the_file_holds_each_figure_by_its_name(tmp_path: Path) -> None:
    write([Figure("a", 9, "calls", 10, budget=1)], tmp_path / "bench.json")
    told = {"value": 9, "unit": "calls", "baseline": 10, "ratio": 0.9, "budget": 1, "ok": True}
    assert json.loads((tmp_path / "bench.json").read_text()) == {"a": told}


def test_handlers_are_told_apart_by_what_wakes_them() -> None:
    template = (
        "Resources:\n  WebFunction:\n    Properties:\n      Handler: intake.web.handler\n"
        "      Events:\n        A: {Type: HttpApi}\n"
        "  StepFunction:\n    Properties:\n      Handler: send_pdf.step.handler\n"
    )
    assert handlers(template) == (["intake.web"], ["send_pdf.step"])
