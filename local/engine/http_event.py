"""An HTTP request as API Gateway hands it to a function (payload format 2.0)."""

import base64
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request

from local.engine.identities import ACCOUNT
from local.engine.routes import Route

_TEXT = {"application/json", "application/javascript", "application/xml"}


def event_of(
    request: Request, route: Route, path: str, parameters: Mapping[str, str]
) -> dict[str, Any]:
    """`path` still encoded."""
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": path,
        "rawQueryString": request.query_string.decode(),
        "headers": _headers(request),
        "requestContext": _context(request, route, path),
        "isBase64Encoded": False,
    }
    if cookies := request.headers.get("Cookie"):
        event["cookies"] = [each.strip() for each in cookies.split(";")]
    if query := request.args.to_dict(flat=False):
        event["queryStringParameters"] = {name: ",".join(each) for name, each in query.items()}
    if parameters:
        event["pathParameters"] = {name: unquote(each) for name, each in parameters.items()}
    if body := request.get_data():
        event |= _body(body, request.headers.get("Content-Type", ""))
    return event


def _headers(request: Request) -> dict[str, str]:
    return {
        name.lower(): ",".join(request.headers.getlist(name))
        for name in dict(request.headers)
        if name != "Cookie"
    }


def _context(request: Request, route: Route, path: str) -> dict[str, Any]:
    return {
        "accountId": ACCOUNT,
        "apiId": "local",
        "domainName": request.host,
        "domainPrefix": "local",
        "http": {
            "method": request.method,
            "path": path,
            "protocol": request.environ["SERVER_PROTOCOL"],
            "sourceIp": request.remote_addr,
            "userAgent": request.headers.get("User-Agent", ""),
        },
        "requestId": str(uuid.uuid4()),
        "routeKey": route.key,
        "stage": "$default",
        "time": datetime.now(UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(time.time() * 1000),
    }


def _body(body: bytes, content_type: str) -> dict[str, Any]:
    """As API Gateway: a form is not text to it, so it comes in base64."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type.startswith("text/") or media_type in _TEXT:
        return {"body": body.decode("utf-8", errors="replace")}
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
