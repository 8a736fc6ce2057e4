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
from menwa.clock import utc_now
from menwa.environment import WithCases
from menwa.errors import NotFound
from menwa.whatsapp_updates import Receipt
from send_pdf.rules import attempt_of, heard

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)


class Environment(WithCases):
    pass


@cache
def environment() -> Environment:
    return Environment.from_environment()


def read_receipt(record: SQSRecord) -> None:
    receipt = Receipt.model_validate_json(record.body)
    named = attempt_of(receipt.attempt_id)
    if named is None:
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
        carry_on(aws.step_functions(), after)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event, read_receipt, processor, context)
