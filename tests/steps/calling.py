"""Events as AWS hands them to a handler, and handlers called as Lambda calls them."""

import html
import json
import logging
import os
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus, urlencode

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from local.engine.http_event import event_of
from local.engine.routes import Route
from menwa import aws
from menwa.cases import hash_of
from menwa.clock import utc_now
from menwa.cookies import SESSION
from menwa.sessions import Session
from menwa.table import Table, contents_of
from tests.steps.roles import by_the_test_itself, held_to_its_role

Handler = Callable[[dict[str, Any], Any], Any]
TASK = "task-token"
CSRF = "a-token-that-only-our-own-pages-know"
FORM = "application/x-www-form-urlencoded"
NOT_OURS = ("tel:", "https://wa.me/", "data:")  # the phone calls, or carries the code to WhatsApp
led_to: list[str] = []
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
    cookies: list[str] = field(default_factory=list)


def requested(
    handler: Handler,
    method: str,
    path: str,
    *,
    form: Mapping[str, Sequence[str]] | None = None,
    body: bytes | str = b"",
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    officer: str | None = None,
) -> Reply:
    """`officer` None: nobody has signed in; else this one has, and the form is of our own pages."""
    given = dict(headers or {})
    if officer is not None:
        given["Cookie"] = signed_in(officer)
        form = form if form is None else {"csrf": CSRF, **_seen(handler, path, officer), **form}
    event = http_event(method, path, form, body, given, query)
    answer = invoked(handler, event)
    text = answer.get("body") or ""
    if answer.get("isBase64Encoded"):
        text = b64decode(text).decode(errors="replace")
    reply = Reply(
        answer["statusCode"], answer.get("headers") or {}, text, answer.get("cookies", [])
    )
    led_to.extend(addresses_in(reply))
    return reply


def addresses_in(reply: Reply) -> Iterator[str]:
    """Of our own: where a browser is led, may go, or asks by itself. They end in its history, in
    proxies' logs and in ours."""
    written = re.findall(r'\b(?:href|action|src)="([^"]*)"', reply.text)
    found = [reply.headers.get("Location", ""), *map(html.unescape, written)]
    return (unquote_plus(one) for one in found if not one.startswith(NOT_OURS))


@by_the_test_itself()
def signed_in(officer: str) -> str:
    """The cookie of a session that is open now; where the table is gone there is none."""
    token, now = f"{officer:-<43}".replace(".", "_"), utc_now()
    session = Session(
        officer=officer,
        device="device",
        csrf=CSRF,
        last_seen=now,
        expires_at=int((now + timedelta(hours=12)).timestamp()),
    )
    with suppress(aws.dynamodb().exceptions.ResourceNotFoundException):
        table = Table(aws.dynamodb(), os.environ["CASES_TABLE"])
        table.write([table.putting(f"SESSION#{hash_of(token)}", "SESSION", contents_of(session))])
    return f"{SESSION}={token}"


def http_event(
    method: str,
    path: str,
    form: Mapping[str, Sequence[str]] | None = None,
    body: bytes | str = b"",
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    given = dict(headers or {})
    if form is not None:
        body, given = urlencode(form, doseq=True), {"Content-Type": FORM, **given}
    built = EnvironBuilder(
        path,
        method=method,
        data=body,
        headers=Headers(given),
        query_string=dict(query or {}),
        environ_base={"REMOTE_ADDR": "127.0.0.1"},
    )
    return event_of(Request(built.get_environ()), Route(method, path, "tested"), path, {})


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
        with held_to_its_role(handler):
            return handler(event, Invocation())
    except Exception:
        logger.exception("unhandled")
        raise


def _seen(handler: Handler, path: str, officer: str) -> dict[str, str]:
    """Whoever answers a case at the desk has its page before them."""
    if not re.fullmatch(r"/meja/MW-[0-9A-Z]+", path):
        return {}
    page = requested(handler, "GET", path, officer=officer).text
    found = re.search(r'name="screen" value="([^"]*)"', page)
    return {"screen": found[1]} if found else {}
