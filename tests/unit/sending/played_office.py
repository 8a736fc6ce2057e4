"""One request and its PDF, played by the real handlers and rules; everything around them fails now
and then: before, after and in the middle of each effect."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any, TypeVar

from check_siak.ask_desk import DeskVisit, at_the_desk
from check_siak.desk_rules import Said, answered_at_desk, possible
from menwa.answering import carry_on, start
from menwa.asking_again import CITIZEN, run_again
from menwa.case import DESK, CaseFile
from menwa.errors import DocumentGone, MenwaError, Unavailable
from menwa.office import Office
from menwa.pauses import still_theirs
from menwa.recipient import Recipient
from menwa.types import Status
from menwa.withdrawal import withdrawn
from notify_officials.faults import Faults
from notify_officials.halfway import (
    begin_unstarted,
    carry_on_answered,
    hand_unsettled_to_desk,
    release_held,
    resume_paused,
)
from send_pdf import receipts, step
from send_pdf.sending import Sending
from tests.builders import (
    CASE_ID,
    NOW,
    OFFICE,
    a_cleared_case,
    a_file,
    an_officer,
    found,
    staged,
)
from tests.unit.sending.machine import Killed, Machine
from tests.unit.sending.memory_store import MemoryStore, MemorySwitch
from tests.unit.sending.played_whatsapp import PlayedWhatsApp

Done = TypeVar("Done")
OFFICER = an_officer()
MINUTES = (1, 1, 6, 6, 20, 20, 70, 300, 1560, 57600)  # that pass at once: up to forty days
TASK_TIMEOUT = timedelta(days=31)
SEEN_IN_SIAK = {"found": found(), "staged": staged(), "right": "officer"}
MEANWHILE = ("call_again", "hear", "sweep", "officer", "citizen")
ACTS = ("call", "hear", "sweep", "pass_time", "officer", "citizen")


@dataclass(frozen=True)
class Record:
    body: str


@dataclass(frozen=True)
class Round:
    """Of the sweep's, what its duties about sending need."""

    store: MemoryStore
    procedure: Any
    now: datetime
    faults: Faults = field(default_factory=Faults)


class FailingStore(MemoryStore):
    def __init__(self, switch: MemorySwitch, effect: Callable[..., Any]) -> None:
        super().__init__(switch)
        self._effect = effect

    def save(self, before: CaseFile, after: CaseFile, *_: Any, **__: Any) -> CaseFile:
        saved: CaseFile = self._effect(lambda: super(FailingStore, self).save(before, after))
        return saved


