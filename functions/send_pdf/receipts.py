"""WhatsApp's receipts: sent, delivered, read, failed; in any order, some of them twice."""

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

from menwa import aws
from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.citizens import WithWhatsApp
from menwa.clock import utc_now
from menwa.counting import count
from menwa.environment import WithCases, WithOffice
from menwa.errors import MessageRefused, NotFound, WhatsAppUnavailable
from menwa.letter_book import LetterBook, failing, letter_of
from menwa.questions import QuestionStore
from menwa.whatsapp_errors import Action, action_for
from menwa.whatsapp_trouble import count_error
from menwa.whatsapp_updates import Receipt
from send_pdf.outcomes import attempt_of, heard, media_to_forget
from send_pdf.stopping import stop_sending
from send_pdf.unheard import note_unheard

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)


class Environment(WithCases, WithOffice, WithWhatsApp):
    def questions(self) -> QuestionStore:
        return QuestionStore(aws.dynamodb(), self.cases_table)


@cache
def environment() -> Environment:
    return Environment.from_environment()


def read_receipt(record: SQSRecord) -> None:
    receipt = Receipt.model_validate_json(record.body)
    if receipt.status == "failed":
        count_error(receipt.error_code)
    named = attempt_of(receipt.attempt_id)
    if named is None:
        if receipt.status == "failed":
            _note_lost(receipt)
        return
    case_id, number = named
    store = environment().store()
    try:
        before = store.load(case_id)
    except NotFound:
        logger.warning("a receipt of no case", case_id=case_id)
        return
    after = store.change(before, partial(heard, number=number, receipt=receipt, now=utc_now()))
    logger.info("heard", case_id=case_id, status=receipt.status, code=receipt.error_code)
    if after is not before:
        _act_upon(after, number, receipt)


def _note_lost(receipt: Receipt) -> None:
    """Of a letter: the next sweep writes to the official by the other channel."""
    letter = letter_of(receipt.attempt_id)
    if letter is None:
        here = environment()
        note_unheard(receipt, here.store(), here.questions(), utc_now())
        return
    post, to = letter
    book = LetterBook(aws.dynamodb(), environment().cases_table)
    book.change(post, partial(failing, channel="whatsapp", to=to, now=utc_now()))
    count("LetterNotDelivered")
    logger.warning("a letter did not arrive", post=post, code=receipt.error_code)


def _act_upon(file: CaseFile, number: int, receipt: Receipt) -> None:
    """Last what may fail without harm: Meta forgets media by itself after 30 days."""
    code = receipt.error_code
    if code is not None and action_for(code) is Action.STOP:
        stop_sending(environment().switch(), environment().office(), code, utc_now())
    carry_on(aws.step_functions(), file)
    media = media_to_forget(file, number)
    if media is None:
        return
    try:
        environment().whatsapp().delete_media(media)
    except (MessageRefused, WhatsAppUnavailable):
        logger.warning("media was not deleted", case_id=file.case.id, exc_info=True)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event, read_receipt, processor, context)
