"""The citizen hears that it becomes later before the day has passed that was promised."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from aws_lambda_powertools import Logger

from menwa.case import DESK, Case, CaseFile, Wait
from menwa.citizens import may_be_told
from menwa.discretion import PHONE_IN_DOUBT
from menwa.errors import MessageRefused, NotFound, WhatsAppUnavailable
from menwa.office import Office
from menwa.promises import is_at_risk, promised, renewed, with_promise
from notify_officials.rounds import Round, level_of

logger = Logger(child=True)
MOST = 100  # in one sweep


def tell_of_delays(at: Round) -> int:
    """At most once a day to each, and only while the office is open: promises are for the end of
    a day, so they are at risk when it draws near. One that can't be kept is told of at once."""
    hours, told = at.office.hours, 0
    if not hours.is_open(at.now):
        return 0
    day_ends = is_at_risk(hours.closing(at.today), at.office, at.now)
    for case, wait, ahead in _waiting(at):
        if told == MOST:
            break
        if day_ends or _cannot_be_kept(case, wait, at.now):
            with at.faults.apart(case_id=case.id):
                promise = later(case, wait, ahead, at.office, at.now)
                told += promise is not None and _tell(at, case, promise)
    return told


def _waiting(at: Round) -> Iterator[tuple[Case, Wait, int]]:
    """With how many are ahead of it there."""
    for waiting_for in (*at.posts, DESK):
        waits = dict(at.waits(waiting_for))
        cases = at.store.cases(waits)
        for ahead, (case_id, wait) in enumerate(waits.items()):
            if case_id in cases:
                yield cases[case_id], wait, ahead


def _cannot_be_kept(case: Case, wait: Wait, now: datetime) -> bool:
    """It is over, or an official has asked for longer."""
    return case.promise is not None and case.promise < max(now, wait.until or now)


def later(case: Case, wait: Wait, ahead: int, office: Office, now: datetime) -> datetime | None:
    """What the citizen is told now; None if nothing. Nothing is told before the right to the
    document is known; who has been promised nothing yet hears a first promise."""
    level = level_of(wait)
    if case.right is None or case.frozen_at is not None or not may_be_told(case):
        return None
    if case.status.ended:
        return None
    if wait.answer is not None or (level is None and wait.waiting_for != DESK):
        return None
    if wait.reason in PHONE_IN_DOUBT:
        return None
    if case.promised_on == office.day_of(now):
        return None
    if case.promise is None:
        return promised(level, ahead, office, now, wait.until) if level else None
    if not is_at_risk(case.promise, office, now, wait.until):
        return None
    estimate = promised(level, ahead, office, now, wait.until)
    return renewed(case.promise, estimate, office)


def _tell(at: Round, case: Case, promise: datetime) -> bool:
    """Said before it is noted: the day's occasion keeps it from being said twice."""
    first = case.promise is None
    key = "waiting_for_signature" if first else "delayed"
    occasion = f"{key}:{case.id}:{case.run if first else at.today}"
    try:
        at.citizens.tell(case, at.words(key, case.id, promise), occasion, at.now)
    except WhatsAppUnavailable:
        logger.warning("the citizen is told with a later sweep", case_id=case.id)
        return False
    except MessageRefused:
        logger.warning("the citizen could not be told", case_id=case.id, exc_info=True)
    try:
        at.store.change(at.store.load(case.id), partial(_noted, promise=promise, at=at))
    except NotFound:
        return False
    return True


def _noted(file: CaseFile, promise: datetime, at: Round) -> CaseFile:
    if file.case.status.ended:
        return file
    told = with_promise(file.case, promise, at.office, at.now)
    return file.updated(promise=told.promise, promised_on=told.promised_on)
