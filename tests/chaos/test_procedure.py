"""The state machine in memory goes the ways that moto's interpreter goes, by one definition."""

import json
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import yaml
from moto import mock_aws

from local.engine.hooks import help_moto
from menwa import aws
from tests.chaos.faults import undisturbed
from tests.chaos.procedure import Procedure
from tests.chaos.states import definition
from tests.steps.outside import Clock
from tests.steps.world import ENVIRONMENT
from tests.workflow.history import Event, states_entered

pytestmark = pytest.mark.xdist_group("procedure")  # for the sake of the one state machine
Said = dict[str, Any] | str
"""The answer that a function gives at once, or the name of the error that it raises."""
SIGNED, UNSIGNED = {"found": "signed", "reason": "none"}, {"found": "unsigned", "reason": "none"}
SENT = {"answer": "delivered"}
WAYS: dict[str, Sequence[Said]] = {
    "signed": [SIGNED, SENT],
    "escalated": [
        UNSIGNED,
        *({"answer": answer} for answer in ("submitted", "no_answer", "signed")),
        *(SIGNED, SENT),
    ],
    "returned": [{"found": "returned", "reason": "not_matched"}],
    "desk": [{"found": "desk", "reason": "right_unknown"}, {"answer": "look_again"}, SIGNED, SENT],
    "looked at again": [{"found": "again", "reason": "none"}, SIGNED, SENT],
    "still unsigned": [UNSIGNED, {"answer": "signed"}] * 3 + [UNSIGNED, {"answer": "closed"}],
    "tried again": ["Contended", SIGNED, SENT],
    "refused": [SIGNED, "NotCleared", {"answer": "returned"}],
    "expired": [SIGNED, "DocumentGone", SIGNED, SENT],
    "released": [SIGNED, "Released", SENT],
    "withdrawn": [UNSIGNED, "Withdrawn"],
    "wrong entry": [UNSIGNED, {"answer": "wrong_entry"}, {"answer": "staged"}, SENT],
}
KNOWN = {"case_id", "visit", "token", "tries", "run"}


class Functions:
    """They answer in turn, and keep what they were told."""

    def __init__(self, says: Sequence[Said]) -> None:
        self._says = list(says)
        self.told: list[dict[str, Any]] = []

    def called(self, procedure: Any, event: dict[str, Any]) -> str | None:
        self.told.append({name: each for name, each in event.items() if name not in KNOWN})
        assert event.keys() >= KNOWN
        said = self._says.pop(0)
        if isinstance(said, str):
            return said
        procedure.send_task_success(taskToken=event["token"], output=json.dumps(said))
        return None


def in_memory(functions: Functions) -> list[str]:
    clock, coming = Clock(), list[Any]()

    def moment() -> str:
        return clock.pass_by(milliseconds=1).isoformat()

    procedure = Procedure(
        faults=undisturbed(),
        now=moment,
        later=lambda _seconds, act: coming.append(act),
        in_vain=lambda _seconds, _act: None,
        post=lambda _what, act: coming.append(act),
        invoke=lambda _function, event: functions.called(procedure, event),
        random=Random(0),  # noqa: S311
    )
    procedure.start_execution(name="MW-1", input='{"case_id": "MW-1"}')
    while coming:
        coming.pop(0)()
    assert procedure.executions["MW-1"].ended
    return procedure.entered


class Moto:
    """One state machine, for it takes a second to read; the functions of each run, by its name."""

    def __init__(self) -> None:
        self._functions: dict[str, Functions] = {}
        help_moto(self._invoke)
        self._client = aws.step_functions()
        written = yaml.safe_load(yaml.safe_dump(definition()))
        for state in written["States"].values():
            if state["Type"] == "Task":
                state["Arguments"]["FunctionName"] = "any"
        role = "arn:aws:iam::123456789012:role/menwa"
        made = self._client.create_state_machine(
            name="menwa", definition=json.dumps(written), roleArn=role
        )
        self._machine = made["stateMachineArn"]

    def _invoke(self, _function: str, payload: bytes, _wait: bool) -> tuple[bytes, bool]:
        event = json.loads(payload)
        error = self._functions[event["run"]].called(self._client, event)
        told = {"errorType": error, "errorMessage": ""} if error else {}
        return json.dumps(told).encode(), error is not None

    def run(self, name: str, functions: Functions) -> list[str]:
        self._functions[name] = functions
        run = self._client.start_execution(
            stateMachineArn=self._machine, name=name, input=json.dumps({"case_id": name})
        )["executionArn"]
        limit = time.monotonic() + 20
        while self._client.describe_execution(executionArn=run)["status"] == "RUNNING":
            assert time.monotonic() < limit
            time.sleep(0.02)
        pages = self._client.get_paginator("get_execution_history").paginate(executionArn=run)
        events: list[Event] = [dict(event) for page in pages for event in page["events"]]
        return states_entered(events)


@pytest.fixture(scope="module")
def moto() -> Iterator[Moto]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
            yield Moto()


@pytest.mark.parametrize("way", WAYS)
def test_each_way_is_the_same(moto: Moto, way: str) -> None:
    here, there = Functions(WAYS[way]), Functions(WAYS[way])
    assert in_memory(here) == moto.run(way.replace(" ", "-"), there)
    assert here.told == there.told


def test_a_token_takes_one_answer_and_an_execution_begins_once() -> None:
    tokens, coming = list[str](), list[Any]()
    procedure = Procedure(
        faults=undisturbed(),
        now=iter(f"{timedelta(seconds=each)}" for each in range(99)).__next__,
        later=lambda _seconds, act: coming.append(act),
        in_vain=lambda _seconds, _act: None,
        post=lambda _what, act: coming.append(act),
        invoke=lambda _function, event: tokens.append(event["token"]),
        random=Random(0),  # noqa: S311
    )
    for _ in range(2):
        procedure.start_execution(name="MW-1", input='{"case_id": "MW-1"}')
    while coming:
        coming.pop(0)()
    assert len(tokens) == 1
    returned = json.dumps({"found": "returned", "reason": "none"})
    procedure.send_task_success(taskToken=tokens[0], output=returned)
    with pytest.raises(procedure.exceptions.TaskTimedOut):
        procedure.send_task_failure(taskToken=tokens[0], error="Contended")
    coming.pop()()
    with pytest.raises(procedure.exceptions.ExecutionAlreadyExists):
        procedure.start_execution(name="MW-1", input='{"case_id": "MW-1"}')
