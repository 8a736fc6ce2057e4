"""The gate: every PDF that arrives is verified here, and only what passes is staged."""

import json
from datetime import datetime
from functools import cache, partial
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.gate import Passage, awaited_at_gate, examine, through_the_gate
from check_siak.trust import TrustPolicy
from menwa import aws
from menwa.answering import carry_on
from menwa.clock import utc_now
from menwa.documents import case_of
from menwa.environment import WithCases, WithOffice, WithStaging
from menwa.errors import NotFound
from menwa.settings import remembered

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)
TRUST = "trust.json"


class Environment(WithCases, WithOffice, WithStaging):
    pass


@cache
def environment() -> Environment:
    return Environment.from_environment()


@remembered
def trust_in(bucket: str) -> TrustPolicy:
    return TrustPolicy.model_validate_json(
        aws.s3().get_object(Bucket=bucket, Key=TRUST)["Body"].read()
    )


def read_event(record: SQSRecord) -> None:
    for event in json.loads(record.body).get("Records", []):
        admit(unquote_plus(event["s3"]["object"]["key"]), utc_now())


def admit(key: str, now: datetime) -> None:
    """Examine what arrived and answer the question that waits for it; nobody waits: nothing."""
    store = environment().store()
    documents = environment().documents()
    try:
        file = store.load(case_of(key))
    except NotFound:
        logger.warning("a PDF of no case")
        return
    if not awaited_at_gate(file, key):
        logger.info("nobody waits for this PDF", case_id=file.case.id)
        return
    office = environment().office()
    kind = office.documents[file.case.document_type]
    pdf = documents.arrived(key)
    passage: Passage = examine(pdf, file, kind, trust_in(environment().configuration_bucket), now)
    logger.info(
        "examined", case_id=file.case.id, verdict=passage.signature, missing=passage.missing
    )
    if passage.is_open:
        documents.stage(pdf)
    answered = store.change(file, partial(through_the_gate, passage=passage, now=now))
    carry_on(aws.step_functions(), answered)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event, read_event, processor, context)
