"""The citizen takes a request back, as long as its PDF has not left."""

from datetime import datetime

from menwa.case import MAY_HAVE_LEFT, Case, CaseFile
from menwa.errors import AlreadyAnswered
from menwa.types import Status

WITHDRAWN = "withdrawn"


def is_withdrawn(case: Case) -> bool:
    return case.status is Status.CLOSED and case.reason == WITHDRAWN


def can_withdraw(file: CaseFile) -> bool:
    last = file.last_attempt
    sent = last is not None and last.outcome in MAY_HAVE_LEFT
    return file.case.proven_at is not None and not file.case.status.ended and not sent


def withdrawn(file: CaseFile, now: datetime) -> CaseFile:
    """Whoever is asked about it need not answer any more; a step that runs now stops by itself.

    AlreadyAnswered if it has ended, or its PDF may have left. A second time changes nothing.
    """
    if is_withdrawn(file.case):
        return file
    if not can_withdraw(file):
        raise AlreadyAnswered(file.case.id)
    ended = file.updated(
        status=Status.CLOSED, reason=WITHDRAWN, ended_at=now, expires_at=None
    ).handed_over(
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