class PlayedOffice:
    """Stands in for each handler's environment, for the clock and for the state machine's API."""

    state_machine_arn = "machine"
    exceptions = Machine.exceptions

    def __init__(self, random: Random, sender: type[Sending] = Sending) -> None:
        self.random, self.sender = random, sender
        self.api: Any = self
        self.now = self.entered = NOW
        self.calm = self.inside = False
        self._begun = set[str]()
        self._switch = MemorySwitch()
        self._store = FailingStore(self._switch, self.effect)
        self.phone = PlayedWhatsApp(random, self.effect, lambda: self.now, self.heard_at)
        self.machine = Machine(
            {"SendPdf": self._send, "AskDesk": self._ask, "CheckSiak": self._look}
        )
        self._store.have(a_file(a_cleared_case()))
        self.machine.enter("SendPdf")

    # What the handlers find in their environment

    def store(self) -> FailingStore:
        return self._store

    def switch(self) -> MemorySwitch:
        return self._switch

    def office(self) -> Office:
        return OFFICE

    def questions(self) -> None:
        """Nobody asks any here."""

    def whatsapp(self) -> PlayedWhatsApp:
        return self.phone

    def sending(self) -> Sending:
        own: Any = self
        return self.sender(self._store, own, own, own, own.switch(), own.phone, OFFICE)

    def staged(self, sha256: str) -> bytes:
        if not self.calm and self.random.random() < 0.02:
            raise DocumentGone(sha256)
        return b"%PDF"

    def recording(self, *_: object) -> list[Any]:
        return []

    def full_until(self, _to: Recipient, now: datetime) -> datetime | None:
        full = not self.calm and self.random.random() < 0.3
        return now + timedelta(hours=24) if full else None

    def send_task_success(self, **answer: str) -> None:
        self.effect(lambda: self.machine.send_task_success(**answer))

    def send_task_failure(self, **answer: str) -> None:
        self.effect(lambda: self.machine.send_task_failure(**answer))

    def start_execution(self, *, name: str, **_: str) -> None:
        self.effect(lambda: self._begin(name))

    def _begin(self, name: str) -> None:
        if name in self._begun:
            raise Machine.exceptions.ExecutionAlreadyExists(name)
        self._begun.add(name)
        self.machine.run = name
        self.machine.enter("CheckSiak")

    def heard_at(self) -> datetime | None:
        case = self._store.load(CASE_ID).case
        return case.heard_at or case.proven_at

    # What happens

    def effect(self, do: Callable[[], Done]) -> Done:
        """Something that stays done: the process may die before it or after it, AWS may throttle,
        and meanwhile something else may happen."""
        fate = 0.5 if self.calm else self.random.random()
        if fate < 0.03:
            raise Killed
        if fate < 0.05:
            raise Unavailable("throttled")
        if fate < 0.10 and not self.inside:
            self.inside = True
            self.act(self.random.choice(MEANWHILE))
            self.inside = False
        done = do()
        if fate > 0.97:
            raise Killed
        return done

    def act(self, name: str) -> None:
        with suppress(Killed, MenwaError):
            getattr(self, name)()

    def settle(self) -> None:
        """Nothing goes wrong any more, and whatever is on its way arrives."""
        self.calm = True
        for _ in range(6):
            while self.machine.is_due:
                self.machine.call(CASE_ID)
            while self.phone.receipts:
                self.hear()
            self.now += timedelta(minutes=20)
            self.sweep()

    def call(self) -> None:
        if self.machine.is_due:
            self.machine.call(CASE_ID)

    def call_again(self) -> None:
        """Lambda's answer was lost while the function ran on."""
        if self.machine.state == "SendPdf":
            self.machine.call(CASE_ID)

    def hear(self) -> None:
        """SQS keeps what could not be handled, and hands out some things twice."""
        bodies = self.phone.receipts
        if not bodies:
            return
        place = self.random.randrange(len(bodies))
        record: Any = Record(bodies[place])
        receipts.read_receipt(record)
        if record.body in bodies and (self.calm or self.random.random() < 0.8):
            bodies.remove(record.body)

    def sweep(self) -> None:
        at: Any = Round(self._store, self.api, self.now)
        carry_on_answered(at)
        hand_unsettled_to_desk(at)
        release_held(at, held=self._switch.held() is not None)
        resume_paused(at)
        begin_unstarted(at, self.state_machine_arn)

    def pass_time(self) -> None:
        self.now += timedelta(minutes=self.random.choice(MINUTES))
        if self.machine.state == "SendPdf" and self.now - self.entered > TASK_TIMEOUT:
            self.machine.time_out()

    def officer(self) -> None:
        if self._switch.held() and self.random.random() < 0.5:
            self._switch.release()
        file = self._store.load(CASE_ID)
        answers = possible(file, OFFICER)
        if file.wait is None or file.wait.waiting_for != DESK or not answers:
            return
        said = Said(self.random.choice(answers), OFFICER, reason="Alasan.")
        decide = partial(answered_at_desk, said=said, now=self.now)
        after = self._store.change(file, decide)
        carry_on(self.api, after)

    def citizen(self) -> None:
        file, chance = self._store.load(CASE_ID), self.random.random()
        if file.case.status is Status.DELIVERED and self.machine.has_ended:
            again = partial(run_again, by=CITIZEN, now=self.now)
            start(self.api, self.state_machine_arn, self._store.change(file, again).case)
        elif chance < 0.1:
            carry_on(self.api, self._store.change(file, partial(withdrawn, now=self.now)))
        elif chance < 0.6:
            proven = partial(CaseFile.updated, identity_doubt=None)
            tapped = self._store.change(file, lambda file: still_theirs(proven(file), self.now))
            carry_on(self.api, tapped)
        else:
            self._store.change(file, lambda file: file.updated(heard_at=self.now))

    # The state machine's functions

    def _send(self, event: dict[str, Any]) -> None:
        self.entered = self.now
        unlogged: Any = step.handler
        unlogged.__wrapped__(event, None)

    def _ask(self, event: dict[str, Any]) -> None:
        visit = DeskVisit.model_validate(event)
        decide = partial(at_the_desk, visit=visit, now=self.now)
        carry_on(self.api, self._store.change(visit.load(self._store), decide))

    def _look(self, _event: dict[str, Any]) -> None:
        self._store.have(self._store.load(CASE_ID).updated(**SEEN_IN_SIAK))
        self.machine.enter("SendPdf")
