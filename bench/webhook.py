"""WhatsApp's webhook: from the request to the answer, for one update and for a thousand.

SQS is played by a door that answers at once, or only after as long as it takes on AWS.
"""

import base64
import hashlib
import hmac
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO, StringIO
from typing import Any, cast
from unittest.mock import patch

from aws_lambda_powertools.utilities.typing import LambdaContext

from bench.measuring import Measured, measured

APP_KEY = "bench"
SQS_SECONDS = 0.008
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "ap-southeast-3",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "WEBHOOK_SECRET_ARN": "webhook",
    "INBOX_QUEUE_URL": "https://sqs.ap-southeast-3.amazonaws.com/123456789012/inbox",
    "RECEIPTS_QUEUE_URL": "https://sqs.ap-southeast-3.amazonaws.com/123456789012/receipts",
    "POWERTOOLS_SERVICE_NAME": "bench",
    "POWERTOOLS_METRICS_NAMESPACE": "bench",
    "POWERTOOLS_LOG_LEVEL": "ERROR",
}
SIZES = (1, 1000)


@dataclass(frozen=True)
class WebhookRow:
    """`cpu`: without any network. `answer_ms`: the median as Meta sees it if each call of SQS takes
    `SQS_SECONDS`. `parse_us`: of one update among so many."""

    updates: int
    cpu: Measured
    answer_ms: float
    aws_calls: int
    parse_us: float


def webhook() -> Iterator[WebhookRow]:
    with patch.dict(os.environ, ENVIRONMENT):
        door = _Door()
        door.open()
        for size in SIZES:
            with redirect_stdout(StringIO()):  # where its metrics go
                row = _row(size, door)
            yield row


def _row(size: int, door: "_Door") -> WebhookRow:
    from intake.webhook import handler
    from menwa.whatsapp_updates import updates_in

    event, raw = request_of(size)
    post = partial(handler, event, cast(LambdaContext, Context()))
    post()
    door.calls = 0
    post()
    calls = door.calls
    cpu = measured(post)
    door.seconds = SQS_SECONDS
    answered = _median_ms(post)
    door.seconds = 0
    return WebhookRow(
        updates=size,
        cpu=cpu,
        answer_ms=answered,
        aws_calls=calls,
        parse_us=round(measured(partial(updates_in, raw)).ms * 1000 / size, 1),
    )


class _Door:
    """Stands where botocore would go out to the network."""

    def __init__(self) -> None:
        self.calls = 0
        self.seconds = 0.0

    def open(self) -> None:
        from menwa import aws

        aws.secrets_manager().meta.events.register("before-send", self._secret, unique_id="bench")
        aws.sqs().meta.events.register("before-send", self._queued, unique_id="bench")

    def _secret(self, **_: Any) -> Any:
        return _answered({"SecretString": json.dumps({"app_secret": APP_KEY, "verify_token": "-"})})

    def _queued(self, request: Any, **_: Any) -> Any:
        self.calls += 1
        time.sleep(self.seconds)
        entries = json.loads(request.body)["Entries"]
        taken = [
            {
                "Id": entry["Id"],
                "MessageId": "-",
                # SQS's own checksum; MD5 guards nothing here
                "MD5OfMessageBody": _md5(entry["MessageBody"]),
            }
            for entry in entries
        ]
        return _answered({"Successful": taken})


@dataclass(frozen=True)
class Context:
    function_name: str = "bench"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:ap-southeast-3:123456789012:function:bench"
    aws_request_id: str = "-"


def request_of(size: int) -> tuple[dict[str, Any], bytes]:
    """Half of them messages, half receipts, as Meta batches them; and the bytes by themselves."""
    values = [_value(number) for number in range(size)]
    entries = [{"id": "1", "changes": [{"field": "messages", "value": each}]} for each in values]
    raw = json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()
    digest = hmac.new(APP_KEY.encode(), raw, "sha256").hexdigest()
    event = {
        "version": "2.0",
        "routeKey": "POST /webhook/whatsapp",
        "rawPath": "/webhook/whatsapp",
        "rawQueryString": "",
        "headers": {"x-hub-signature-256": f"sha256={digest}"},
        "requestContext": {
            "http": {"method": "POST", "path": "/webhook/whatsapp"},
            "requestId": "-",
            "timeEpoch": int(time.time() * 1000),
            "stage": "$default",
        },
        "body": base64.b64encode(raw).decode(),
        "isBase64Encoded": True,
    }
    return event, raw


def _value(number: int) -> dict[str, Any]:
    known = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "62811000714", "phone_number_id": "106540352242922"},
        "contacts": [
            {"profile": {"name": "Nurhayati"}, "wa_id": "6281234567890", "user_id": "ID.1349120865"}
        ],
    }
    if number % 2:
        status = {
            "id": f"wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABEYEjNBNEQ{number:05}",
            "status": "delivered",
            "timestamp": "1795402800",
            "recipient_id": "6281234567890",
            "recipient_user_id": "ID.1349120865",
            "biz_opaque_callback_data": "MW-00000000000.1",
            "pricing": {"billable": True, "pricing_model": "PMP", "type": "regular"},
        }
        return known | {"statuses": [status]}
    message = {
        "from": "6281234567890",
        "from_user_id": "ID.1349120865",
        "id": f"wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABIYFDNBNEQ{number:05}",
        "timestamp": "1795402800",
        "type": "text",
        "text": {"body": "MENWA AB12-CD34"},
    }
    return known | {"messages": [message]}


@dataclass(frozen=True)
class _Http:
    """What botocore reads of an HTTP answer."""

    content: bytes
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> BytesIO:
        return BytesIO(self.content)


def _answered(body: dict[str, Any]) -> Any:
    return http_answer(json.dumps(body).encode())


def http_answer(content: bytes) -> Any:
    return _Http(content)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _median_ms(work: Callable[[], object], runs: int = 15) -> float:
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return round(statistics.median(took) * 1000, 1)
