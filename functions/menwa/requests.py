"""What pages read of an HTTP request."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from menwa.pages import page


def form_fields(app: APIGatewayHttpResolver) -> dict[str, str]:
    """The first value of each field, without the blanks around it."""
    body = app.current_event.decoded_body or ""
    fields: dict[str, str] = {}
    for name, value in parse_qsl(body, keep_blank_values=True, max_num_fields=50):
        fields.setdefault(name, value.strip())
    return fields


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Another site's page sent this form: browsers say so, older ones by its origin alone."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in {"same-origin", "none"}
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def refuse_foreign_forms(app: APIGatewayHttpResolver, go_on: NextMiddleware) -> Response[str]:
    event = app.current_event
    if event.http_method == "POST" and is_foreign(event.headers):
        return page("menwa/refused.html", status=403)
    return go_on(app)
