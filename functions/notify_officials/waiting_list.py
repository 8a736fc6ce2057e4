"""All that waits for an official, oldest first, grouped by document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from menwa.case import Case, CaseFile, Wait
from menwa.office import Office
from notify_officials.rules import Question, question_on
from notify_officials.told import StillUnsigned, still_unsigned

MOST_SHOWN = 100


@dataclass(frozen=True)
class Row:
    """`waited` is office time, `promised` the end of the day until which they asked for time."""

    case_id: str
    document_type: str
    question: Question
    number: str
    since: datetime
    waited: timedelta
    is_late: bool
    promised: datetime | None
    unsigned: StillUnsigned | None

    @property
    def key(self) -> str:
        """Which question of which case: what is ticked is what was seen."""
        return f"{self.case_id}|{self.question.post}|{self.question.visit}"


@dataclass(frozen=True)
class Group:
    """`title` of the post that is asked, if it is not their own."""

    key: str
    document: str
    title: str
    rows: Sequence[Row]

    @property
    def numbers(self) -> list[str]:
        return [row.number for row in self.rows if row.number]


@dataclass(frozen=True)
class Below:
    """What waits for those whom they supervise; `oldest` has waited so long in office time."""

    count: int
    oldest: timedelta


@dataclass(frozen=True)
class Coming:
    """What waits for them next, and how many others do."""

    case_id: str
    document: str
    others: int


@dataclass(frozen=True)
class PutOff:
    """How many they have asked time for, the first of them up to this day."""

    count: int
    day: date


Ahead = Coming | PutOff | None


@dataclass(frozen=True)
class WaitingList:
    """`total` counts also what is not shown for being too much at once."""

    groups: Sequence[Group]
    total: int
    below: Below | None

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    def keys_of(self, group: str) -> list[str]:
        """Of all groups, if it is "all"."""
        groups = [each for each in self.groups if group in {each.key, "all"}]
        return [row.key for each in groups for row in each.rows]

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.rows)

    @property
    def may_submit(self) -> bool:
        return any(row.question.level != "kadis" for row in self.rows)


def waiting_list(
    own: str, waiting: Iterable[CaseFile], below: Iterable[Wait], office: Office, now: datetime
) -> WaitingList:
    """`own`: the post that they hold themselves; `below`: what waits for whom they supervise."""
    in_order = sorted(_asked(waiting), key=lambda asked: asked[1].since)
    grouped: dict[tuple[str, str], list[Row]] = {}
    for case, wait, question in in_order[:MOST_SHOWN]:
        row = _row(case, wait, question, office, now)
        grouped.setdefault((question.post, row.document_type), []).append(row)
    groups = [_group(post, kind, rows, own, office) for (post, kind), rows in grouped.items()]
    return WaitingList(groups, len(in_order), _below(below, office, now))


def in_turn(waiting: Iterable[tuple[str, Wait]], now: datetime) -> list[str]:
    """Case ids in the order in which to answer them; what is put off has its time."""
    asked = [
        (wait.since, key)
        for key, wait in waiting
        if question_on(wait) and not _is_put_off(wait, now)
    ]
    return [key for _, key in sorted(asked)]


def put_off(waits: Iterable[Wait], office: Office, now: datetime) -> PutOff | None:
    ends = [
        wait.until for wait in waits if wait.until and question_on(wait) and _is_put_off(wait, now)
    ]
    return PutOff(len(ends), office.hours.day_before(min(ends))) if ends else None


def posts_below(post: str, office: Office) -> list[str]:
    """Whose work they answer for: of a Kabid the Kasi, of the Kadis all."""
    kinds = [kind for kind in office.documents.values() if not kind.never_a_pdf]
    kasi = {kind.kasi for kind in kinds if post in {kind.kabid, kind.kadis}}
    return sorted(kasi | {kind.kabid for kind in kinds if post == kind.kadis})


def _is_put_off(wait: Wait, now: datetime) -> bool:
    return wait.until is not None and now <= wait.until


def _asked(files: Iterable[CaseFile]) -> Iterator[tuple[Case, Wait, Question]]:
    """The index lags a little: what was answered meanwhile is left out."""
    for file in files:
        if file.wait is not None and (question := question_on(file.wait)):
            yield file.case, file.wait, question


def _row(case: Case, wait: Wait, question: Question, office: Office, now: datetime) -> Row:
    waited = office.hours.office_time(wait.since, now)
    last_reminder = [office.letters.next_level, *office.letters.reminders][-1]
    is_slow = waited >= timedelta(hours=last_reminder)
    return Row(
        case_id=case.id,
        document_type=case.document_type,
        question=question,
        number=(case.found.number if case.found else case.number) or "",
        since=office.local(wait.since),
        waited=waited,
        is_late=now > wait.until if wait.until else is_slow,
        promised=wait.until,
        unsigned=still_unsigned(case, wait, question.level, office),
    )


def _group(post: str, kind: str, rows: list[Row], own: str, office: Office) -> Group:
    title = "" if post == own else office.posts.title(post)
    return Group(f"{post}.{kind}", office.documents[kind].name, title, rows)


def _below(waits: Iterable[Wait], office: Office, now: datetime) -> Below | None:
    since = [wait.since for wait in waits if question_on(wait)]
    if not since:
        return None
    return Below(len(since), office.hours.office_time(min(since), now))
