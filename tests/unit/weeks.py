"""Weeks of an office's life in virtual time: cases come, officials answer or don't, the sweep runs.

In memory: the table, the phones, the mails and the state machine are stand-ins; what asks, reminds,
passes on and tells is the real thing.
"""

import heapq
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from random import Random
from typing import Any

from check_siak.ask_desk import DeskVisit, at_the_desk
from check_siak.hand_over import occasion_of, words_for
from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.citizens import Citizens
from menwa.letter_book import LetterBook
from menwa.office import Office
from menwa.promises import dated
from menwa.recipient import Recipient
from menwa.types import LEVELS, Level, Status, new_case_id
from menwa.whatsapp import TemplateMessage
from notify_officials.asking import Question, ask
from notify_officials.courier import Courier
from notify_officials.rounds import Round
from notify_officials.sweep import officials
from tests.builders import a_case, a_proven_case
from tests.memory_table import MemoryTable

SWEEP_EVERY = timedelta(minutes=5)
URL = "https://menwa.contoh.go.id"


@dataclass(frozen=True)
class Said:
    at: datetime
    to: str
    occasion: str
    words: str = ""
    template: str = ""

    @property
    def of_a_stall(self) -> bool:
        return self.template == "antrean_tersendat" or "tertahan" in self.words


@dataclass
class Outside:
    """WhatsApp and SES: they take everything, and keep what it was."""

    now: datetime
    whatsapp: list[Said] = field(default_factory=list)
    mails: list[Said] = field(default_factory=list)

    def send(self, to: Recipient, message: str | TemplateMessage, occasion: str) -> None:
        if isinstance(message, str):
            self.whatsapp.append(Said(self.now, str(to.phone), occasion, message))
        else:
            words = " ".join(message.values.values())
            said = Said(self.now, str(to.phone), occasion, words, message.name)
            self.whatsapp.append(said)

    send_template = send

    def send_email(
        self,
        *,
        Destination: Any,  # noqa: N803
        EmailTags: Any,  # noqa: N803
        Content: Any,  # noqa: N803
        **_: Any,
    ) -> None:
        [address] = Destination["ToAddresses"]
        words = Content["Simple"]["Subject"]["Data"]
        self.mails.append(Said(self.now, address, f"letter:{EmailTags[0]['Value']}:", words))


class Gone(Exception):
    pass


class Procedure:
    """The state machine: of each answer it knows what comes next."""

    class exceptions:  # noqa: N801  as boto3 spells it
        TaskTimedOut = TaskDoesNotExist = InvalidToken = Gone

    def __init__(self, carried_on: Callable[[str, Level, str], None]) -> None:
        self._carried_on = carried_on

    def send_task_success(self, *, taskToken: str, output: str) -> None:  # noqa: N803
        case_id, level = taskToken.split("|")
        of: dict[str, Level] = {each: each for each in LEVELS}
        self._carried_on(case_id, of[level], json.loads(output)["answer"])


