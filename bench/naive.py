"""The baseline: a handler as one would write it first, with everything made at import."""

from typing import Any

import boto3
import httpx
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, idempotent
from aws_lambda_powertools.utilities.typing import LambdaContext
from jinja2 import DictLoader, Environment
from pydantic import BaseModel

logger, metrics, tracer = Logger(), Metrics(), Tracer()
app = APIGatewayHttpResolver(enable_validation=True)
table = boto3.resource("dynamodb").Table("cases")
procedure = boto3.client("stepfunctions")
once = DynamoDBPersistenceLayer(table_name="once")
http = httpx.Client()
page = Environment(loader=DictLoader({"page": "<p>{{ case }}</p>"}), autoescape=True)
template = page.get_template("page")


class Asked(BaseModel):
    nik: str
    name: str


@app.post("/permohonan")
def ask(asked: Asked) -> str:
    return template.render(case=asked.name)


@logger.inject_lambda_context
@tracer.capture_lambda_handler
@metrics.log_metrics(capture_cold_start_metric=True)
@idempotent(persistence_store=once)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
