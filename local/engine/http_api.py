"""The HTTP API's data plane, which moto lacks: requests in, functions woken, answers out."""

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Request, Response

from local.engine.answers import Answer
from local.engine.functions import Functions
from local.engine.http_event import event_of
from local.engine.routes import Route

_MEGABYTE = 1024 * 1024
_LARGEST_REQUEST = 10 * _MEGABYTE
_LARGEST_EVENT = 6 * _MEGABYTE
_PATIENCE = 30


class HttpApi:
    """A WSGI application."""

    def __init__(
        self,
        routes: Sequence[Route],
        functions: Functions,
        rewrites: Mapping[str, str] | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self._routes = routes
        self._functions = functions
        self._rewrites = rewrites or {}
        self._patience = patience
        self._calls = ThreadPoolExecutor(64, thread_name_prefix="http")

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self._respond(Request(environ))(environ, start_response)

    def close(self) -> None:
        self._calls.shutdown(wait=False, cancel_futures=True)

    def _respond(self, request: Request) -> Response:
        path = _raw_path(request)
        for route in self._routes:
            if (parameters := route.match(request.method, path)) is not None:
                break
        else:
            return _message(404, "Not Found")
        if (request.content_length or 0) > _LARGEST_REQUEST:
            return _message(413, "Request Entity Too Large")
        event = json.dumps(event_of(request, route, path, parameters)).encode()
        if len(event) > _LARGEST_EVENT:
            return _message(413, "Request Entity Too Large")
        answering = self._calls.submit(self._functions.invoke, route.function, event)
        try:
            return self._rewritten(response_of(answering.result(timeout=self._patience)))
        except TimeoutError:
            return _message(503, "Service Unavailable")

    def _rewritten(self, response: Response) -> Response:
        if response.mimetype != "text/html" or not self._rewrites:
            return response
        squeezed = response.headers.get("Content-Encoding") == "gzip"
        page = gzip.decompress(response.get_data()) if squeezed else response.get_data()
        for away, here in self._rewrites.items():
            page = page.replace(away.encode(), here.encode())
        response.set_data(gzip.compress(page) if squeezed else page)
        return response


def response_of(answer: Answer) -> Response:
    """What is not of the shape that API Gateway knows goes out as JSON, with 200."""
    if answer.errored:
        return _message(500, "Internal Server Error")
    told = json.loads(answer.payload)
    if not isinstance(told, dict) or "statusCode" not in told:
        return Response(answer.payload, content_type="application/json")
    body = told.get("body") or ""
    response = Response(
        base64.b64decode(body) if told.get("isBase64Encoded") else body, int(told["statusCode"])
    )
    response.headers["Content-Type"] = "text/plain;charset=UTF-8"
    for name, value in (told.get("headers") or {}).items():
        response.headers[name] = str(value)
    for name, values in (told.get("multiValueHeaders") or {}).items():
        response.headers.setlist(name, [str(value) for value in values])
    for cookie in told.get("cookies") or []:
        response.headers.add("Set-Cookie", cookie)
    return response


def _message(status: int, text: str) -> Response:
    return Response(json.dumps({"message": text}), status, content_type="application/json")


def _raw_path(request: Request) -> str:
    raw: str = request.environ.get("RAW_URI", "").partition("?")[0]
    return raw or quote(request.path)
