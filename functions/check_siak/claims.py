"""Who works on a case at the desk, so that two officers do not do the same work."""

from datetime import datetime, timedelta

from menwa.case import DESK, CaseFile, Claim, Wait
from menwa.errors import AlreadyAnswered, Claimed
from menwa.signed_in import SignedIn

LASTS = timedelta(minutes=15)


def live_claim(wait: Wait | None, now: datetime) -> Claim | None:
    claim = wait.claim if wait is not None else None
    return claim if claim is not None and now < claim.until else None


def open_wait(file: CaseFile, officer: SignedIn, now: datetime) -> Wait:
    """AlreadyAnswered if it does not wait at the desk any more, Claimed if another works on it."""
    wait, claim = file.wait, live_claim(file.wait, now)
    if wait is None or wait.waiting_for != DESK:
        raise AlreadyAnswered(file.case.id)
    if claim is not None and claim.officer != officer.key:
        raise Claimed(file.case.id)
    return wait


def claimed(file: CaseFile, officer: SignedIn, now: datetime) -> CaseFile:
    """Anew for each quarter of an hour."""
    wait, live = open_wait(file, officer, now), live_claim(file.wait, now)
    since = live.since if live is not None else now
    claim = Claim(officer=officer.key, name=officer.name, until=now + LASTS, since=since)
    return file.opened(wait.model_copy(update={"claim": claim}))


def let_go(file: CaseFile, officer: SignedIn, now: datetime) -> CaseFile:
    return file.opened(open_wait(file, officer, now).model_copy(update={"claim": None}))
