"""An official enrols a device: POST sends a code over the other channel, and POST takes it."""

import hmac
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.clock import utc_now
from menwa.code_letters import OFFICIALS, CodePost
from menwa.codes import CodeStore
from menwa.cookies import DOOR, new_token, token_for_forms, token_in
from menwa.environment import WithCases, WithOffice
from menwa.errors import NotFound, Unavailable
from menwa.link_holders import Bearer
from menwa.pages import see_other
from menwa.people_store import PeopleStore, people_in
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.sessions import SessionStore
from menwa.settings import secret
from menwa.table import Item
from notify_officials.courier import WithCourier
from notify_officials.door_lock import DoorLocks
from notify_officials.enrolled import cookies_of
from notify_officials.enrolment import ASSISTANT, Enrolment, enrolling, token_of
from notify_officials.enrolment_notices import device_enrolled, locked
from notify_officials.enrolment_pages import EnrolmentPages, enrolled, with_door
from notify_officials.notices import Notice
from notify_officials.question_pages import unknown_link

logger = Logger()
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])


class Environment(WithCases, WithOffice, WithCourier):
    person_key_secret_arn: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


@dataclass(frozen=True)
class Form:
    """One of our own forms, from the browser that it was shown in."""

    ahead: str
    who: str
    door: str
    code: str
    bearer: Bearer
    pages: EnrolmentPages


@app.post("/pejabat/masuk")
def ask_for_code() -> Response[str]:
    return _with_form(_send_code)


@app.post("/pejabat/masuk/kode")
def enter_code() -> Response[str]:
    return _with_form(_take_code)


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return unknown_link()


def _send_code(form: Form, now: datetime) -> Response[str]:
    asked = _enrolment(form.bearer, form.door).ask(_post(), now)
    if asked not in {"sent", "at_the_desk"}:
        return form.pages.refused(asked, now)
    logger.info("code asked for", official=form.bearer.key, how=asked)
    return see_other(f"{form.ahead}?kode={form.who}")


def _take_code(form: Form, now: datetime) -> Response[str]:
    if len(form.code) != 6:
        return form.pages.code(form.who, now, "Isi kode yang terdiri dari 6 angka.")
    enrolment = _enrolment(form.bearer, form.door)
    key = secret(environment().person_key_secret_arn)["key"]
    entered, used = enrolment.enter(form.code, key, now)
    office = environment().office()
    if entered == "locked_now":
        logger.warning("door locked", official=form.bearer.key)
        _tell(locked(form.bearer, office))
    if entered not in {"right", "right_from_desk"}:
        logger.warning("code not taken", official=form.bearer.key, why=entered)
        return form.pages.not_yet(entered, form.who, now)
    earlier = {
        each.bearer.key: each.token for each in cookies_of(app.current_event.cookies, office)
    }
    token = enrolment.enrol(now, _nobody_changed(), *used, *_ending(earlier))
    if token is None:
        return form.pages.not_yet("spent", form.who, now)
    logger.info("device enrolled", official=form.bearer.key, how=entered)
    from_desk = entered == "right_from_desk"
    _tell(device_enrolled(form.bearer, office, now, from_desk=from_desk))
    return enrolled(form.bearer, token, form.ahead, earlier)


def _with_form(then: Callable[[Form, datetime], Response[str]]) -> Response[str]:
    """Whom it is about is looked up afresh; a foreign form, or a browser that lost its cookie,
    begins again."""
    now = utc_now()
    fields = form_fields(app)
    door, token = token_in(app.current_event.cookies, DOOR), token_of(fields.get("ke", ""))
    link = environment().store().link(token, now) if token else None
    if link is None:
        raise NotFound("link")
    office, ahead = environment().office(afresh=True), f"/k/{token}"
    if door is None or not _ours(fields, door):
        door = new_token()
        pages = EnrolmentPages(office, link, ahead, token_for_forms(door))
        return with_door(pages.offer(now, notice="start_again", status=403), door)
    pages = EnrolmentPages(office, link, ahead, token_for_forms(door))
    who = ASSISTANT if fields.get("siapa") == ASSISTANT else "pejabat"
    bearer = enrolling(link, who, office, now)
    if bearer is None:
        return pages.offer(now, notice="nobody", status=409)
    code = "".join(filter(str.isdigit, fields.get("kode", "")))
    return then(Form(ahead, who, door, code, bearer, pages), now)


def _ours(fields: dict[str, str], door: str) -> bool:
    return hmac.compare_digest(fields.get("csrf", "").encode(), token_for_forms(door).encode())


def _nobody_changed() -> Item:
    """As a write: whoever was looked up for this request still is who they are."""
    table = environment().cases_table
    return PeopleStore(aws.dynamodb(), table).still(people_in(table))


def _ending(earlier: Mapping[str, str]) -> list[Item]:
    """What somebody else had enrolled in this browser."""
    return [_sessions().ending(key, token) for key, token in earlier.items()]


def _tell(notice: Notice) -> None:
    with suppress(Unavailable):  # the courier has logged it; what happened stands all the same
        environment().courier().deliver(notice)


def _enrolment(bearer: Bearer, door: str) -> Enrolment:
    table = environment().cases_table
    codes, locks = CodeStore(aws.dynamodb(), table), DoorLocks(aws.dynamodb(), table)
    return Enrolment(bearer, door, _sessions(), codes, locks)


def _sessions() -> SessionStore:
    return SessionStore(aws.dynamodb(), environment().cases_table)


def _post() -> CodePost:
    sender = environment().mail_sender
    return CodePost(environment().whatsapp(), aws.mail(), sender, OFFICIALS)


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
