"""What a warm function's own work is for a page, in microseconds, beside an empty page's."""

import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast
from unittest.mock import patch

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from bench.figures import Figure
from bench.measuring import measured
from bench.webhook import ENVIRONMENT, Context, http_answer
from local.office_file import read_office

OFFICE = read_office("pekanbaru").model_dump_json().encode()
RUNS, AT_ONCE = 15, 20
FUNCTIONS = {
    "CASES_TABLE": "cases",
    "CONFIGURATION_BUCKET": "configuration",
    "STATE_MACHINE_ARN": "machine",
    "PERSON_KEY_SECRET_ARN": "persons",
}


def routes() -> Iterator[Figure]:
    with patch.dict(os.environ, ENVIRONMENT | FUNCTIONS):
        _open_doors()
        from intake.tracking import handler as track
        from intake.web import handler as form

        empty = _microseconds(_empty().resolve, "/")
        for path, handler in {"/": form, "/permohonan": form, "/lacak": track}.items():
            yield Figure(
                f"warm, GET {path}", _microseconds(handler, path), "µs", empty, "an empty page"
            )


def _open_doors() -> None:
    """The office's file, and nothing in the table: both are remembered after the first request."""
    from menwa import aws

    aws.s3().meta.events.register("before-send", lambda **_: http_answer(OFFICE))
    nothing = json.dumps({}).encode()
    aws.dynamodb().meta.events.register("before-send", lambda **_: http_answer(nothing))


def _empty() -> APIGatewayHttpResolver:
    app = APIGatewayHttpResolver()

    @app.get("/")
    def nothing() -> Response[str]:
        return Response(200, "text/html", "")

    return app


def _microseconds(handler: Callable[[dict[str, Any], LambdaContext], Any], path: str) -> float:
    ask = partial(handler, _event(path), cast(LambdaContext, Context()))
    if ask()["statusCode"] >= 400:
        raise SystemExit(f"{path} is not answered")

    def often() -> None:
        for _ in range(AT_ONCE):
            ask()

    return round(measured(often, RUNS).ms * 1000 / AT_ONCE, 1)


def _event(path: str) -> dict[str, Any]:
    http = {"method": "GET", "path": path, "sourceIp": "203.0.113.7"}
    return {
        "version": "2.0",
        "routeKey": f"GET {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"accept-encoding": "gzip"},
        "requestContext": {"http": http, "requestId": "-", "stage": "$default"},
        "isBase64Encoded": False,
    }
