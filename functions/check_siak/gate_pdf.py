"""The gate: every PDF that arrives is verified here, and only what passes is staged."""

import json
from functools import cache
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

from check_siak.arrivals import Arrivals
from check_siak.drop_store import DropStore
from check_siak.newest import NewestDocuments
from check_siak.trust_store import trust_in
from menwa import aws
from menwa.clock import utc_now
from menwa.documents import DROP, owner_of
from menwa.environment import WithCases, WithOffice, WithStaging

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)


class Environment(WithCases, WithOffice, WithStaging):
    trust_samples: bool = False

    def arrivals(self) -> Arrivals:
        return Arrivals(
            cases=self.store(),
            drops=DropStore(aws.dynamodb(), self.cases_table),
            newest=NewestDocuments(aws.dynamodb(), self.cases_table),
            documents=self.documents(),
            office=self.office(),
            policy=trust_in(self.configuration_bucket, samples=self.trust_samples),
        )


@cache
def environment() -> Environment:
    return Environment.from_environment()


def read_event(record: SQSRecord) -> None:
    for event in json.loads(record.body).get("Records", []):
        key = unquote_plus(event["s3"]["object"]["key"])
        owner, arrivals = owner_of(key), environment().arrivals()
        if owner.startswith(DROP):
            arrivals.dropped(owner, key, utc_now())
        else:
            arrivals.fetched(owner, key, utc_now())


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event, read_event, processor, context)
