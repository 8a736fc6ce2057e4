"""The desk: an officer answers what no machine can settle.

Only behind the API's IAM authorizer: the officer is whoever AWS says it is.
"""

from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.desk_pages import DeskPages
from check_siak.desk_rules import (
    ENDS,
    Said,
    answered_at_desk,
    complaint,
    possible,
)
from menwa import aws
from menwa.answering import carry_on
from menwa.case import DESK, CaseFile
from menwa.citizens import Citizens, WithWhatsApp
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.errors import AlreadyAnswered, NotFound
from menwa.requests import apologise, form_fields, refuse_foreign_forms

logger = Logger()
MOST_WORDS = 500  # characters that WhatsApp and the card can carry
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])


class Environment(WithCases, WithOffice, WithWhatsApp):
    public_url: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def officer() -> str:
    """The last part of the caller's ARN: the user, or the session of a role."""
    authorizer = app.current_event.raw_event["requestContext"]["authorizer"]
    return str(authorizer["iam"]["userArn"]).rpartition("/")[2]


def pages() -> DeskPages:
    return DeskPages(environment().office(), officer())


@app.get("/meja")
def queue() -> Response[str]:
    files = [
        environment().store().load(case_id)
        for case_id in environment().store().waiting(DESK, utc_now())
    ]
    return pages().queue([file for file in files if _waits(file)])


@app.get("/meja/<case_id>")
def show(case_id: str) -> Response[str]:
    file = environment().store().load(case_id)
    if not _waits(file):
        return pages().not_waiting()
    logger.info("viewed at the desk", case_id=case_id, officer=officer())
    return pages().question(file)


@app.post("/meja/<case_id>")
def answer(case_id: str) -> Response[str]:
    fields, file = form_fields(app), environment().store().load(case_id)
    chosen = next((one for one in possible(file) if one == fields.get("answer")), None)
    if not _waits(file):
        return pages().not_waiting()
    if chosen is None:
        return pages().question(file, "answer", fields)
    right, reason = fields.get("right") == "yes", fields.get("reason", "")[:MOST_WORDS]
    said = Said(answer=chosen, officer=officer(), right=right, reason=reason)
    if (wrong := complaint(file, said)) is not None:
        return pages().question(file, wrong, fields)
    try:
        return _carry_out(file, said)
    except AlreadyAnswered:
        return pages().not_waiting()


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return pages().unknown()


def _waits(file: CaseFile) -> bool:
    return file.wait is not None and file.wait.waiting_for == DESK


def _carry_out(before: CaseFile, said: Said) -> Response[str]:
    now = utc_now()
    file = environment().store().change(before, partial(answered_at_desk, said=said, now=now))
    logger.info("answered at the desk", case_id=file.case.id, answer=said.answer)
    carry_on(aws.step_functions(), file)
    ended = said.answer in ENDS
    return pages().done(ended=ended, told=not ended or _tell(file, said, now))


def _tell(file: CaseFile, said: Said, now: datetime) -> bool:
    """False if WhatsApp did not take the message: then the officer has to call."""
    url = environment().public_url
    words = (
        environment().office().text(said.answer, case_id=file.case.id, reason=said.reason, url=url)
    )
    occasion = f"{said.answer}:{file.case.id}:{file.case.version}"
    citizens = Citizens(environment().store(), environment().whatsapp())
    return citizens.try_to_tell(file.case, words, occasion, now)


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
