"""What was left halfway is carried on: by a crash, a hold, a pause, or a citizen who never came."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from aws_lambda_powertools import Logger

from menwa.answering import carry_on, start
from menwa.case import ANSWERED, DESK, HELD, PROOF, SETTLING, START, CaseFile
from menwa.cases import CODES_LIVE
from menwa.errors import Contended, NotFound
from menwa.pauses import due_again, resumed
from notify_officials.rounds import Round

logger = Logger(child=True)

RETRIES_TAKE = timedelta(minutes=15)
DESK_RETRIES_TAKE = timedelta(hours=2)  # AskDesk tries again for days, up to an hour apart
START_TAKES = timedelta(minutes=2)
RECEIPT_TAKES = timedelta(minutes=15)
MOST = 200  # of each in one sweep, longest first


def carry_on_answered(at: Round) -> int:
    """Send recorded answers again until a next step has taken them up.

    They are kept for a while: a step that is being retried has no token for the moment, and
    takes its answer from the file when it runs again.
    """
    return _each(at, ANSWERED, timedelta(), partial(_carried_on, at))


def _carried_on(at: Round, file: CaseFile) -> bool:
    if file.wait is None or file.wait.answer is None:
        return False
    carry_on(at.procedure, file)
    kept = DESK_RETRIES_TAKE if file.wait.asked == DESK else RETRIES_TAKE
    if at.now - file.wait.since >= kept:
        try:
            at.store.save(file, file.cleared())
        except Contended:
            logger.info("the next step was faster", case_id=file.case.id)
    return True


def begin_unstarted(at: Round, state_machine: str) -> int:
    def begin(file: CaseFile) -> bool:
        start(at.procedure, state_machine, file.case)
        return True

    return _each(at, START, START_TAKES, begin)


def hand_unsettled_to_desk(at: Round) -> int:
    """A send of which nothing was heard may have arrived: an officer settles it."""
    return _answer_all(at, SETTLING, {"error": "Unsettled"}, RECEIPT_TAKES)


def release_held(at: Round, *, held: bool) -> int:
    """Once sending is released, what waited for that goes on."""
    return 0 if held else _answer_all(at, HELD, {"error": "Released"}, timedelta())


def resume_paused(at: Round) -> int:
    return _each_of(at, due_again(at.store, at.now), partial(_resumed, at))


def _resumed(at: Round, before: CaseFile) -> bool:
    after = at.store.change(before, partial(resumed, now=at.now))
    if after is not before:
        carry_on(at.procedure, after)
    return after is not before


def erase_unproven(at: Round) -> int:
    """What nobody proved within a day is erased: DynamoDB's own expiry may lag for days."""
    return _each(at, PROOF, CODES_LIVE, lambda file: at.store.erase_unproven(file.case))


def _answer_all(at: Round, waiting_for: str, answer: dict[str, Any], after: timedelta) -> int:
    def answer_one(before: CaseFile) -> bool:
        decide = partial(_answered, waiting_for=waiting_for, answer=answer, now=at.now)
        carry_on(at.procedure, at.store.change(before, decide))
        return True

    return _each(at, waiting_for, after, answer_one)


def _answered(file: CaseFile, waiting_for: str, answer: dict[str, Any], now: datetime) -> CaseFile:
    if file.wait is None or file.wait.waiting_for != waiting_for:
        return file
    return file.answered(answer, now)


def _each(at: Round, waiting_for: str, after: timedelta, do: Callable[[CaseFile], bool]) -> int:
    return _each_of(at, at.store.waiting(waiting_for, at.now - after), do)


def _each_of(at: Round, case_ids: Iterable[str], do: Callable[[CaseFile], bool]) -> int:
    """The index lags a little: what is gone by now waits for nobody."""
    times = 0
    for case_id in list(islice(case_ids, MOST)):
        with at.faults.apart(case_id=case_id), suppress(NotFound):
            times += do(at.store.load(case_id))
    return times
