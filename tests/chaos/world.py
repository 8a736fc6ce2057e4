"""An office in virtual time: messages on their way, functions that are called, a sweep that comes
round; whatever goes wrong is decided by `Faults`."""

import heapq
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

from menwa.cases import CaseStore
from tests.chaos.aws import Bucket, FaultyTable, Mail, PlainTable, Queues, Secrets
from tests.chaos.faults import CALLS, MESSAGES, Chooses, Faults, Killed, Kind
from tests.chaos.functions import HANDLERS, apart
from tests.chaos.procedure import Procedure
from tests.chaos.siak import Record, Siak
from tests.chaos.whatsapp import WhatsApp
from tests.infra.reading import resources, template
from tests.steps.calling import Invocation, Reply, http_event, s3_event
from tests.steps.outside import Clock
from tests.steps.world import ENVIRONMENT, SECRETS, TABLE

MINUTE, LATE = 60, 20 * 60
# All tries of a step end within halfway.RETRIES_TAKE: until then the sweep keeps an answer for it.
CALLED_LATE = 2 * MINUTE
INCOMING = "CheckSiakGatePdfFunction"
QUEUE_OF = {
    "IntakeInboxFunction": "InboxQueue",
    "SendPdfReceiptsFunction": "ReceiptsQueue",
    INCOMING: "IncomingQueue",
}
FUNCTION_AT = {
    ENVIRONMENT["INBOX_QUEUE_URL"]: "IntakeInboxFunction",
    ENVIRONMENT["RECEIPTS_QUEUE_URL"]: "SendPdfReceiptsFunction",
}
STEPS = {
    f"{name}Function" for name in ("CheckSiak", "CheckSiakAskDesk", "NotifyOfficials", "SendPdf")
}
Act = Callable[[], object]


@dataclass(frozen=True)
class Returned:
    """`error` is the name that the caller sees."""

    answer: Any = None
    error: str | None = None


