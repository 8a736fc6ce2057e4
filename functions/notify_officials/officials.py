"""An official's own page: leave, deputy, assistant, letters and devices, all effective at once."""

import hmac
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.errors import Contended, Unavailable
from menwa.link_holders import assistant_key, bearer_of, official_key
from menwa.office import Office
from menwa.pages import see_other
from menwa.people_changes import Change, new_change_id
from menwa.people_forms import Errors, Fields, objections
from menwa.people_store import PeopleStore, people_in
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.sessions import SessionStore
from notify_officials.courier import WithCourier
from notify_officials.official_door import SignedInOfficial, official_here
from notify_officials.own_changes import OwnChanges
from notify_officials.own_notices import notices
from notify_officials.own_pages import Devices, OwnPages, by_the_official_alone, not_enrolled

logger = Logger()
TURNS = 5
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])


class Environment(WithCases, WithOffice, WithCourier):
    pass


@cache
def environment() -> Environment:
    return Environment.from_environment()


@app.get("/pejabat")
def show() -> Response[str]:
    official, now = _official(), utc_now()
    notice = (app.current_event.query_string_parameters or {}).get("kabar", "")
    if official is None:
        return not_enrolled(environment().office(), revoked=notice == "dicabut")
    return _pages(official, now).own(notice)


@app.post("/pejabat/cuti")
def be_away() -> Response[str]:
    return _set({"back": "back"}.get(form_fields(app).get("act", ""), "away"))


@app.post("/pejabat/asisten")
def name_assistant() -> Response[str]:
    return _set({"remove": "no_assistant"}.get(form_fields(app).get("act", ""), "assistant"))


@app.post("/pejabat/surat")
def set_letters() -> Response[str]:
    return _set("letters")


@app.post("/pejabat/perangkat")
def revoke_devices() -> Response[str]:
    """All at once, this one too: whoever lost one need not say which."""
    official, fields = _official(), form_fields(app)
    if official is None:
        return not_enrolled(environment().office())
    if not _ours(fields, official):
        return _pages(official, utc_now()).own("usang")
    of_assistant = fields.get("whose") == "assistant" and not official.assistant
    key = assistant_key(official.own) if of_assistant else official.key
    ended = _sessions().end_all(key)
    _store().note(_revocation(key, official.key, utc_now()))
    logger.info("devices revoked", target=key, official=official.key, devices=ended)
    return see_other("/pejabat?kabar=dicabut")


def _set(form: str) -> Response[str]:
    official, fields, now = _official(), form_fields(app), utc_now()
    if official is None:
        return not_enrolled(environment().office())
    if official.assistant:
        return by_the_official_alone(environment().office())
    if not _ours(fields, official):
        return _pages(official, now).own("usang", form, fields)
    if errors := _changed(official, form, fields, now):
        return _pages(official, now).own("", form, fields, errors)
    return see_other("/pejabat?kabar=tersimpan")


def _changed(official: SignedInOfficial, form: str, fields: Fields, now: datetime) -> Errors:
    """Decided anew on what stands whenever somebody else was faster, so that neither is lost."""
    for _ in range(TURNS):
        before = environment().office(afresh=True)
        people = people_in(environment().cases_table)
        change, errors = OwnChanges(before, official.own, now).asked(form, fields)
        if change is None:
            return errors
        if errors := objections(change, before, people):
            return errors
        if _store().set_at_once(change, people):
            _after(change, before, now)
            return {}
    raise Contended("people")


def _after(change: Change, before: Office, now: datetime) -> None:
    logger.info("own setting changed", act=change.act, official=official_key(change.key))
    after = environment().office(afresh=True).officials
    was = bearer_of(change.key, before.officials, assistant=True)
    is_now = bearer_of(change.key, after, assistant=True)
    if was and (is_now is None or is_now.fingerprint != was.fingerprint):
        _sessions().end_all(was.key)
    for notice in notices(change, before, before.day_of(now)):
        with suppress(Unavailable):  # the courier has logged it; what was set stands
            environment().courier().deliver(notice)


def _official() -> SignedInOfficial | None:
    """With the people as they are this moment: what was just set is seen at once."""
    environment().office(afresh=True)
    return official_here(app, environment(), utc_now())


def _ours(fields: Fields, official: SignedInOfficial) -> bool:
    return hmac.compare_digest(fields.get("csrf", "").encode(), official.csrf.encode())


def _revocation(key: str, by: str, now: datetime) -> Change:
    change = Change(
        change_id=new_change_id(), act="devices_revoked", key=key, proposed_by=by, proposed_at=now
    )
    return change.decided("approved", by, now)


def _pages(official: SignedInOfficial, now: datetime) -> OwnPages:
    own, assistants = _sessions().devices(official.key), []
    if not official.assistant:
        assistants = _sessions().devices(assistant_key(official.own))
    return OwnPages(environment().office(), official, now, Devices(own, assistants))


def _sessions() -> SessionStore:
    return SessionStore(aws.dynamodb(), environment().cases_table)


def _store() -> PeopleStore:
    return PeopleStore(aws.dynamodb(), environment().cases_table)


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
