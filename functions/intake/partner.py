"""A partner's system asks for a citizen, who then proves the phone: docs/partner.openapi.yaml."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError

from intake.partner_keys import Answered, PartnerKeys, seconds_to_wait
from intake.partner_rules import (
    PartnerRequest,
    answered_with,
    case_of,
    read,
    request_in,
    told,
)
from intake.partner_signature import Partner, Signed, partners_in, sender_of
from intake.problems import GUARDED, TOO_MANY, UNAVAILABLE, Refused, answer_of
from menwa import aws
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.errors import Contended, Unavailable
from menwa.requests import raw_body
from menwa.settings import secret

logger = Logger()
app = APIGatewayHttpResolver()


class Environment(WithCases, WithOffice):
    partners_secret_arn: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def keys() -> PartnerKeys:
    return PartnerKeys(aws.dynamodb(), environment().cases_table)


@app.post("/api/permohonan")
def ask() -> Response[str]:
    try:
        return _answered()
    except Refused as refused:
        logger.info("refused", problem=refused.problem.type)
        return answer_of(refused.problem)
    except (Unavailable, BotoCoreError, ClientError):
        logger.exception("unavailable")
        return answer_of(UNAVAILABLE)


def _answered() -> Response[str]:
    now, body = utc_now(), raw_body(app.current_event)
    signed = Signed.of(app.current_event.headers)
    partners = partners_in(secret(environment().partners_secret_arn))
    sender = sender_of(signed, body, partners, now)
    if not keys().may_send(signed.partner_id, now):
        raise Refused(TOO_MANY.after(seconds_to_wait(now)))
    asked = read(body)
    answered = _earlier(signed, now) or _begin(asked, signed, sender, now)
    answer = told(environment().office(), answered, asked, signed, sender)
    return Response(201, "application/json", json.dumps(answer), {**GUARDED})


def _earlier(signed: Signed, now: datetime) -> Answered | None:
    return keys().answered(signed.partner_id, signed.idempotency_key, now)


def _begin(asked: PartnerRequest, signed: Signed, sender: Partner, now: datetime) -> Answered:
    """Whoever sends the same at the same moment gets the answer of whoever was first."""
    office = environment().office()
    request = request_in(asked, sender, office, office.day_of(now))
    case = case_of(request, asked, signed, sender, now)
    answered = answered_with(case, asked)
    kept = keys().keeping(signed.partner_id, signed.idempotency_key, answered)
    try:
        environment().store().create(case, [kept])
    except Contended:
        earlier = _earlier(signed, now)
        if earlier is None:
            raise
        return earlier
    logger.info("asked by a partner", case_id=case.id, partner=signed.partner_id)
    return answered


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
