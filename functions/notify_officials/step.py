"""SOP 3 to 5: ask the official of this level; their link answers."""

from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.citizens import Citizens, WithWhatsApp
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.types import Level, Status
from menwa.visit import Visit, retried_while_aws_fails
from notify_officials.letters import Post, letter_to, waits_for

logger = Logger()


class Environment(WithCases, WithOffice, WithWhatsApp):
    mail_sender: str
    public_url: str


class Question(Visit):
    level: Level


@cache
def environment() -> Environment:
    return Environment.from_environment()


def ask(question: Question, file: CaseFile, now: datetime) -> None:
    """A rerun whose letter has left only takes the new token: its link still answers this visit."""
    asked = f"letter:{question.case_id}:{question.visit}"
    wait = file.wait
    if wait is not None and wait.visit == question.visit and environment().store().has_been(asked):
        environment().store().save(
            file, file.opened(wait.model_copy(update={"token": question.token}))
        )
        return
    file = _send_letter(question, file, now)
    environment().store().first_time(asked, now)
    office = environment().office()
    # until the right is known, nobody learns that there is such a document
    key = "waiting_for_signature" if file.case.right else "not_matched"
    words = office.text(key, case_id=file.case.id, url=environment().public_url)
    citizens = Citizens(environment().store(), environment().whatsapp())
    citizens.try_to_tell(file.case, words, f"{key}:{file.case.id}", now)


def _send_letter(question: Question, file: CaseFile, now: datetime) -> CaseFile:
    post, _ = environment().office().official(file.case.document_type, question.level)
    letter = letter_to(post, question.level, file, question.visit, environment().office(), now)
    waiting = file.updated(status=Status.WITH_OFFICIAL).opened(
        waits_for(letter, question.visit, question.token, now)
    )
    saved = environment().store().save(file, waiting, link=(letter.token, letter.link))
    whatsapp, url = environment().whatsapp(), environment().public_url
    Post(whatsapp, aws.mail(), environment().mail_sender, url).deliver(letter)
    logger.info("asked", level=question.level, post=post)
    return saved


@logger.inject_lambda_context(clear_state=True)
@retried_while_aws_fails
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    question, now = Question.model_validate(event), utc_now()
    logger.append_keys(case_id=question.case_id)
    file = question.load(environment().store())
    if question.already_answered(file):
        carry_on(aws.step_functions(), question.taken_up(file))
    else:
        ask(question, file, now)
    return {}
