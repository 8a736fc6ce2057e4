"""What a change of a case means to those who watch: read off what it was and what it is.

By the clock, nights and holidays too: the report has office time.
"""

from collections.abc import Iterator

from menwa.card import Entry
from menwa.case import CaseFile
from menwa.counting import measure
from menwa.types import Status

APPLICANT = "Pemohon"
Happening = tuple[str, float, str | None]
"""A metric, its value, and its kind."""


def count_change(before: CaseFile, after: CaseFile) -> None:
    for metric, value, kind in happenings(before, after):
        measure(metric, value, kind)


def happenings(before: CaseFile, after: CaseFile) -> Iterator[Happening]:
    for entry in after.entries[len(before.entries) :]:
        yield from _of_leg(entry, after)
    case = after.case
    if case.status.ended and not before.case.status.ended:
        yield "Outcomes", 1, case.status.value
        if case.status is Status.DELIVERED and case.run == 1 and case.proven_at and case.ended_at:
            yield "DeliveredAfter", (case.ended_at - case.proven_at).total_seconds(), None


def _of_leg(entry: Entry, after: CaseFile) -> Iterator[Happening]:
    """Nobody times the applicant; what was sent lies with the applicant's phone."""
    if entry.post == APPLICANT:
        return
    end, step = entry.handed_over_at, str(entry.step)
    if entry.act == "delivered" and after.case.sent_at is not None:
        end = min(end, max(after.case.sent_at, entry.received_at))
    yield "StepWaiting", (end - entry.received_at).total_seconds(), step
    if entry.taken_up_at is not None:
        yield "StepTouch", (entry.handed_over_at - entry.taken_up_at).total_seconds(), step
