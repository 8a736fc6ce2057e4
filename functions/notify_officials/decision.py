"""An official's link: GET shows the question and changes nothing, POST answers it."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa.case import CaseFile
from menwa.cases import Link
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.errors import NotFound
from menwa.pages import see_other
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from notify_officials.official_door import SignedInOfficial, enrol_first, link_on
from notify_officials.one_question import OneQuestion
from notify_officials.question_pages import LIST, unknown_link
from notify_officials.rules import Question, state_of

logger = Logger()
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])


class Environment(WithCases, WithOffice):
    pass


@cache
def environment() -> Environment:
    return Environment.from_environment()


@app.get("/k/<token>")
def show(token: str) -> Response[str]:
    return _behind_the_door(token, lambda asked, file: asked.shown(file))


@app.post("/k/<token>")
def answer(token: str) -> Response[str]:
    return _behind_the_door(token, lambda asked, file: asked.take_answer(file, form_fields(app)))


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return unknown_link()


def _behind_the_door(
    token: str, then: Callable[[OneQuestion, CaseFile], Response[str]]
) -> Response[str]:
    """Whoever a letter was passed on to stands before the door: they see a number, no more."""
    now = utc_now()
    link, official = link_on(app, environment(), token, now)
    if link is None:
        raise NotFound("link")
    if official is None:
        return enrol_first(app, environment(), link, token, now)
    if link.case_id is None or link.visit is None:
        return see_other(LIST)
    asked = _asked(link, link.visit, official, now)
    file = asked.store.load(link.case_id)
    if now > link.valid_until and state_of(asked.question, file) == "open":
        return asked.pages.expired(link.case_id)
    return then(asked, file)


def _asked(link: Link, visit: str, official: SignedInOfficial, now: datetime) -> OneQuestion:
    question = Question(link.official, link.level, visit)
    return OneQuestion(environment().store(), environment().office(), official, question, now)


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
