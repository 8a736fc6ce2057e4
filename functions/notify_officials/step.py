"""SOP 3 to 5: ask the official of this level; their link answers."""

from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.citizens import Citizens, WhatsAppSettings
from menwa.clock import utc_now
from menwa.errors import MessageRefused
from menwa.office import Office, office_in
from menwa.types import Level, Status
from menwa.visit import Visit
from notify_officials.letters import Post, letter_to, waits_for

logger = Logger()


class Environment(WhatsAppSettings):
    cases_table: str
    configuration_bucket: str
    mail_sender: str
    public_url: str


class Question(Visit):
    level: Level


@cache
def environment() -> Environment:
    return Environment.from_environment()


def store() -> CaseStore:
    return CaseStore(aws.dynamodb(), environment().cases_table)


def office() -> Office:
    return office_in(environment().configuration_bucket)


def ask(question: Question, file: CaseFile, now: datetime) -> None:
    post, _ = office().official(file.case.document_type, question.level)
    letter = letter_to(post, question.level, file, question.visit, office(), now)
    waiting = file.updated(status=Status.WITH_OFFICIAL).opened(
        waits_for(letter, question.token, now)
    )
    store().save(file, waiting, link=(letter.token, letter.link))
    ways = Post(
        environment().whatsapp(), aws.mail(), environment().mail_sender, environment().public_url
    )
    ways.deliver(letter)
    logger.info("asked", level=question.level, post=post)
    _tell_citizen(waiting, now)


def _tell_citizen(file: CaseFile, now: datetime) -> None:
    """Once for each case: that it waits for a signature, and that nothing is to be done."""
    words = office().text("waiting_for_signature", case_id=file.case.id)
    try:
        Citizens(store(), environment().whatsapp()).tell(
            file.case, words, f"waiting:{file.case.id}", now
        )
    except MessageRefused as refusal:
        logger.warning("the citizen could not be told", code=refusal.code)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    question, now = Question.model_validate(event), utc_now()
    logger.append_keys(case_id=question.case_id)
    file = store().load(question.case_id)
    if question.already_answered(file):
        carry_on(aws.step_functions(), question.taken_up(file))
    else:
        ask(question, file, now)
    return {}
