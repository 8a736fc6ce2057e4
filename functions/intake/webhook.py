"""Meta's webhook: verify the signature, queue each update, answer at once."""

import base64
import hmac
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from menwa import aws
from menwa.errors import Rejected, Unavailable
from menwa.settings import Settings, secret
from menwa.whatsapp_updates import signature_is_valid, updates_in

if TYPE_CHECKING:
    from types_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

logger = Logger()
app = APIGatewayHttpResolver()
AT_ONCE = 10


class Environment(Settings):
    webhook_secret_arn: str
    inbox_queue_url: str
    receipts_queue_url: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


@app.get("/webhook/whatsapp")
def shake_hands() -> Response[str]:
    asked = app.current_event.query_string_parameters
    expected = secret(environment().webhook_secret_arn)["verify_token"]
    given = asked.get("hub.verify_token", "")
    if asked.get("hub.mode") != "subscribe" or not hmac.compare_digest(
        given.encode(), expected.encode()
    ):
        return Response(403, "text/plain", "")
    return Response(200, "text/plain", asked.get("hub.challenge", ""))


@app.post("/webhook/whatsapp")
def receive() -> Response[str]:
    """Meta repeats whatever is not answered with 200, so only what is queued is."""
    body = _raw_body(app.current_event)
    signature = app.current_event.headers.get("x-hub-signature-256")
    if not signature_is_valid(body, signature, _app_secrets()):
        return Response(401, "text/plain", "")
    try:
        updates = updates_in(body)
    except Rejected:
        logger.warning("signed, but no JSON")
        return Response(200, "text/plain", "")
    if updates.unreadable:
        logger.warning("updates that could not be read", count=updates.unreadable)
    _queue(environment().inbox_queue_url, updates.messages)
    _queue(environment().receipts_queue_url, updates.receipts)
    return Response(200, "text/plain", "")


def _raw_body(event: BaseProxyEvent) -> bytes:
    body = event.body or ""
    return base64.b64decode(body) if event.is_base64_encoded else body.encode()


def _app_secrets() -> tuple[str, ...]:
    kept = secret(environment().webhook_secret_arn)
    return (kept["app_secret"], kept.get("previous_app_secret") or "")


def _queue(url: str, updates: Sequence[BaseModel]) -> None:
    for batch in _batches(updates):
        refused = aws.sqs().send_message_batch(QueueUrl=url, Entries=batch).get("Failed")
        if refused:
            raise Unavailable(f"{len(refused)} updates were not queued")


def _batches(
    updates: Sequence[BaseModel],
) -> "Iterator[list[SendMessageBatchRequestEntryTypeDef]]":
    for start in range(0, len(updates), AT_ONCE):
        yield [
            {"Id": str(position), "MessageBody": update.model_dump_json(exclude_none=True)}
            for position, update in enumerate(updates[start : start + AT_ONCE])
        ]


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
