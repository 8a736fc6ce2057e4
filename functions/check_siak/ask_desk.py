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
from menwa.citizens import Citizens, WithWhatsApp
from menwa.clock import utc_now
from menwa.delivery import delivered, has_arrived
from menwa.environment import WithCases, WithOffice
from menwa.types import Status
from menwa.visit import Visit, retried_while_aws_fails

logger = Logger()


class Environment(WithCases, WithOffice, WithWhatsApp):
    public_url: str


class DeskVisit(Visit):
    """`reason` is an outcome of an earlier step or the name of the error that led here."""

    reason: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def at_the_desk(file: CaseFile, visit: DeskVisit, now: datetime) -> CaseFile:
    if visit.already_answered(file):
        return visit.taken_up(file)
    reason = _why(file.case, visit.reason)
    wait = Wait(
        waiting_for=DESK,
        asked=DESK,
        since=now,
        visit=visit.visit,
        token=visit.token,
        reason=reason,
    )
    if has_arrived(file):
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
    """Who stood at the counter is known: what is missing is a second officer's word."""
    return "walk_in" if reason == "right_unknown" and case.entered_by else reason


@logger.inject_lambda_context(clear_state=True)
@retried_while_aws_fails
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    visit, now = DeskVisit.model_validate(event), utc_now()
    logger.append_keys(case_id=visit.case_id)
    store = environment().store()
    file = store.change(visit.load(store), partial(at_the_desk, visit=visit, now=now))
    carry_on(aws.step_functions(), file)
    if file.wait is None or file.wait.answer is not None:
        return {}
    logger.info("waits at the desk", reason=visit.reason)
    office = environment().office()
    words = words_for(file.case, office, environment().public_url)
    occasion = occasion_of(file.case, visit.visit)
    Citizens(store, environment().whatsapp()).try_to_tell(file.case, words, occasion, now)
    return {}
