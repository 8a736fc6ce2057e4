"""Makes the reports that somebody asked for, however long their range."""

from functools import cache
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
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice, WithSurveys
from report.files import ReportFiles
from report.making import Maker
from report.orders import Order, OrderStore

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)
A_STEP = 5  # percent, after which the order is told how far it is


class Environment(WithCases, WithOffice, WithSurveys):
    reports_bucket: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def orders() -> OrderStore:
    return OrderStore(aws.dynamodb(), environment().cases_table)


def make_report(record: SQSRecord) -> None:
    """A message that comes twice makes the same files once more."""
    order = orders().find(record.body)
    if order.state == "ready":
        return
    files = ReportFiles(aws.s3(), environment().reports_bucket)
    here = environment()
    maker = Maker(here.store(), here.surveys(), here.office(), files)
    cases = maker.make(order.scope, order.name, utc_now(), _Progress(order))
    days = len(order.scope.period)
    orders().note(order.model_copy(update={"state": "ready", "done": days, "cases": cases}))
    logger.info("report made", order=order.id, cases=cases)


class _Progress:
    """Told after each day; writes only where the page would show it."""

    def __init__(self, order: Order) -> None:
        self._shown = order.model_copy(update={"state": "working", "done": 0})
        orders().note(self._shown)

    def __call__(self, done: int) -> None:
        now = self._shown.model_copy(update={"done": done})
        if now.percent >= self._shown.percent + A_STEP:
            self._shown = now
            orders().note(now)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event, make_report, processor, context)
