"""Procedures that ended where none should: which cases they leave, and how those go on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from menwa.answering import name_of_run, start
from menwa.asking_again import Asker, run_again
from menwa.case import DELIVERY, CaseFile, Wait
from menwa.cases import CaseStore
from menwa.delivery import delivered

FAILED = ("FAILED", "TIMED_OUT", "ABORTED")
OPERATOR = Asker("resumed", "MENWA", "MENWA")
IN_FLIGHT = frozenset({"intended", "accepted"})
Outcome = Literal["goes on", "anew", "under way", "has ended", "may have left", "arrived"]


@dataclass(frozen=True)
class Stopped:
    """`state`: where; `error`: the class that nothing caught, where AWS names one."""

    case_id: str
    execution: str
    how: str
    at: datetime
    state: str
    error: str


@dataclass(frozen=True)
class Procedures:
    store: CaseStore
    steps: Any
    machine: str

    def stopped(self) -> list[Stopped]:
        """Longest first; none of a case that has ended or gone on since."""
        found = [one for how in FAILED for one in self._executions(how)]
        cases = self.store.cases({case_of(one["name"]) for one in found})
        open_runs = {name_of_run(case) for case in cases.values() if not case.status.ended}
        left = [self._stopped(one) for one in found if one["name"] in open_runs]
        return sorted(left, key=lambda one: one.at)

    def resume(self, case_id: str, now: datetime, *, arrived: bool | None = None) -> Outcome:
        """From the state in which it stopped: the same visit of the same run, so that whatever it
        did before has been done. Where Step Functions no longer can (two weeks), by a new run,
        unless the PDF of this one may be on its way: then a person says whether it `arrived`."""
        file = self.store.load(case_id)
        execution = self._execution(name_of_run(file.case))
        if file.case.status.ended:
            return "has ended"
        if self.steps.describe_execution(executionArn=execution)["status"] not in FAILED:
            return "under way"
        try:
            self.steps.redrive_execution(executionArn=execution)
        except self.steps.exceptions.ExecutionNotRedrivable:
            return self._anew(file, now, arrived)
        return "goes on"

    def _anew(self, before: CaseFile, now: datetime, arrived: bool | None) -> Outcome:
        if is_in_flight(before) and arrived is not False:
            if not arrived:
                return "may have left"
            self.store.change(before, lambda file: settled(file, now))
            return "arrived"
        after = self.store.save(before, run_again(before, OPERATOR, now))
        start(self.steps, self.machine, after.case)
        return "anew"

    def _executions(self, how: str) -> Iterator[dict[str, Any]]:
        pages = self.steps.get_paginator("list_executions")
        for page in pages.paginate(stateMachineArn=self.machine, statusFilter=how):
            yield from page["executions"]

    def _stopped(self, execution: dict[str, Any]) -> Stopped:
        arn = execution["executionArn"]
        return Stopped(
            case_id=case_of(execution["name"]),
            execution=execution["name"],
            how=execution["status"],
            at=execution["stopDate"],
            state=self._last_state(arn),
            error=self.steps.describe_execution(executionArn=arn).get("error", ""),
        )

    def _last_state(self, arn: str) -> str:
        pages = self.steps.get_paginator("get_execution_history")
        for page in pages.paginate(executionArn=arn, reverseOrder=True, includeExecutionData=False):
            for event in page["events"]:
                if "stateEnteredEventDetails" in event:
                    return str(event["stateEnteredEventDetails"]["name"])
        return ""

    def _execution(self, name: str) -> str:
        return f"{self.machine.replace(':stateMachine:', ':execution:')}:{name}"


def is_in_flight(file: CaseFile) -> bool:
    return file.last_attempt is not None and file.last_attempt.outcome in IN_FLIGHT


def settled(file: CaseFile, now: datetime) -> CaseFile:
    """As if WhatsApp's receipt had come."""
    last, wait = file.last_attempt, file.wait
    if last is None:
        return file
    if wait is None or wait.answer is not None:
        wait = Wait(waiting_for=DELIVERY, since=now, visit=f"resumed:{now}", asked="whatsapp")
    heard = file.with_attempt(last.model_copy(update={"outcome": "delivered"}))
    return delivered(heard.opened(wait), now)


def case_of(execution: str) -> str:
    """`MW-…` of `MW-…-2`, its second run."""
    return "-".join(execution.split("-")[:2])
