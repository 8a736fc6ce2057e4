"""Events as AWS hands them to a handler, and handlers called as Lambda calls them."""

import json
import logging
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from local.engine.http_event import event_of
from local.engine.routes import Route

Handler = Callable[[dict[str, Any], Any], Any]
TASK = "task-token"
FORM = "application/x-www-form-urlencoded"
logger = logging.getLogger("lambda")


@dataclass(frozen=True)
class Invocation:
    """What a handler reads of its context."""

    function_name: str = "tested"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:ap-southeast-3:123456789012:function:tested"
    aws_request_id: str = "7e2b8a52-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str


def requested(
    handler: Handler,
    method: str,
    path: str,
    *,
    form: Mapping[str, str] | None = None,
    body: bytes | str = b"",
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    officer: str | None = None,
) -> Reply:
    """`officer` None: the route stands open to anybody."""
    event = http_event(method, path, form, body, headers, query, officer)
    answer = invoked(handler, event)
    text = answer.get("body") or ""
    if answer.get("isBase64Encoded"):
        text = b64decode(text).decode()
    return Reply(answer["statusCode"], answer.get("headers") or {}, text)


def http_event(
    method: str,
    path: str,
    form: Mapping[str, str] | None = None,
    body: bytes | str = b"",
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    officer: str | None = None,
) -> dict[str, Any]:
    given = dict(headers or {})
    if form is not None:
        body, given = urlencode(form), {"Content-Type": FORM, **given}
    built = EnvironBuilder(
        path, method=method, data=body, headers=Headers(given), query_string=dict(query or {})
    )
    route = Route(method, path, "tested", "AWS_IAM" if officer else None)
    return event_of(Request(built.get_environ()), route, path, {}, officer or "")


def queued(handler: Handler, *bodies: str) -> list[int]:
    """The places of those messages that the handler asks to see again."""
    records = [
        {
            "messageId": str(place),
            "receiptHandle": "handle",
            "body": body,
            "attributes": {},
            "messageAttributes": {},
            "eventSource": "aws:sqs",
        }
        for place, body in enumerate(bodies)
    ]
    answer = invoked(handler, {"Records": records})
    return [int(failed["itemIdentifier"]) for failed in answer["batchItemFailures"]]


def visited(handler: Handler, case_id: str, **more: str) -> None:
    """As the state machine enters a state."""
    visit = {"case_id": case_id, "visit": "2026-11-23T03:00:00.000Z", "token": TASK}
    invoked(handler, visit | more)


def s3_event(key: str) -> str:
    return json.dumps({"Records": [{"s3": {"object": {"key": key}}}]})


def invoked(handler: Handler, event: dict[str, Any]) -> Any:
    """As Lambda does it, an error that escapes is logged with all that it says."""
    try:
        return handler(event, Invocation())
    except Exception:
        logger.exception("unhandled")
        raise