@dataclass
class Weeks:
    """`asked`, `put_off` until and `answered`, each by case and level; `phones` by case."""

    office: Office
    begin: datetime
    seed: int = 7
    asked: dict[tuple[str, Level], datetime] = field(default_factory=dict)
    put_off: dict[tuple[str, Level], datetime] = field(default_factory=dict)
    answered: dict[tuple[str, Level], tuple[str, datetime]] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    delivered: dict[str, datetime] = field(default_factory=dict)
    at_desk: dict[str, datetime] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    faults: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = self.begin
        self.random, self.numbers = Random(self.seed), count()  # noqa: S311  the same each time
        self.outside = Outside(self.begin)
        table: Any = MemoryTable()
        self.store, self.book = CaseStore(table, "cases"), LetterBook(table, "cases")
        self.events: list[tuple[datetime, int, Callable[[], None]]] = []

    def at(self, moment: datetime, happens: Callable[[], None]) -> None:
        heapq.heappush(self.events, (moment, next(self.numbers), happens))

    def live(self, until: datetime) -> None:
        """A sweep every five minutes, and between two of them whatever happens meanwhile."""
        while self.now < until:
            following = self.now + SWEEP_EVERY
            while self.events and self.events[0][0] <= following:
                moment, _, happens = heapq.heappop(self.events)
                self._turn_to(max(moment, self.now))
                happens()
            self._turn_to(following)
            at = self.round()
            for duty, times in officials(at).items():
                self.done[duty] += times
            self.faults += at.faults.found

    def round(self) -> Round:
        outside: Any = self.outside
        procedure: Any = Procedure(self._carried_on)
        return Round(
            store=self.store,
            book=self.book,
            office=self.office,
            courier=Courier(outside, outside, "menwa@contoh.go.id", URL, "menwa"),
            citizens=Citizens(self.store, outside),
            procedure=procedure,
            now=self.now,
        )

    def begin_case(self, document_type: str, *, right: bool) -> None:
        """Looked up in SIAK, and not signed yet."""
        case_id, number = new_case_id(), next(self.numbers)
        phone = self.phones[case_id] = f"+6281{number:09}"
        known = {"id": case_id, "proof_hash": case_id, "document_type": document_type}
        case = a_proven_case(
            **known,
            identity=Recipient(phone=phone),
            proven_at=self.now,
            right="recorded_phone" if right else None,
        )
        self.store.create(a_case(**known))
        self.store.save(CaseFile(a_case(**known)), CaseFile(case))
        self._ask(case_id, "kasi")

    def _ask(self, case_id: str, level: Level) -> None:
        self.asked[case_id, level] = self.now
        visit, token = f"{level}:{case_id}", f"{case_id}|{level}"
        question = Question(case_id=case_id, visit=visit, token=token, level=level)
        ask(self.round(), question, self.store.load(case_id))
        self._will_answer(case_id, level)

    def _will_answer(self, case_id: str, level: Level) -> None:
        """Most within hours, some ask for time, some never do."""
        chance, hours = self.random.random(), self.random.expovariate(1 / 3)
        soon = self.office.hours.after(self.now, timedelta(hours=min(hours, 11.5), minutes=1))
        answer = "signed" if level == "kadis" or self.random.random() < 0.2 else "submitted"
        if chance < 0.75:
            self.at(soon, lambda: self._answer(case_id, level, answer))
        elif chance < 0.87:
            days = self.office.hours.after(self.now, timedelta(hours=self.random.choice([8, 14])))
            until = self.office.hours.closing(self.office.day_of(days))
            self.at(soon, lambda: self._ask_for_time(case_id, level, until))

    def _ask_for_time(self, case_id: str, level: Level, until: datetime) -> None:
        file = self.store.load(case_id)
        wait = file.wait
        if wait is None or wait.answer is not None or wait.asked != level or until <= self.now:
            return
        self.put_off[case_id, level] = until
        self.store.save(file, file.opened(wait.model_copy(update={"not_yet": 1, "until": until})))

    def _answer(self, case_id: str, level: Level, answer: str) -> None:
        file = self.store.load(case_id)
        if file.wait is None or file.wait.answer is not None or file.wait.asked != level:
            return
        after = self.store.save(file, file.answered({"answer": answer}, self.now))
        carry_on(self.round().procedure, after)

    def _carried_on(self, case_id: str, level: Level, answer: str) -> None:
        self.answered[case_id, level] = (answer, self.now)
        if answer == "signed":
            self.at(self.now + timedelta(minutes=1), lambda: self._deliver(case_id))
        elif level == LEVELS[-1]:
            self.at(self.now, lambda: self._to_desk(case_id, answer))
        else:
            above = LEVELS[LEVELS.index(level) + 1]
            self.at(self.now, lambda: self._ask(case_id, above))

    def _to_desk(self, case_id: str, reason: str) -> None:
        self.at_desk[case_id] = self.now
        visit = DeskVisit(case_id=case_id, visit=f"desk:{case_id}", token="", reason=reason)
        file = self.store.change(
            self.store.load(case_id),
            lambda found: dated(at_the_desk(found, visit, self.now), self.office, self.now),
        )
        words, occasion = (
            words_for(file.case, self.office, URL),
            occasion_of(file.case, visit.visit),
        )
        Citizens(self.store, self.round().courier.whatsapp).tell(
            file.case, words, occasion, self.now
        )
        hours = timedelta(hours=self.random.uniform(2, 40))
        self.at(self.office.hours.after(self.now, hours), lambda: self._deliver(case_id))

    def _deliver(self, case_id: str) -> None:
        file = self.store.load(case_id)
        self.delivered[case_id] = self.now
        ended = file.updated(status=Status.DELIVERED, ended_at=self.now)
        self.store.save(file, ended.cleared())

    def _turn_to(self, moment: datetime) -> None:
        self.now = self.outside.now = moment

    def told(self, case_id: str) -> list[Said]:
        """What the citizen heard, in order."""
        return self._told[self.phones[case_id]]

    @cached_property
    def _told(self) -> dict[str, list[Said]]:
        found = defaultdict(list)
        for said in self.outside.whatsapp:
            found[said.to].append(said)
        return found

    def to_post(self, post: str) -> list[datetime]:
        """When letters about its documents were written to whoever answers for it."""
        written = [*self.outside.whatsapp, *self.outside.mails]
        letters = [said for said in written if said.occasion.startswith(f"letter:{post}:")]
        return sorted({said.at for said in letters if not said.of_a_stall})

    def stalls(self) -> list[Said]:
        written = [*self.outside.whatsapp, *self.outside.mails]
        return [said for said in written if said.of_a_stall]
