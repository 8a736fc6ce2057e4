"""Meta's webhook: verify the signature, queue each update, answer at once."""

import hmac
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from intake.queueing import enqueue
from menwa import aws
from menwa.clock import utc_now
from menwa.counting import count, measure
from menwa.errors import Rejected
from menwa.requests import raw_body
from menwa.settings import Settings, secret
from menwa.whatsapp_updates import AccountNews, Updates, signature_is_valid, updates_in

logger = Logger()
app = APIGatewayHttpResolver()


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
    body = raw_body(app.current_event)
    signature = app.current_event.headers.get("x-hub-signature-256")
    if not signature_is_valid(body, signature, _app_secrets()):
        logger.warning("not signed as Meta does")
        return Response(401, "text/plain", "")
    try:
        updates = updates_in(body)
    except Rejected:
        logger.warning("signed, but no JSON")
        return Response(200, "text/plain", "")
    for news in updates.news:
        _report(news)
    enqueue(aws.sqs(), _by_queue(updates))
    _measure_latency()
    return Response(200, "text/plain", "")


def _measure_latency() -> None:
    """Since it came in at the door: Meta holds back, then gives up, where answers are slow."""
    came_at = app.current_event.request_context.time_epoch
    measure("WebhookLatency", max(0, round(utc_now().timestamp() * 1000) - came_at))


def _report(news: AccountNews) -> None:
    """Meta's word on templates, quality, limits or billing: nothing of a person stands in it."""
    told = news.model_dump(mode="json")
    if news.concerns_the_operator:
        count("WhatsAppAccountTrouble")
        logger.error("Meta reports trouble with the account", **told)
    else:
        logger.info("Meta reports on the account", **told)


def _by_queue(updates: Updates) -> dict[str, list[str]]:
    """What cannot be read goes where it would have gone: there it fails alone, and is kept."""
    if updates.set_aside:
        logger.error("updates that cannot be read are set aside", count=len(updates.set_aside))
    set_aside = {
        name: [each.for_queue() for each in updates.set_aside if each.queue == name]
        for name in ("inbox", "receipts")
    }
    inbox = [each.for_queue() for each in updates.messages]
    receipts = [each.for_queue() for each in updates.receipts]
    return {
        environment().inbox_queue_url: inbox + set_aside["inbox"],
        environment().receipts_queue_url: receipts + set_aside["receipts"],
    }


def _app_secrets() -> tuple[str, ...]:
    kept = secret(environment().webhook_secret_arn)
    return (kept["app_secret"], kept.get("previous_app_secret") or "")


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
