"""Whose data it is has processing stopped (UU 27/2022 art. 11): nothing is looked up, asked, sent
or said by itself any more, until it is lifted. What may have left already is only settled."""

from datetime import datetime

from menwa.case import DELIVERY, DESK, SETTLING, CaseFile


def restricted(file: CaseFile, now: datetime) -> CaseFile:
    """Whoever is asked need not answer any more: the procedure brings it to the desk."""
    if file.case.restricted_at is not None:
        return file
    stopped, wait = file.updated(restricted_at=now), file.wait
    if wait is None or not wait.token or wait.answer is not None:
        return stopped
    if wait.waiting_for in {DESK, SETTLING, DELIVERY}:
        return stopped
    return stopped.answered({"error": "Restricted"}, now)


def lifted(file: CaseFile) -> CaseFile:
    """It goes on once an officer says so at the desk."""
    return file.updated(restricted_at=None)
