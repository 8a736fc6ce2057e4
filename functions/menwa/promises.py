"""By when a citizen is told to expect the PDF: the end of an office day, and one that is kept."""

from dataclasses import replace
from datetime import datetime, timedelta

from menwa.case import Case, CaseFile
from menwa.dates import in_words
from menwa.office import Office
from menwa.types import LEVELS, Level

DESK_STEP, FIRST_STEP = 2, 3
SIGNATURE_LATE = frozenset({"no_answer", "vacant", "still_unsigned"})


def promised(
    level: Level | None, ahead: int, office: Office, now: datetime, until: datetime | None = None
) -> datetime:
    """`level` None: it waits at the desk. `ahead` others wait there too, each for the minutes that
    the SOP gives this step; nothing happens before `until`, for which an official has asked."""
    step = FIRST_STEP + LEVELS.index(level) if level else DESK_STEP
    queue = timedelta(minutes=office.standards[step].minutes * ahead)
    moment = office.hours.after(max(now, until or now), office.letters.needed.of(level) + queue)
    return office.hours.closing(office.hours.day_before(moment))


def is_at_risk(
    promise: datetime, office: Office, now: datetime, until: datetime | None = None
) -> bool:
    """So little is left of the promised day that it will hardly be kept."""
    left = office.hours.office_time(max(now, until or now), promise)
    return left <= timedelta(hours=office.letters.at_risk)


def renewed(promise: datetime, estimate: datetime, office: Office) -> datetime:
    """A later day than the one that was promised, however near the end may seem."""
    if estimate > promise:
        return estimate
    opens = office.hours.next_opening(promise)
    return office.hours.closing(office.day_of(opens))


def dated(file: CaseFile, office: Office, now: datetime) -> CaseFile:
    """At the desk for want of a signature: with the day by which the citizen may expect it now,
    which is not today, so that this is all that they hear today."""
    case = file.case
    if case.reason not in SIGNATURE_LATE or case.right is None or not _is_open(file):
        return file
    today = office.hours.closing(office.day_of(now))
    holds = case.promise is not None and case.promise > today
    promise = case.promise if holds else None
    if promise is None or is_at_risk(promise, office, now):
        promise = renewed(max(case.promise or now, today), promised(None, 0, office, now), office)
    return replace(file, case=with_promise(case, promise, office, now))


def _is_open(file: CaseFile) -> bool:
    return file.wait is not None and file.wait.answer is None


def in_citizens_words(promise: datetime, office: Office) -> str:
    """`Kamis, 26 November 2026`"""
    return in_words(office.hours.day_before(promise))


def with_promise(case: Case, promise: datetime, office: Office, now: datetime) -> Case:
    return case.model_copy(update={"promise": promise, "promised_on": office.day_of(now)})
