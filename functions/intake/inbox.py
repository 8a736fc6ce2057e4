"""What people write on WhatsApp. Here a phone is proven, and its request begins."""

from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from intake.proof import code_in, proven_by
from menwa import aws
from menwa.answering import start
from menwa.case import Case
from menwa.cases import hash_of
from menwa.citizens import Citizens, WithWhatsApp
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.errors import MessageRefused, NotFound
from menwa.whatsapp_updates import InboundMessage

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)


class Environment(WithCases, WithOffice, WithWhatsApp):
    state_machine_arn: str
    public_url: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def citizens() -> Citizens:
    return Citizens(environment().store(), environment().whatsapp())


def read_message(record: SQSRecord) -> None:
    message = InboundMessage.model_validate_json(record.body)
    if message.kind in {"reaction", "system"}:
        return
    now = utc_now()
    words = _answer_to(message, now)
    try:
        citizens().say(message.sender, words, f"reply:{hash_of(message.id)}", now)
    except MessageRefused as refusal:
        logger.warning("WhatsApp refused an answer", code=refusal.code)


def _answer_to(message: InboundMessage, now: datetime) -> str:
    code = code_in(message.text)
    if code is None:
        return environment().office().text("not_understood", url=environment().public_url)
    if message.sender.phone is None:
        return environment().office().text("only_with_number")
    try:
        return _begin(message, code, now)
    except NotFound:
        return environment().office().text("code_unknown", url=environment().public_url)


def _begin(message: InboundMessage, code: str, now: datetime) -> str:
    """Prove, then start; the repeated message or the sweep makes good a start that was lost."""
    known = environment().store().code(code)
    if known is None:
        raise NotFound("code")
    proof = partial(
        proven_by, code=code, sender=message.sender, now=now, office=environment().office()
    )
    before = environment().store().load(known.case_id)
    case = environment().store().change(before, proof).case
    if before.case.identity not in {None, case.identity}:
        return _renumbered(before.case, now)
    start(aws.step_functions(), environment().state_machine_arn, case)
    if case.proven_at != now:
        return environment().office().text("received_already", case_id=case.id)
    document = environment().office().documents[case.document_type].name
    return environment().office().text("received", document=document, case_id=case.id)


def _renumbered(before: Case, now: datetime) -> str:
    """Whoever holds the number that it had so far hears of it too."""
    office, occasion = environment().office(), f"renumbered:{before.id}:{before.version}"
    citizens().try_to_tell(before, office.text("number_taken", case_id=before.id), occasion, now)
    logger.info("renumbered", case_id=before.id)
    return office.text("number_changed", case_id=before.id)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event, read_message, processor, context)
