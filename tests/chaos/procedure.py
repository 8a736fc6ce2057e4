"""Step Functions in memory: carries out the states that stand in infra/workflow.asl.yaml."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from botocore.exceptions import ClientError

from tests.chaos.aws import failing
from tests.chaos.faults import WRITES, Faults
from tests.chaos.states import Node, definition, evaluated, names

Invokes = Callable[[str, Node], str | None]
"""A function by its name, with its event: the name of its error, or None."""
Later = Callable[[float, Callable[[], None]], None]
Posts = Callable[[str, Callable[[], None]], None]
"""Something on its way: it may come late, or twice."""


class TaskTimedOut(ClientError):
    pass


class ExecutionAlreadyExists(ClientError):
    pass


@dataclass
class Execution:
    name: str
    known: Node
    """Its variables."""
    state: str = ""
    entered: str = ""
    token: str = ""
    retried: Counter[int] = field(default_factory=Counter)
    ended: bool = False

    @property
    def context(self) -> Node:
        return {
            "State": {
                "EnteredTime": self.entered,
                "Name": self.state,
                "RetryCount": self.retried.total(),
            },
            "Task": {"Token": self.token},
            "Execution": {"Name": self.name},
        }


@dataclass(frozen=True)
class Answer:
    """What a question was answered with, as the state machine heard it."""

    state: str
    visit: str
    answer: Node


@dataclass
class Procedure:
    faults: Faults
    now: Callable[[], str]
    """A moment that never comes twice."""
    later: Later
    in_vain: Later
    """As `later`, and most likely for nothing."""
    post: Posts
    invoke: Invokes
    random: Random
    executions: dict[str, Execution] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    _calling: list[tuple[Execution, str]] = field(default_factory=list)

    class exceptions:  # noqa: N801  as boto3 spells it
        TaskTimedOut = TaskDoesNotExist = InvalidToken = TaskTimedOut
        ExecutionAlreadyExists = ExecutionAlreadyExists

    # What the functions call

    def start_execution(self, *, name: str, input: str, **_: str) -> Node:
        return self.faults.effect(
            "procedure.start_execution",
            lambda: self._start(name, json.loads(input)),
            failing("StartExecution"),
            WRITES,
        )

    def send_task_success(self, *, taskToken: str, output: str) -> Node:  # noqa: N803
        return self.faults.effect(
            "procedure.send_task_success",
            lambda: self._succeed(taskToken, json.loads(output)),
            failing("SendTaskSuccess"),
            WRITES,
        )

    def send_task_failure(self, *, taskToken: str, error: str) -> Node:  # noqa: N803
        return self.faults.effect(
            "procedure.send_task_failure",
            lambda: self._fail_by_token(taskToken, error),
            failing("SendTaskFailure"),
            WRITES,
        )

    def _start(self, name: str, given: Node) -> Node:
        """The same once more is the same, as long as it runs."""
        known = self.executions.get(name)
        if known is None:
            run = self.executions[name] = Execution(name, dict(given))
            self.later(0, lambda: self._go_on(run, definition()["StartAt"], {"input": given}))
        elif known.ended:
            raise ExecutionAlreadyExists({"Error": {"Message": name}}, "StartExecution")
        return {"executionArn": name}

    def _succeed(self, token: str, output: Node) -> Node:
        run = self._holder(token)
        self.answers.append(Answer(run.state, run.entered, output))
        state, run.token = definition()["States"][run.state], ""
        self.later(0, lambda: self._leave(run, state, {"result": output}))
        return {}

    def _fail_by_token(self, token: str, error: str) -> Node:
        run = self._holder(token)
        self.answers.append(Answer(run.state, run.entered, {"error": error}))
        run.token = ""
        self._failed(run, error)
        return {}

    def _holder(self, token: str) -> Execution:
        found = [run for run in self.executions.values() if token and run.token == token]
        if not found:
            raise TaskTimedOut({"Error": {"Message": "gone"}}, "SendTask")
        return found[0]

    def give_up(self) -> None:
        """On the function that is at work now, and goes on."""
        self._fails(*self._calling[-1], "Lambda.Unknown")

    # How it goes on

    def _go_on(self, run: Execution, state: str, states: Node) -> None:
        """Through whatever takes no time, to the next task or the end."""
        while True:
            run.state, run.entered = state, self.now()
            run.retried.clear()
            self.entered.append(state)
            node = definition()["States"][state]
            if node["Type"] == "Task":
                self._call(run, node)
                return
            if node["Type"] == "Succeed":
                run.ended = True
                return
            chosen = self._chosen(run, node) if node["Type"] == "Choice" else node
            self._assign(run, chosen, states)
            state = chosen["Next"]

    def _chosen(self, run: Execution, node: Node) -> Node:
        for choice in node["Choices"]:
            if evaluated(choice["Condition"], run.known, {}) is True:
                found: Node = choice
                return found
        return {"Next": node["Default"]}

    def _call(self, run: Execution, node: Node) -> None:
        token = run.token = f"{run.name}:{len(self.entered)}:{self.now()}"
        states = {"context": run.context}
        given = {
            name: evaluated(value, run.known, states)
            for name, value in node["Arguments"]["Payload"].items()
        }
        function = node["Arguments"]["FunctionName"].strip("${}")
        self.in_vain(node["TimeoutSeconds"], lambda: self._fails(run, token, "States.Timeout"))
        failed: list[str] = []

        def call() -> None:
            """The client repeats a call of which it heard nothing; none that has failed."""
            if failed:
                return
            self._calling.append((run, token))
            error = self.invoke(function, given)
            self._calling.pop()
            if error is not None:
                failed.append(error)
                self._fails(run, token, error)

        self.post(f"invoke {function}", call)

    def _fails(self, run: Execution, token: str, error: str) -> None:
        """Nothing to the state machine where the token was answered, or given anew."""
        if run.token == token:
            run.token = ""
            self._failed(run, error)

    def _failed(self, run: Execution, error: str) -> None:
        node = definition()["States"][run.state]
        for place, retry in enumerate(node.get("Retry", ())):
            if not names(retry, error):
                continue
            if run.retried[place] >= retry["MaxAttempts"]:
                break
            run.retried[place] += 1
            pause = retry["IntervalSeconds"] * retry["BackoffRate"] ** (run.retried[place] - 1)
            pause = min(pause, retry["MaxDelaySeconds"]) * self.random.random()
            self.later(pause, lambda: self._call(run, node))
            return
        catch = next(one for one in node["Catch"] if names(one, error))
        self.later(0, lambda: self._leave(run, catch, {"errorOutput": {"Error": error}}))

    def _leave(self, run: Execution, by: Node, states: Node) -> None:
        self._assign(run, by, states)
        self._go_on(run, by["Next"], {})

    def _assign(self, run: Execution, by: Node, states: Node) -> None:
        known = by.get("Assign", {})
        run.known |= {name: evaluated(value, run.known, states) for name, value in known.items()}
