"""What pages read of an HTTP request."""

import base64
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent
from botocore.exceptions import BotoCoreError, ClientError

from menwa.errors import OutcomeUnknown, Unavailable
from menwa.pages import page

logger = Logger(child=True)
MOST_FIELDS = 50


def raw_body(event: BaseProxyEvent) -> bytes:
    """The very bytes, as a signature covers them."""
    body = event.body or ""
    return base64.b64decode(body) if event.is_base64_encoded else body.encode()


def form_fields(app: APIGatewayHttpResolver, most: int = MOST_FIELDS) -> dict[str, str]:
    """The first value of each field, without the blanks around it; none if it is no form."""
    return {name: value.strip() for name, value in reversed(all_fields(app, most))}


def all_fields(app: APIGatewayHttpResolver, most: int = MOST_FIELDS) -> list[tuple[str, str]]:
    """As they were sent; a name may come more than once. None if there are more than `most`."""
    try:
        body = app.current_event.decoded_body or ""
        return parse_qsl(body, keep_blank_values=True, max_num_fields=most)
    except ValueError:
        return []


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Another site's page sent this form: browsers say so, older ones by its origin alone."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in {"same-origin", "none"}
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def apologise(app: APIGatewayHttpResolver, go_on: NextMiddleware) -> Response[str]:
    """Where AWS or WhatsApp fails for the moment, people read that nothing is lost."""
    try:
        return go_on(app)
    except (Unavailable, OutcomeUnknown, BotoCoreError, ClientError):
        logger.exception("unavailable")
        return page("menwa/gone_wrong.html", status=503)


def refuse_foreign_forms(app: APIGatewayHttpResolver, go_on: NextMiddleware) -> Response[str]:
    event = app.current_event
    if event.http_method == "POST" and is_foreign(event.headers):
        return page("menwa/refused.html", status=403)
    return go_on(app)
