"""Misfortunes in the running office: functions killed, WhatsApp broken, time gone by."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Literal

from moto.sqs.models import sqs_backends

from local.demo.people import Phone, until
from local.demo.stage import Stage
from local.engine.calls import Call
from local.engine.expansion import REGION
from local.engine.identities import ACCOUNT
from menwa.case import DESK, SETTLING, CaseFile

When = Literal["before", "after"]
SWEEP = "NotifyOfficialsSweepFunction"
WHATSAPP_FAULTS = "/_kantor/api/whatsapp/faults"


class Mishaps:
    """Each is arranged beforehand, at one call of one function, and strikes once."""

    def __init__(self, stage: Stage) -> None:
        self.waiting_to_strike: list[str] = []
        self._stage = stage
        self._engine = stage.office.engine

    def kill(self, function: str, operation: str, when: When) -> None:
        """`kill -9` as such a call comes in, or as its answer goes out; neither arrives."""
        faults = self._engine.aws.faults
        arrange = {"before": faults.before, "after": faults.after}[when]
        kill = partial(self._engine.kill_workers, function)
        arrange(function, operation, self._once(f"{function} {operation}", kill), lost=True)

    def break_next_pdf(self, phone: Phone, **faults: Any) -> None:
        """WhatsApp misbehaves at the message to this phone that carries the PDF, and only there."""
        switch = {"phone": phone.number, "times": 1} | faults
        turn_on = partial(self._stage.http.post, WHATSAPP_FAULTS, json=switch)
        begin = self._once("WhatsApp", turn_on)
        self._engine.aws.faults.before("SendPdfFunction", "TransactWriteItems", begin)

    def mend(self) -> None:
        self._stage.http.delete(WHATSAPP_FAULTS)

    def pass_time(self, case_id: str, gone: timedelta) -> None:
        """As if the case had waited that much longer."""
        wait = self._stage.office.file(case_id).wait
        if wait is None:
            raise AssertionError(f"{case_id} does not wait")
        earlier = (wait.since - gone).isoformat().replace("+00:00", "Z")
        self._engine.aws.client("dynamodb").update_item(
            TableName=self._engine.template.tables[0].physical_name,
            Key={"pk": {"S": f"CASE#{case_id}"}, "sk": {"S": "WAIT"}},
            UpdateExpression="SET since = :earlier",
            ExpressionAttributeValues={":earlier": {"S": earlier}},
        )

    def sweep(self) -> None:
        """The schedule's next turn, now."""
        answer = self._engine.schedules.run_now(SWEEP)
        assert not answer.errored, answer.payload

    def left_unsettled(self, case_id: str) -> CaseFile:
        """Until an officer is asked: the fifteen minutes in which WhatsApp says nothing."""

        def look() -> CaseFile | None:
            wait = self._stage.office.file(case_id).wait
            if wait is not None and wait.waiting_for == SETTLING:
                self.pass_time(case_id, timedelta(minutes=16))
                self.sweep()
            file = self._stage.office.file(case_id)
            return file if file.wait is not None and file.wait.waiting_for == DESK else None

        return until(f"{case_id} at the desk", look)

    def calls_after(self, function: str, operation: str, more: int) -> Callable[[], bool]:
        """Whether, counted from now, there have been so many calls of AWS."""
        calls, call = self._engine.aws.calls, Call(function, operation)
        enough = calls.count()[call] + more
        return lambda: calls.count()[call] >= enough

    def until_struck(self) -> None:
        """Until all that was arranged has happened."""
        until("what was arranged", lambda: not self.waiting_to_strike)

    def bring_back(self, queue: str) -> None:
        """What dead functions had taken off this queue, as if its minutes were over."""
        self.until_struck()
        name = next(one.physical_name for one in self._engine.template.queues if one.name == queue)
        for message in list(sqs_backends[ACCOUNT][REGION].queues[name].pending_messages):
            message.change_visibility(0)

    def _once(self, name: str, strike: Callable[[], object]) -> Callable[[], None]:
        self.waiting_to_strike.append(name)

        def struck() -> None:
            strike()
            self.waiting_to_strike.remove(name)

        return struck
