"""Who sits at the desk: an officer who has signed in on an enrolled device."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import quote

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from menwa import aws
from menwa.clock import utc_now
from menwa.cookies import SESSION, token_in
from menwa.office import Office
from menwa.pages import page, see_other
from menwa.people import Officer
from menwa.requests import all_fields, form_fields
from menwa.sessions import Session, SessionStore

HOME = "/meja"
LONGEST_PATH = 500


@dataclass(frozen=True)
class SignedIn:
    """`csrf` stands in every form of theirs."""

    key: str
    name: str
    paraf: str
    administrator: bool
    csrf: str


class GuardedEnvironment(Protocol):
    @property
    def cases_table(self) -> str: ...

    def office(self, *, afresh: bool = False) -> Office: ...


def officer_of(app: APIGatewayHttpResolver) -> SignedIn:
    """Whoever the request's session belongs to. KeyError where no guard stands before it."""
    officer: SignedIn = app.context["officer"]
    return officer


def signed_in_only(
    environment: Callable[[], GuardedEnvironment],
) -> Callable[[APIGatewayHttpResolver, NextMiddleware], Response[str]]:
    """The guard before officers' pages: lets in who has signed in, and of their forms only those
    that stand on our own pages."""

    def guard(app: APIGatewayHttpResolver, go_on: NextMiddleware) -> Response[str]:
        token, sessions = _token(app), SessionStore(aws.dynamodb(), environment().cases_table)
        session, now = sessions.session(token) if token else None, utc_now()
        officer = _officer(environment(), session, now)
        if token is None or session is None or officer is None:
            locked = session is not None and session.state(now) == "locked"
            return _sign_in_first(app, environment().office(), locked=locked)
        if app.current_event.http_method == "POST" and not _ours(app, session):
            return page("menwa/stale_form.html", 403, office=environment().office())
        if not _by_itself(app):
            sessions.note_seen(token, session, now)
        app.context["officer"] = _signed_in(session, officer)
        return go_on(app)

    return guard


def local_path(text: str) -> str:
    """A path on this very site, or the desk: a link to sign in leads nowhere else."""
    strange = any(not "!" <= letter <= "~" or letter == "\\" for letter in text)
    if strange or not text.startswith("/") or text.startswith("//") or len(text) > LONGEST_PATH:
        return HOME
    return text


def _token(app: APIGatewayHttpResolver) -> str | None:
    return token_in(app.current_event.cookies, SESSION)


def _officer(
    environment: GuardedEnvironment, session: Session | None, now: datetime
) -> Officer | None:
    """None unless the session is open and its officer still one; a new one is looked up afresh."""
    if session is None or session.state(now) != "open":
        return None
    known = environment.office().officers.get(session.officer)
    return known or environment.office(afresh=True).officers.get(session.officer)


def _signed_in(session: Session, officer: Officer) -> SignedIn:
    return SignedIn(
        key=session.officer,
        name=officer.name,
        paraf=officer.paraf,
        administrator=officer.administrator,
        csrf=session.csrf,
    )


def _ours(app: APIGatewayHttpResolver, session: Session) -> bool:
    given = form_fields(app).get("csrf", "")
    return hmac.compare_digest(given.encode(), session.csrf.encode())


def _by_itself(app: APIGatewayHttpResolver) -> bool:
    """A script that keeps a page up to date is no sign of an officer; browsers tell it apart."""
    event = app.current_event
    return event.http_method == "GET" and event.headers.get("sec-fetch-dest") == "empty"


def _sign_in_first(app: APIGatewayHttpResolver, office: Office, *, locked: bool) -> Response[str]:
    """What was typed is not lost: the page holds it until it can be sent again."""
    event = app.current_event
    if event.http_method != "GET":
        fields = all_fields(app)
        return page("menwa/signed_out.html", 401, office=office, action=event.path, fields=fields)
    query = event.raw_query_string
    asked = f"{event.path}?{query}" if query else event.path
    why = "&terkunci=1" if locked else ""
    return see_other(f"/masuk?ke={quote(local_path(asked), safe='/')}{why}")
