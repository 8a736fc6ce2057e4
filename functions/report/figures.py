"""Every figure of the report, counted once, as cases pass by: all forms show these."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from menwa.case import Case
from menwa.office import Office
from menwa.types import Status
from report.waiting import APPLICANT, Waited, waited_at

UNDELIVERABLE = "Undeliverable"
AGES = (1, 3, 8, 31)
"""Days: an open request is younger than the first, than the second …, or older than all."""


@dataclass
class Waits:
    """How often something waited, how often too long, how long in all and at most."""

    count: int = 0
    late: int = 0
    total: timedelta = timedelta()
    longest: timedelta = timedelta()

    def add(self, waited: timedelta, *, late: bool = False) -> None:
        self.count += 1
        self.late += late
        self.total += waited
        self.longest = max(self.longest, waited)

    @property
    def mean(self) -> timedelta:
        return self.total / self.count if self.count else timedelta()


@dataclass
class Figures:
    """Of the requests that came in during a period, as they stand at `now`.

    Its size is that of the office (days, document types, posts, people), not of its requests.
    """

    now: datetime
    statuses: Counter[Status] = field(default_factory=Counter)
    days: Counter[tuple[date, Status]] = field(default_factory=Counter)
    documents: Counter[tuple[str, Status]] = field(default_factory=Counter)
    ages: Counter[tuple[int, Status]] = field(default_factory=Counter)
    delivered: Waits = field(default_factory=Waits)
    steps: defaultdict[tuple[int, str], Waits] = field(default_factory=lambda: defaultdict(Waits))
    holders: defaultdict[str, Waits] = field(default_factory=lambda: defaultdict(Waits))
    returned: Counter[str] = field(default_factory=Counter)
    undeliverable: Counter[Status] = field(default_factory=Counter)
    walk_ins: Counter[str] = field(default_factory=Counter)
    acts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Of a person, for a post: what was done."""

    @property
    def registered(self) -> int:
        return self.statuses.total()

    @property
    def open(self) -> int:
        return sum(count for status, count in self.statuses.items() if not status.ended)

    def count(self, case: Case, office: Office) -> None:
        began = case.proven_at or case.created_at
        self.statuses[case.status] += 1
        self.days[case.day or office.day_of(began), case.status] += 1
        self.documents[case.document_type, case.status] += 1
        if case.status is Status.DELIVERED and case.ended_at:
            self.delivered.add(office.hours.office_time(began, case.ended_at))
        if case.status is Status.RETURNED:
            self.returned[case.reason or ""] += 1
        if case.entered_by:
            self.walk_ins[case.entered_by] += 1
        self._count_way(case, office)
        if not case.status.ended:
            self._count_open(case, office, began)

    def _count_way(self, case: Case, office: Office) -> None:
        for leg in case.way:
            waited: Waited | None = waited_at(leg, case.sent_at, office)
            if waited is not None:
                self.steps[leg.step, leg.post].add(waited.waited, late=waited.is_late)
            if leg.person is not None:
                self.acts[leg.person, leg.post, leg.act] += 1
        if any(leg.act == UNDELIVERABLE for leg in case.way):
            self.undeliverable[case.status] += 1

    def _count_open(self, case: Case, office: Office, began: datetime) -> None:
        days = (office.day_of(self.now) - office.day_of(began)).days
        self.ages[sum(days >= age for age in AGES), case.status] += 1
        since = case.way[-1].handed_over_at if case.way else began
        if case.held_by != APPLICANT:
            self.holders[case.held_by].add(office.hours.office_time(since, self.now))
