"""What stands around the functions: the procedure that waits for answers, and the internet."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from tests.builders import NOW


class Clock:
    """Stands in for `datetime` where MENWA reads the clock."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self, _zone: object = None) -> datetime:
        return self.moment

    def pass_by(self, **time: float) -> datetime:
        self.moment += timedelta(**time)
        return self.moment


@dataclass(frozen=True)
class Refused:
    """What AWS answers to a token that was answered already."""

    status_code: int = 400


@dataclass
class Procedure:
    """The state machine's side of a task token: each takes one answer, as on AWS."""

    answers: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def listen(self, client: Any) -> Callable[[], None]:
        """Until the function is called that this returns."""
        doors = {
            "before-call.sfn.SendTaskSuccess": self._success,
            "before-call.sfn.SendTaskFailure": self._failure,
        }
        for name, answer in doors.items():
            client.meta.events.register(name, answer)

        def leave() -> None:
            for name, answer in doors.items():
                client.meta.events.unregister(name, answer)

        return leave

    def _success(self, params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        asked = json.loads(params["body"])
        return self._take(asked["taskToken"], json.loads(asked["output"]))

    def _failure(self, params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        asked = json.loads(params["body"])
        return self._take(asked["taskToken"], {"error": asked["error"]})

    def _take(self, token: str, answer: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        if token in self.gone:
            error = {"Code": "TaskTimedOut", "Message": "Task Timed Out"}
            return Refused(400), {"Error": error, "ResponseMetadata": {}}
        self.gone.add(token)
        self.answers.append((token, answer))
        return Refused(200), {"ResponseMetadata": {}}


class Internet:
    """Whoever answers for a host; a host that nobody answers for is not reached."""

    def __init__(self) -> None:
        self.hosts: dict[str, httpx.BaseTransport] = {}
        self.asked: list[httpx.Request] = []

    def handle(self, _client: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        host = self.hosts.get(request.url.host)
        if host is None:
            raise httpx.ConnectError("no network in tests", request=request)
        return host.handle_request(request)

    def answer(self, host: str, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.hosts[host] = httpx.MockTransport(answer)
