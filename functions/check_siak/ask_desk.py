"""What no machine can settle waits here for an officer; the citizen is told so."""

from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.hand_over import DESK_NAME, MACHINE, occasion_of, words_for
from menwa import aws
from menwa.answering import carry_on
from menwa.case import DESK, Case, CaseFile, Wait
from menwa.citizens import WithCitizens
from menwa.clock import utc_now
from menwa.delivery import delivered, has_arrived
from menwa.discretion import PHONE_IN_DOUBT
from menwa.objections import NOT_MINE
from menwa.promises import dated
from menwa.types import Status
from menwa.visit import Visit, retried_while_aws_fails

logger = Logger()


class Environment(WithCitizens):
    public_url: str


class DeskVisit(Visit):
    """`reason` is an outcome of an earlier step or the name of the error that led here."""

    at_desk = True

    reason: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def at_the_desk(file: CaseFile, visit: DeskVisit, now: datetime) -> CaseFile:
    """Withdrawn also if the citizen was faster than this step."""
    if visit.already_answered(visit.wanted(file)):
        return visit.taken_up(file)
    reason = _why(file.case, visit.reason)
    wait = Wait(waiting_for=DESK, asked=DESK, since=now, reason=reason, **visit.stamp)
    if has_arrived(file) and file.case.frozen_at is None:
        return delivered(file.opened(wait), now)
    handed = file.updated(status=Status.AT_DESK, reason=reason, ended_at=None).opened(wait)
    if file.entries and file.entries[-1].handed_to == DESK_NAME:
        return handed
    return handed.handed_over(
        step=2,
        act=reason,
        holder=MACHINE,
        paraf=MACHINE,
        to=DESK_NAME,
        now=now,
        occasion=f"desk:{visit.visit}",
    )


def _why(case: Case, reason: str) -> str:
    """Whoever says that a PDF is not theirs is heard first. Who stood at the counter is known: what
    is missing is a second officer's word."""
    if case.frozen_at is not None:
        return NOT_MINE
    return "walk_in" if reason == "right_unknown" and case.entered_by else reason


@logger.inject_lambda_context(clear_state=True)
@retried_while_aws_fails
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    visit, now = DeskVisit.model_validate(event), utc_now()
    logger.append_keys(case_id=visit.case_id)
    store = environment().store()
    office = environment().office()
    decide = partial(at_the_desk, visit=visit, now=now)
    file = store.change(visit.load(store), lambda before: dated(decide(before), office, now))
    carry_on(aws.step_functions(), file)
    if file.wait is None or file.wait.answer is not None:
        return {}
    logger.info("waits at the desk", reason=visit.reason)
    if visit.reason in PHONE_IN_DOUBT:
        return {}
    words = words_for(file.case, office, environment().public_url)
    occasion = occasion_of(file.case, visit.visit)
    environment().citizens().try_to_tell(file.case, words, occasion, now)
    return {}
