"""The state machine around SendPdf: visits, task tokens, retries, and the ways to the desk."""

import json
from collections.abc import Callable
from typing import Any

from menwa.errors import MenwaError

TRANSIENT = {"Contended", "Unavailable", "WhatsAppUnavailable", "Lambda.Unknown"}
RETRIES = {"SendPdf": 4, "AskDesk": 30}
ENDS = {"Delivered", "Returned", "Closed"}
AFTER_DESK = {"send_again": "SendPdf", "staged": "SendPdf", "delivered": "Delivered"}


class Killed(BaseException):
    """As a process ends, without a word."""


class TokenGone(Exception):
    """Timed out, answered, or never handed out."""


class AlreadyBegun(Exception):
    """An execution of this name."""


class Exceptions:
    TaskTimedOut = TaskDoesNotExist = InvalidToken = TokenGone
    ExecutionAlreadyExists = AlreadyBegun


class Machine:
    """`functions` by state; each gets the event that the state machine would give it."""

    exceptions = Exceptions

    def __init__(self, functions: dict[str, Callable[[dict[str, Any]], object]]) -> None:
        self._functions = functions
        self._visits = self._tokens = self._retried = 0
        self.state, self.reason, self.token = "", "none", ""
        self.run: str | None = None
        self.is_due = False
        """A function is to be called."""

    @property
    def has_ended(self) -> bool:
        return self.state in ENDS

    def enter(self, state: str, reason: str = "none") -> None:
        self._visits += 1
        self._retried = 0
        self.state, self.reason, self.token = state, reason, ""
        self.is_due = state not in ENDS

    def call(self, case_id: str) -> None:
        """Also where an earlier call of the same visit is still running, and is given up on."""
        self.is_due = False
        self._tokens += 1
        token = self.token = f"token-{self._tokens}"
        visit = f"visit-{self._visits}"
        event = {"case_id": case_id, "visit": visit, "token": token, "run": self.run}
        if self.state == "AskDesk":
            event["reason"] = self.reason
        try:
            self._functions[self.state](event)
        except Killed:
            self._failed(token, "Lambda.Unknown")
        except MenwaError as error:
            self._failed(token, type(error).__name__)

    def _failed(self, token: str, error: str) -> None:
        """Nothing to the state machine where the token was answered before."""
        if token != self.token:
            return
        retried = error in TRANSIENT or (self.state == "AskDesk" and error != "Withdrawn")
        if retried and self._retried < RETRIES.get(self.state, 4):
            self._retried += 1
            self.token, self.is_due = "", True
            return
        self._leave(error)

    def time_out(self) -> None:
        self._leave("States.Timeout")

    def _leave(self, error: str) -> None:
        ways = {"Released": "SendPdf", "DocumentGone": "CheckSiak", "Withdrawn": "Closed"}
        self.enter(ways.get(error, "AskDesk"), error)

    def send_task_success(self, *, taskToken: str, output: str) -> None:  # noqa: N803  as AWS has it
        self._take(taskToken)
        answer = json.loads(output)["answer"]
        if self.state == "SendPdf":
            self.enter("Delivered")
        else:
            self.enter("CheckSiak" if answer == "look_again" else AFTER_DESK.get(answer, "Closed"))

    def send_task_failure(self, *, taskToken: str, error: str) -> None:  # noqa: N803
        self._take(taskToken)
        self._leave(error)

    def _take(self, token: str) -> None:
        if not token or token != self.token:
            raise TokenGone(token)
