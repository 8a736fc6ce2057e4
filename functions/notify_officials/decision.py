"""An official's link: GET shows the question and changes nothing, POST answers it."""

from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.cases import Link
from menwa.citizens import WithWhatsApp
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.errors import AlreadyAnswered, NotFound, WhatsAppUnavailable
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from notify_officials.letters import Post, letter_to
from notify_officials.link_pages import LinkPages, renewed, unknown_link
from notify_officials.rules import Given, choices_for, decided, state_of

logger = Logger()
MOST_WORDS = 500
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])


class Environment(WithCases, WithOffice, WithWhatsApp):
    mail_sender: str
    public_url: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


@app.get("/k/<token>")
def show(token: str) -> Response[str]:
    return LinkPages(environment().office(), *_found(token)).as_it_stands(utc_now())


@app.post("/k/<token>")
def answer(token: str) -> Response[str]:
    fields, (link, file) = form_fields(app), _found(token)
    pages, now = LinkPages(environment().office(), link, file), utc_now()
    if state_of(link, file, now) == "expired" and fields.get("answer") == "new_link":
        return _renew(token, link, file, now)
    if state_of(link, file, now) != "open":
        return pages.as_it_stands(now)
    choice = next((one for one in choices_for(link.level) if one.key == fields.get("answer")), None)
    reason = fields.get("reason", "")[:MOST_WORDS]
    if choice is None:
        return pages.question({"answer": "Pilih salah satu jawaban."}, reason)
    if choice.needs_reason and not reason:
        return pages.question({"reason": choice.hint}, reason)
    return _decide(link, file, Given(choice.key, reason if choice.needs_reason else ""), now)


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return unknown_link()


def _found(token: str) -> tuple[Link, CaseFile]:
    link = environment().store().link(token)
    if link is None:
        raise NotFound("link")
    return link, environment().store().load(link.case_id)


def _decide(link: Link, file: CaseFile, given: Given, now: datetime) -> Response[str]:
    decide = partial(decided, link=link, given=given, office=environment().office(), now=now)
    try:
        after = environment().store().change(file, decide)
    except AlreadyAnswered:
        return LinkPages(
            environment().office(), link, environment().store().load(link.case_id)
        ).as_it_stands(now)
    carry_on(aws.step_functions(), after)
    logger.info("answered", case_id=link.case_id, level=link.level, answer=given.answer)
    return LinkPages(environment().office(), link, after).answered(
        "Terima kasih, jawaban Anda sudah dicatat"
    )


def _renew(token: str, link: Link, file: CaseFile, now: datetime) -> Response[str]:
    """An expired link whose question is open brings one new letter, to the official alone."""
    letter = letter_to(link.official, link.level, file, link.visit, environment().office(), now)
    if environment().store().renew(token, letter.token, letter.link, now):
        whatsapp, url = environment().whatsapp(), environment().public_url
        try:
            Post(whatsapp, aws.mail(), environment().mail_sender, url).deliver(letter)
        except WhatsAppUnavailable:
            environment().store().forget_renewal(token)
            raise
    return renewed()


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
