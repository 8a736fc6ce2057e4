"""SOP 2: look the document up in SIAK. A signed PDF goes before the gate, which answers; where no
gateway can be asked, an officer looks."""

from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.doubts import Concern, Doubts
from check_siak.gateway import SiakGateway
from check_siak.hand_over import (
    DESK_NAME,
    before_an_officer,
    before_the_gate,
    concluded,
    occasion_of,
    receiver_of,
    recorded,
    words_for,
)
from check_siak.rules import SIAK, Finding, Known, as_found, judge, stands_on
from check_siak.settling import what_is_open
from check_siak.siak import WithSiak, question_about
from menwa import aws
from menwa.answering import carry_on
from menwa.case import Case, CaseFile
from menwa.citizens import WithCitizens
from menwa.clock import utc_now
from menwa.counting import count
from menwa.deliveries import WithDeliveries
from menwa.discretion import is_kept_from
from menwa.environment import WithStaging
from menwa.errors import SiakUnavailable
from menwa.objections import NOT_MINE
from menwa.persons import WithPersons
from menwa.tries import Tries
from menwa.types import Level, Status
from menwa.visit import Visit, retried_while_aws_fails

logger = Logger()


class Environment(WithDeliveries, WithPersons, WithCitizens, WithSiak, WithStaging):
    public_url: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def doubts() -> Doubts:
    here = environment()
    tries = Tries(aws.dynamodb(), here.cases_table)
    return Doubts(here.store(), here.persons(), here.deliveries(), tries, here.office())


class Look(Visit):
    """`level`: whose turn it is if the document is still unsigned."""

    level: Level


def look_up(visit: Look, file: CaseFile, now: datetime) -> CaseFile:
    if file.case.frozen_at is not None:
        return _not_theirs(visit, file, now)
    if _passed_meanwhile(file.case):
        return _settle(visit, file, now)
    gateway = environment().gateway()
    if gateway is None:
        return _leave_to_an_officer(visit, file, "look_up", now)
    try:
        return _ask(gateway, visit, file, now)
    except SiakUnavailable as trouble:
        logger.error("SIAK is unavailable", trouble=str(trouble))
        count("SiakUnavailable")
        return _leave_to_an_officer(visit, file, "siak_unavailable", now)


def _passed_meanwhile(case: Case) -> bool:
    """The PDF of what an officer looked up: the gate has passed it, and it has not expired."""
    if case.found is None or case.staged is None or case.found.looked_up_by == SIAK:
        return False
    return what_is_open(case) is None and environment().documents().has(case.staged.sha256)


def _not_theirs(visit: Look, file: CaseFile, now: datetime) -> CaseFile:
    """Whoever got it says that it is not theirs: an officer hears them before it is looked up."""
    finding = Finding("desk", NOT_MINE, file.case.right)
    return environment().store().save(file, concluded(visit, file, finding, DESK_NAME, now))


def _settle(visit: Look, file: CaseFile, now: datetime) -> CaseFile:
    finding = Finding("signed", "none", file.case.right)
    receiver = receiver_of(finding, file.case, visit.level, environment().office())
    return environment().store().save(file, concluded(visit, file, finding, receiver, now))


def _leave_to_an_officer(visit: Look, file: CaseFile, reason: str, now: datetime) -> CaseFile:
    staged = file.case.staged
    if staged is not None and not environment().documents().has(staged.sha256):
        file = file.updated(staged=None)  # it has expired: it takes another
    warned = _warned(file, doubts().about(file.case, now), now)
    waiting = before_an_officer(visit, warned, reason, now)
    return environment().store().save(file, waiting)


def _ask(gateway: SiakGateway, visit: Look, file: CaseFile, now: datetime) -> CaseFile:
    case, office = file.case, environment().office()
    document = gateway.find(question_about(case))
    known, concern = Known(office.day_of(now)), Concern()
    if document is not None and stands_on(case, document):
        counts = doubts().receipt_counts(case, document, now)
        found = case.model_copy(update={"found": as_found(document, case)})
        concern = doubts().about(found, now)
        known = Known(known.today, counts, concern.warnings)
    finding = judge(case, document, office.document(case.document_type), known)
    logger.info("looked up", found=finding.found, reason=finding.reason)
    pdf = gateway.pdf(document.id) if document and finding.found == "signed" else None
    warned = _warned(file, concern, now)
    if document is None or pdf is None:
        receiver = receiver_of(finding, case, visit.level, office)
        after = recorded(visit, warned, document, finding, receiver, now)
        return environment().store().save(file, after)
    waiting = before_the_gate(visit, warned, document, finding, now)
    saved = environment().store().save(file, waiting)
    environment().documents().arrive(case.id, visit.visit, pdf)
    return saved


def _warned(file: CaseFile, concern: Concern, now: datetime) -> CaseFile:
    """Whoever got an earlier PDF of this person is told; the officer will see why."""
    words = environment().office().text("asked_elsewhere")
    for earlier in concern.elsewhere:
        environment().citizens().try_to_tell(
            earlier, words, f"elsewhere:{file.case.id}:{earlier.id}", now
        )
    return file.updated(warnings=concern.warnings)


def _tell(file: CaseFile, visit: str, now: datetime) -> None:
    """A request that is returned must be heard of; that it waits may be told at the next chance,
    and so all that is kept from them, or the refusal of a message would tell which it is."""
    words = words_for(file.case, environment().office(), environment().public_url)
    occasion = occasion_of(file.case, visit)
    if file.case.status is Status.RETURNED and not is_kept_from(file.case):
        environment().citizens().tell(file.case, words, occasion, now)
    elif file.case.status in {Status.RETURNED, Status.AT_DESK}:
        # here, not a step later: the wait would tell which
        environment().citizens().try_to_tell(file.case, words, occasion, now)


@logger.inject_lambda_context(clear_state=True)
@retried_while_aws_fails
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    visit, now = Look.model_validate(event), utc_now()
    logger.append_keys(case_id=visit.case_id)
    file = visit.load(environment().store())
    file = visit.taken_up(file) if visit.already_answered(file) else look_up(visit, file, now)
    _tell(file, visit.visit, now)
    carry_on(aws.step_functions(), file)
    return {}
