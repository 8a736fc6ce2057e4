"""All that waits for an official, on their own device: tick many, answer once, or one by one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.case import CaseFile
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.errors import NotFound
from menwa.pages import see_other
from menwa.requests import all_fields, apologise, form_fields, refuse_foreign_forms
from menwa.types import LEVELS
from notify_officials.many_answers import ManyAnswers, Picked, picked_in, shared
from notify_officials.official_door import (
    SignedInOfficial,
    official_here,
    official_on,
    posts_answered,
)
from notify_officials.one_question import OLD_PAGE, OneQuestion, answerer, is_ours
from notify_officials.question_pages import unknown_link
from notify_officials.rules import ANSWERED_TOGETHER, Given, Question, question_on
from notify_officials.told import decided_on, last_put_to
from notify_officials.touch import opened_at
from notify_officials.waiting_list import MOST_SHOWN, WaitingList, posts_below, waiting_list
from notify_officials.waiting_pages import WaitingPages

logger = Logger()
NOT_ENROLLED = "/pejabat"
MOST_FIELDS = MOST_SHOWN + 10
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])


class Environment(WithCases, WithOffice):
    pass


@cache
def environment() -> Environment:
    return Environment.from_environment()


@app.get("/pejabat/tunggu")
def show() -> Response[str]:
    now = utc_now()
    official = official_here(app, environment(), now)
    if official is None:
        return see_other(NOT_ENROLLED)
    return _pages(official, now).all_that_waits(_list(official, now))


@app.post("/pejabat/tunggu")
def answer() -> Response[str]:
    now = utc_now()
    official = official_here(app, environment(), now)
    if official is None:
        return see_other(NOT_ENROLLED)
    sent = all_fields(app, MOST_FIELDS)
    fields, keys = dict(reversed(sent)), [value for name, value in sent if name == "pick"]
    waiting, pages = _list(official, now), _pages(official, now)
    if group := fields.get("tick"):
        return pages.all_that_waits(waiting, {*keys, *waiting.keys_of(group)})
    picked, given = picked_in(keys), _given(fields, official)
    if not is_ours(fields, official) or given is None:
        return pages.all_that_waits(waiting, keys, OLD_PAGE)
    if not picked:
        return pages.all_that_waits(waiting, keys, "Centang dulu dokumen yang Anda jawab.")
    share = replace(given, opened_at=shared(given.opened_at, now, len(picked)))
    return pages.answered(given.answer, _answers(picked, official, now).given(picked, share, now))


@app.get("/pejabat/tunggu/<case_id>")
def show_one(case_id: str) -> Response[str]:
    return _behind_the_door(case_id, "", lambda asked, file: asked.shown(file))


@app.post("/pejabat/tunggu/<case_id>")
def answer_one(case_id: str) -> Response[str]:
    fields = form_fields(app)
    visit = fields.get("visit", "unknown")
    return _behind_the_door(case_id, visit, lambda asked, file: asked.take_answer(file, fields))


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return unknown_link()


def _behind_the_door(
    case_id: str, visit: str, then: Callable[[OneQuestion, CaseFile], Response[str]]
) -> Response[str]:
    """`visit` of the question that was seen, if one was."""
    now, office = utc_now(), environment().office()
    official = official_here(app, environment(), now)
    if official is None:
        return see_other(NOT_ENROLLED)
    file = environment().store().load(case_id)
    question = question_on(file.wait)
    theirs = official_on(app, environment(), question.post, now) if question else None
    if question is None or theirs is None:
        question = _over(visit, file, official, now)
    elif visit:
        question = replace(question, visit=visit)  # a page left open answers no later question
    asked = OneQuestion(environment().store(), office, theirs or official, question, now)
    return then(asked, file)


def _over(visit: str, file: CaseFile, official: SignedInOfficial, now: datetime) -> Question:
    """What they saw, or were asked last, and are asked no more. Of other cases they read nothing:
    NotFound."""
    office = environment().office()
    posts = posts_answered(office, official, office.day_of(now))
    seen = visit if visit and decided_on(visit, file, office) else last_put_to(posts, file, office)
    if seen is None:
        raise NotFound(file.case.id)
    return Question(official.own, LEVELS[0], seen)  # over: its level does not matter


def _pages(official: SignedInOfficial, now: datetime) -> WaitingPages:
    return WaitingPages(environment().office(), official, now)


def _list(official: SignedInOfficial, now: datetime) -> WaitingList:
    office, store = environment().office(), environment().store()
    waiting = store.waiting_cases(posts_answered(office, official, office.day_of(now)), now)
    below = [
        wait for post in posts_below(official.own, office) for _, wait in store.waits(post, now)
    ]
    return waiting_list(official.own, waiting, below, office, now)


def _given(fields: Mapping[str, str], official: SignedInOfficial) -> Given | None:
    answer = next((one for one in ANSWERED_TOGETHER if one == fields.get("answer")), None)
    seen = opened_at(fields.get("stamp", ""), f"list:{official.own}", official.csrf)
    return Given(answer, opened_at=seen) if answer else None


def _answers(picked: list[Picked], official: SignedInOfficial, now: datetime) -> ManyAnswers:
    office = environment().office()
    posts = posts_answered(office, official, office.day_of(now))
    wanted = {each.post for each in picked}.intersection(posts)
    answering = [official_on(app, environment(), post, now) for post in wanted]
    by = {one.post: answerer(one) for one in answering if one is not None}
    return ManyAnswers(environment().store(), aws.step_functions(), office, by)


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
