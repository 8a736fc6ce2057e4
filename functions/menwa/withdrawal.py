"""The citizen takes a request back, as long as its PDF has not left."""

from datetime import datetime

from menwa.case import MAY_HAVE_LEFT, Case, CaseFile
from menwa.discretion import is_kept_from
from menwa.errors import AlreadyAnswered
from menwa.types import Status

WITHDRAWN = "withdrawn"


def is_withdrawn(case: Case) -> bool:
    return case.status is Status.CLOSED and case.reason == WITHDRAWN


def can_withdraw(file: CaseFile) -> bool:
    """Where a finding is kept from the applicant, also what it has ended: or that would tell it."""
    case, last = file.case, file.last_attempt
    sent = last is not None and last.outcome in MAY_HAVE_LEFT
    over = case.status.ended and (is_withdrawn(case) or not is_kept_from(case))
    return case.proven_at is not None and case.frozen_at is None and not over and not sent


def withdrawn(file: CaseFile, now: datetime) -> CaseFile:
    """Whoever is asked about it need not answer any more; a step that runs now stops by itself.
    What was asked for once more is as it was: the PDF of before has arrived, and still counts.

    AlreadyAnswered if it has ended, or its PDF may have left. A second time changes nothing.
    """
    if is_withdrawn(file.case):
        return file
    if not can_withdraw(file):
        raise AlreadyAnswered(file.case.id)
    ended = _ended(file, now).handed_over(
        step=1,
        act=WITHDRAWN,
        holder="Pemohon",
        paraf="-",
        to="Pemohon",
        now=now,
        occasion=f"withdrawn:{file.case.run}",
    )
    open_wait = ended.wait is not None and ended.wait.answer is None
    return ended.answered({"error": "Withdrawn"}, now) if open_wait else ended


def _ended(file: CaseFile, now: datetime) -> CaseFile:
    """Of a run that nobody wants any more, no step finds itself in the case again: its number is
    another's."""
    case, arrived_at = file.case, _arrived_at(file)
    if case.run == 1 or arrived_at is None:
        return file.updated(status=Status.CLOSED, reason=WITHDRAWN, ended_at=now, expires_at=None)
    return file.updated(status=Status.DELIVERED, reason=None, ended_at=arrived_at, run=case.run + 1)


def _arrived_at(file: CaseFile) -> datetime | None:
    on_card = [one.handed_over_at for one in file.entries if one.act in {"delivered", "received"}]
    sent = [one.at for one in file.attempts if one.outcome == "delivered"]
    return max([*on_card, *sent], default=None)
