"""The state machine, with functions that answer, fail, hang and die."""

import json
import os
import signal
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from local.engine.calls import Call
from local.engine.office import LocalOffice
from tests.steps.engine.eventually import eventually


class Run:
    """One execution."""

    def __init__(self, office: LocalOffice, does: str) -> None:
        self._office = office
        self._states = office.aws.client("stepfunctions")
        self.name = str(uuid.uuid4())
        self._arn = self._states.start_execution(
            stateMachineArn=office.template.state_machines[0].arn,
            name=self.name,
            input=json.dumps({"does": does}),
        )["executionArn"]

    def output(self) -> dict[str, Any]:
        def ended() -> dict[str, Any] | None:
            told: dict[str, Any] = self._states.describe_execution(executionArn=self._arn)
            return None if told["status"] == "RUNNING" else told

        told = eventually(ended)
        assert told["status"] == "SUCCEEDED", told
        output: dict[str, Any] = json.loads(told["output"])
        return output

    def task(self) -> dict[str, str]:
        """What the function noted when it was woken."""

        def noted() -> dict[str, Any] | None:
            item: dict[str, Any] | None = (
                self._office.aws.client("dynamodb")
                .get_item(
                    TableName=self._office.template.tables[0].physical_name,
                    Key={"pk": {"S": "task"}, "sk": {"S": self.name}},
                )
                .get("Item")
            )
            return item

        return {name: next(iter(value.values())) for name, value in eventually(noted).items()}


def test_a_token_may_be_answered_before_its_function_returns(office: LocalOffice) -> None:
    assert Run(office, "answer now").output() == {"answer": "attempt 1"}


def test_a_token_may_be_answered_later(office: LocalOffice) -> None:
    run = Run(office, "leave it")
    token = run.task()["the_token"]
    office.aws.client("stepfunctions").send_task_success(taskToken=token, output='{"said": "late"}')
    assert run.output() == {"answer": "late"}


def test_an_exception_is_caught_by_its_class(office: LocalOffice) -> None:
    assert Run(office, "raise").output() == {"caught": "NotSigned", "by": "its name"}


def test_a_process_that_ends_is_tried_again(office: LocalOffice) -> None:
    assert Run(office, "exit at first").output() == {"answer": "attempt 2"}


def test_a_process_that_always_ends_is_an_exit_error(office: LocalOffice) -> None:
    assert Run(office, "exit").output() == {"caught": "Runtime.ExitError"}


def test_a_function_that_hangs_times_out(office: LocalOffice) -> None:
    assert Run(office, "hang").output() == {"caught": "Sandbox.Timedout"}


def test_a_killed_process_is_an_exit_error(office: LocalOffice) -> None:
    run = Run(office, "hang")
    first = run.task()["pid"]
    os.kill(int(first), signal.SIGKILL)
    second = eventually(lambda: pid if (pid := run.task()["pid"]) != first else None)
    os.kill(int(second), signal.SIGKILL)
    assert run.output() == {"caught": "Runtime.ExitError"}


def test_many_run_at_once(office: LocalOffice) -> None:
    runs = [Run(office, "answer now") for _ in range(20)]
    assert [run.output() for run in runs] == [{"answer": "attempt 1"}] * 20


def test_an_unknown_token_is_refused_also_while_others_begin(office: LocalOffice) -> None:
    states = office.aws.client("stepfunctions")
    with ThreadPoolExecutor(4) as others:
        begun = [others.submit(Run, office, "answer now") for _ in range(20)]
        while not all(run.done() for run in begun):
            with pytest.raises(states.exceptions.InvalidToken):
                states.send_task_failure(taskToken="nobody's", error="x", cause="x")
    for run in begun:
        run.result().output()


def test_killed_before_its_answer_arrived_the_task_runs_again(office: LocalOffice) -> None:
    office.aws.faults.before(
        "StepFunction", "SendTaskSuccess", lambda: office.kill_workers("StepFunction"), lost=True
    )
    assert Run(office, "answer now").output() == {"answer": "attempt 2"}


def test_killed_after_its_answer_arrived_the_task_is_done_or_runs_again(
    office: LocalOffice,
) -> None:
    office.aws.faults.after(
        "StepFunction", "SendTaskSuccess", lambda: office.kill_workers("StepFunction"), lost=True
    )
    assert Run(office, "answer now").output()["answer"] in {"attempt 1", "attempt 2"}


def test_an_answer_that_gets_lost_is_given_again(office: LocalOffice) -> None:
    office.aws.faults.after("StepFunction", "SendTaskSuccess", lambda: None, lost=True)
    before = office.aws.calls.count()
    assert Run(office, "answer now").output() == {"answer": "attempt 1"}
    given = Call("StepFunction", "SendTaskSuccess")
    eventually(lambda: (office.aws.calls.count() - before)[given] == 2)


@pytest.mark.parametrize("operation", ["UpdateItem", "SendTaskSuccess"])
def test_calls_are_counted_by_function(office: LocalOffice, operation: str) -> None:
    before = office.aws.calls.count()
    Run(office, "answer now").output()
    assert (office.aws.calls.count() - before)[Call("StepFunction", operation)] == 1
