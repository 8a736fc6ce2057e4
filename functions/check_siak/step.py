"""SOP 2: look the document up in SIAK. A signed PDF goes before the gate, which answers."""

from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.gateway import SiakGateway
from check_siak.gateway_messages import FindDocument
from check_siak.hand_over import before_the_gate, receiver_of, recorded, words_for
from check_siak.rules import judge
from menwa import aws
from menwa.answering import carry_on
from menwa.case import Case, CaseFile
from menwa.citizens import Citizens, WithWhatsApp
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice, WithStaging
from menwa.settings import secret
from menwa.types import Level, Status
from menwa.visit import Visit, retried_while_aws_fails

logger = Logger()


class Environment(WithCases, WithOffice, WithStaging, WithWhatsApp):
    public_url: str
    siak_secret_arn: str
    siak_url: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def gateway() -> SiakGateway:
    bearer = secret(environment().siak_secret_arn)["bearer"]
    return _gateway(environment().siak_url, bearer)


@lru_cache(maxsize=2)
def _gateway(url: str, bearer: str) -> SiakGateway:
    """Kept for its connections; a rotated bearer brings a new one."""
    return SiakGateway(url, bearer)


class Look(Visit):
    """`level`: whose turn it is if the document is still unsigned."""

    level: Level


def look_up(visit: Look, file: CaseFile, now: datetime) -> CaseFile:
    case = file.case
    document = gateway().find(_wanted(case))
    kind = environment().office().documents[case.document_type]
    finding = judge(case, document, kind, environment().office().day_of(now))
    logger.info("looked up", found=finding.found, reason=finding.reason)
    if document is not None and finding.found == "signed":
        pdf = gateway().pdf(document.id)
        waiting = (
            environment().store().save(file, before_the_gate(visit, file, document, finding, now))
        )
        environment().documents().arrive(case.id, visit.visit, pdf)
        return waiting
    receiver = receiver_of(finding, case, visit.level, environment().office())
    return environment().store().save(file, recorded(visit, file, document, finding, receiver, now))


def _wanted(case: Case) -> FindDocument:
    return FindDocument(
        document_type=case.document_type,
        number=case.number,
        nik=case.applicant.nik,
        name=case.applicant.name,
        birth_date=case.applicant.birth_date,
        phone=case.applicant.phone,
    )


@logger.inject_lambda_context(clear_state=True)
@retried_while_aws_fails
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    visit, now = Look.model_validate(event), utc_now()
    logger.append_keys(case_id=visit.case_id)
    file = environment().store().load(visit.case_id)
    file = visit.taken_up(file) if visit.already_answered(file) else look_up(visit, file, now)
    if file.case.status is Status.RETURNED:
        words = words_for(file.case, environment().office(), environment().public_url)
        citizens = Citizens(environment().store(), environment().whatsapp())
        citizens.tell(file.case, words, f"returned:{visit.case_id}:{visit.visit}", now)
    carry_on(aws.step_functions(), file)
    return {}
