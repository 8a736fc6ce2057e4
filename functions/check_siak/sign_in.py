"""Officers sign in: a name, a code, and the page that they wanted."""

import hmac
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.door import Door, Opened
from check_siak.sign_in_pages import SignInPages, let_in, let_out, start_again, with_door
from menwa import aws
from menwa.citizens import WithWhatsApp
from menwa.clock import utc_now
from menwa.code_letters import CodePost
from menwa.codes import CodeStore, SignInCode, new_code
from menwa.cookies import DOOR, SESSION, device_of, new_token, token_for_forms, token_in
from menwa.environment import WithCases, WithOffice
from menwa.pages import see_other
from menwa.people_store import PeopleStore, people_in
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.sessions import SessionStore
from menwa.signed_in import local_path

logger = Logger()
LONGEST_NAME = 30
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])


class Environment(WithCases, WithOffice, WithWhatsApp):
    mail_sender: str

    def sessions(self) -> SessionStore:
        return SessionStore(aws.dynamodb(), self.cases_table)

    def codes(self) -> CodeStore:
        return CodeStore(aws.dynamodb(), self.cases_table)


@cache
def environment() -> Environment:
    return Environment.from_environment()


@app.get("/masuk")
def show_name() -> Response[str]:
    query = app.current_event.query_string_parameters
    door = _cookie(DOOR) or new_token()
    page = _pages(door).name(local_path(query.get("ke", "")), notice=_notice(query))
    return with_door(page, door)


@app.post("/masuk")
def ask_for_code() -> Response[str]:
    fields, door, now = form_fields(app), _cookie(DOOR), utc_now()
    ahead, name = local_path(fields.get("ke", "")), fields.get("nama", "").lower()[:LONGEST_NAME]
    if door is None or not _ours(fields, door):
        return start_again(environment().office(), ahead)
    if not name:
        return _pages(door).name(ahead, {"nama": "Isi nama pengguna Anda."})
    people_in(environment().cases_table, afresh=True)
    asked = _door(now).asked(name, door, _cookie(device_of(name)))
    if not asked.may_have_code(environment().codes(), now):
        return _pages(door).name(ahead, {}, name, notice="too_many")
    code, officer = new_code(), environment().office().officers.get(name)
    environment().codes().keep(door, asked.code(code, now))
    if officer is not None:
        _post().deliver(code, officer, asked.channel(officer))
        logger.info("code sent", officer=name, enrolled=asked.enrolled is not None)
    return see_other(f"/masuk/kode?ke={quote(ahead, safe='/')}")


@app.get("/masuk/kode")
def show_code() -> Response[str]:
    ahead, door = local_path(app.current_event.query_string_parameters.get("ke", "")), _cookie(DOOR)
    return _pages(door).code(ahead) if door else start_again(environment().office(), ahead)


@app.post("/masuk/kode")
def enter_code() -> Response[str]:
    fields, door, now = form_fields(app), _cookie(DOOR), utc_now()
    ahead = local_path(fields.get("ke", ""))
    if door is None or not _ours(fields, door):
        return start_again(environment().office(), ahead)
    given = "".join(filter(str.isdigit, fields.get("kode", "")))
    if len(given) != 6:
        return _pages(door).code(ahead, "Isi kode yang terdiri dari 6 angka.")
    code = environment().codes().try_once(door)
    verdict = code.judged(given, door, now) if code else "spent"
    if verdict != "right":
        known = environment().office().officers  # what somebody else typed is no officer's name
        officer = code.officer if code and code.officer in known else None
        logger.warning("code not taken", officer=officer, why=verdict)
    if code is None or verdict == "spent":
        return _pages(door).spent(ahead)
    if verdict == "wrong":
        return _pages(door).wrong(ahead, code.tries_left)
    opened = _open(code, door, now)
    if opened is None:
        return _pages(door).spent(ahead)
    logger.info("signed in", officer=code.officer, enrolled_now=opened.device is not None)
    return let_in(code.officer, opened, ahead)


@app.post("/keluar")
def sign_out() -> Response[str]:
    token = _cookie(SESSION)
    session = environment().sessions().session(token) if token else None
    if token and session:
        if not hmac.compare_digest(
            form_fields(app).get("csrf", "").encode(), session.csrf.encode()
        ):
            return start_again(environment().office(), "/meja")
        environment().sessions().end(token)
        logger.info("signed out", officer=session.officer)
    return let_out()


def _open(code: SignInCode, door: str, now: datetime) -> Opened | None:
    """Somebody who was removed since the code was sent is let in no more."""
    people = people_in(environment().cases_table, afresh=True)
    if code.officer not in environment().office().officers:
        return None
    used = environment().codes().used_up(door, code)
    unchanged = PeopleStore(aws.dynamodb(), environment().cases_table).still(people)
    return _door(now).open(code, _cookie(device_of(code.officer)), used, unchanged)


def _notice(query: dict[str, str]) -> str:
    return next((why for why in ("terkunci", "keluar") if why in query), "")


def _cookie(name: str) -> str | None:
    return token_in(app.current_event.cookies, name)


def _ours(fields: dict[str, str], door: str) -> bool:
    """There is no session yet: the form must carry what follows from this browser's cookie."""
    return hmac.compare_digest(fields.get("csrf", "").encode(), token_for_forms(door).encode())


def _door(now: datetime) -> Door:
    return Door(environment().sessions(), environment().office(), now)


def _post() -> CodePost:
    return CodePost(environment().whatsapp(), aws.mail(), environment().mail_sender)


def _pages(door: str) -> SignInPages:
    return SignInPages(environment().office(), token_for_forms(door))


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
