"""Every few minutes: what was left halfway is carried on, and nothing waits unseen."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.answering import carry_on, start
from menwa.case import ANSWERED, DESK, HELD, PROOF, SETTLING, START, CaseFile
from menwa.cases import CODES_LIVE
from menwa.clock import utc_now
from menwa.environment import WithCases
from menwa.errors import Contended, NotFound

logger = Logger()

RETRIES_TAKE = timedelta(minutes=15)
DESK_RETRIES_TAKE = timedelta(hours=2)  # AskDesk tries again for days, up to an hour apart
START_TAKES = timedelta(minutes=2)
RECEIPT_TAKES = timedelta(minutes=15)


class Environment(WithCases):
    state_machine_arn: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def carry_on_answered(now: datetime) -> int:
    """Send recorded answers again until a next step has taken them up.

    They are kept for a while: a step that is being retried has no token for the moment, and
    takes its answer from the file when it runs again.
    """
    carried = 0
    for file in _waiting(ANSWERED, now):
        if file.wait is None or file.wait.answer is None:
            continue
        carry_on(aws.step_functions(), file)
        carried += 1
        kept = DESK_RETRIES_TAKE if file.wait.asked == DESK else RETRIES_TAKE
        if now - file.wait.since < kept:
            continue
        try:
            environment().store().save(file, file.cleared())
        except Contended:
            logger.info("the next step was faster", case_id=file.case.id)
    return carried


def begin_unstarted(now: datetime) -> int:
    unstarted = list(_waiting(START, now - START_TAKES))
    for file in unstarted:
        start(aws.step_functions(), environment().state_machine_arn, file.case)
    return len(unstarted)


def hand_unsettled_to_desk(now: datetime) -> int:
    """A send of which nothing was heard may have arrived: an officer settles it."""
    unsettled = list(environment().store().waiting(SETTLING, now - RECEIPT_TAKES))
    for case_id in unsettled:
        carry_on(
            aws.step_functions(),
            environment()
            .store()
            .change(environment().store().load(case_id), partial(_unsettled, now=now)),
        )
    return len(unsettled)


def _unsettled(file: CaseFile, now: datetime) -> CaseFile:
    if file.wait is None or file.wait.waiting_for != SETTLING:
        return file
    return file.answered({"error": "Unsettled"}, now)


def release_held(now: datetime) -> int:
    """Once sending is released, what waited for that goes on."""
    if environment().switch().held() is not None:
        return 0
    waiting = list(environment().store().waiting(HELD, now))
    for case_id in waiting:
        before = environment().store().load(case_id)
        after = environment().store().change(before, partial(_released, now=now))
        carry_on(aws.step_functions(), after)
    return len(waiting)


def _released(file: CaseFile, now: datetime) -> CaseFile:
    if file.wait is None or file.wait.waiting_for != HELD:
        return file
    return file.answered({"error": "Released"}, now)


def erase_unproven(now: datetime) -> int:
    """What nobody proved within a day is erased: DynamoDB's own expiry may lag for days."""
    forgotten = _waiting(PROOF, now - CODES_LIVE)
    return sum(environment().store().erase_unproven(file.case) for file in forgotten)


def _waiting(waiting_for: str, before: datetime) -> Iterator[CaseFile]:
    """The index lags a little: what is gone by now waits for nobody."""
    for case_id in environment().store().waiting(waiting_for, before):
        with suppress(NotFound):
            yield environment().store().load(case_id)


@logger.inject_lambda_context(clear_state=True)
def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    now = utc_now()
    done = {
        "carried_on": carry_on_answered(now),
        "begun": begin_unstarted(now),
        "unsettled": hand_unsettled_to_desk(now),
        "released": release_held(now),
        "erased": erase_unproven(now),
    }
    logger.info("swept", extra=done)
    return done