class World:
    def __init__(self, choose: Chooses, record: Record, seed: int = 0) -> None:
        self.random, self.clock = Random(seed), Clock()  # noqa: S311  repeatable is what counts
        self.faults = faults = Faults(choose, self)
        self.memory = PlainTable()
        self.table = FaultyTable(self.memory, faults)
        self.bucket = Bucket(faults, self._arrived)
        self.queues = Queues(faults, lambda url, body: self.queued(FUNCTION_AT[url], body))
        self.mails: list[tuple[str, str]] = []
        self.mail = Mail(faults, lambda to, words: self.mails.append((to, words)))
        self.secrets = Secrets(SECRETS)
        self.siak = Siak(faults, record)
        self.whatsapp = WhatsApp(faults, self.clock.now, self._told)
        in_vain = partial(self.later, waited_for=False)
        called = partial(self.post, late=CALLED_LATE)
        self.procedure = Procedure(
            faults, self.moment, self.later, in_vain, called, self._step, self.random
        )
        self.dead_letters: list[str] = []
        self.running: list[str] = []
        self._coming: list[tuple[datetime, int, Act, bool]] = []
        self._numbers = count()
        self.on_the_way = 0

    @property
    def store(self) -> CaseStore:
        """As a test reads it: nothing goes wrong with that."""
        table: Any = self.memory
        return CaseStore(table, TABLE)

    # Time

    def moment(self) -> str:
        moment = self.clock.pass_by(milliseconds=1)
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"

    def later(self, seconds: float, act: Act, *, waited_for: bool = True) -> None:
        """`waited_for`: until this has happened, the run is not over."""
        at = self.clock.now() + timedelta(seconds=seconds)
        heapq.heappush(self._coming, (at, next(self._numbers), act, waited_for))
        self.on_the_way += waited_for

    def post(self, what: str, act: Act, seconds: float = 0, late: float = LATE) -> None:
        """On its way: it may come late, after what follows it, or twice."""
        kind = self.faults.at(what, MESSAGES)
        added = {Kind.LATE: late, Kind.REORDERED: MINUTE}
        self.later(seconds + added.get(kind, 0) if kind else seconds, act)
        if kind is Kind.TWICE:
            self.later(seconds + 1, act)

    def live(self, until: datetime) -> None:
        """Whatever comes until then."""
        while self._coming[0][0] <= until:
            self.live_on()
        self.clock.moment = max(self.clock.moment, until)

    def live_on(self) -> None:
        """Until the next thing has happened; there is always one, if it is a sweep."""
        at, _, act, waited_for = heapq.heappop(self._coming)
        self.on_the_way -= waited_for
        self.clock.moment = max(self.clock.moment, at)
        act()

    def meanwhile(self) -> None:
        """A call takes its time, and the others go on."""
        if len(self.running) < 2:
            self.live(self.clock.now() + timedelta(seconds=MINUTE))

    @property
    def at_work(self) -> str:
        return self.running[-1] if self.running else ""

    @property
    def in_step(self) -> bool:
        return self.at_work in STEPS

    def give_up(self) -> None:
        self.procedure.give_up()

    # Functions

    def invoke(self, function: str, event: dict[str, Any]) -> Returned:
        self.faults.step += 1
        self.faults.diary.append(f"{self.clock.now():%d %H:%M:%S} {function}")
        kind = self.faults.at(f"call {function}", CALLS)
        if kind is Kind.BEFORE:
            return Returned(error="Lambda.TooManyRequestsException")
        self.running.append(function)
        try:
            with apart(function) if function in self.running[:-1] else nullcontext():
                answer = HANDLERS[function](event, Invocation())
        except Killed:
            return Returned(error="Runtime.ExitError")
        except Exception as error:
            return Returned(error=type(error).__name__)
        finally:
            self.running.pop()
        return Returned(error="Lambda.Unknown") if kind is Kind.AFTER else Returned(answer)

    def _step(self, function: str, event: dict[str, Any]) -> str | None:
        return self.invoke(function, event).error

    def asked(self, function: str, method: str, path: str, **more: Any) -> Reply:
        """Over HTTP; where the function gives no answer, API Gateway does."""
        returned = self.invoke(function, http_event(method, path, **more))
        if returned.error is not None:
            return Reply(502, {}, "")
        answer = returned.answer
        return Reply(answer["statusCode"], {}, answer.get("body") or "")

    def queued(self, function: str, body: str) -> None:
        self.post(f"message to {function}", lambda: self._received(function, body, 1), 1)

    def _received(self, function: str, body: str, times: int) -> None:
        """What is not handled is seen again; after so many times it is a dead letter."""
        record = {"messageId": "1", "body": body, "eventSource": "aws:sqs"}
        record |= {"receiptHandle": "1", "attributes": {}, "messageAttributes": {}}  # type: ignore[dict-item]
        returned = self.invoke(function, {"Records": [record]})
        failed = returned.answer and returned.answer["batchItemFailures"]
        if returned.error is None and not failed:
            return
        queue = resources(template(), "AWS::SQS::Queue")[QUEUE_OF[function]]
        if times == queue["RedrivePolicy"]["maxReceiveCount"]:
            self.dead_letters.append(function)
            return
        again = partial(self._received, function, body, times + 1)
        self.later(queue["VisibilityTimeout"], again)

    def _arrived(self, key: str) -> None:
        self.queued(INCOMING, s3_event(key))

    def _told(self, what: str, seconds: float, body: bytes, signature: str) -> None:
        self.post(f"webhook {what}", lambda: self._posted(body, signature), seconds)

    def _posted(self, body: bytes, signature: str) -> None:
        """Meta repeats what is not answered with 200."""
        headers = {"X-Hub-Signature-256": signature, "Content-Type": "application/json"}
        reply = self.asked(
            "IntakeWebhookFunction", "POST", "/webhook/whatsapp", body=body, headers=headers
        )
        if reply.status != 200:
            self.later(MINUTE, lambda: self._posted(body, signature))
