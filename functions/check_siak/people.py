"""Administrators say who works here: one proposes, a second approves."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.people_desk import PeopleDesk
from check_siak.people_pages import PeoplePages, values_of
from check_siak.people_proposals import Proposal
from check_siak.post_devices import PostDevices
from menwa import aws
from menwa.clock import utc_now
from menwa.codes import CodeStore
from menwa.environment import WithCases, WithOffice
from menwa.errors import NotFound
from menwa.pages import see_other
from menwa.people_forms import Errors, Fields
from menwa.people_store import PeopleStore
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.sessions import SessionStore
from menwa.settings import secret
from menwa.signed_in import officer_of, signed_in_only

logger = Logger()
app = APIGatewayHttpResolver()
NEW_ONE = "baru"


class Environment(WithCases, WithOffice):
    person_key_secret_arn: str

    def codes(self) -> CodeStore:
        return CodeStore(aws.dynamodb(), self.cases_table)


@cache
def environment() -> Environment:
    return Environment.from_environment()


def administrators_only(app: APIGatewayHttpResolver, go_on: NextMiddleware) -> Response[str]:
    """Asked afresh: whoever is no administrator any more is none at once."""
    officer = environment().office(afresh=True).officers.get(officer_of(app).key)
    return go_on(app) if officer and officer.administrator else _pages().administrators_only()


app.use([apologise, refuse_foreign_forms, signed_in_only(environment), administrators_only])


@app.get("/petugas")
def everybody() -> Response[str]:
    notice = (app.current_event.query_string_parameters or {}).get("kabar", "")
    return _everybody(notice)


@app.get("/petugas/orang/<key>")
def show_person(key: str) -> Response[str]:
    if key == NEW_ONE:
        return _pages().person("", {"channel": "whatsapp"}, [])
    officer = environment().office().officers.get(key)
    if officer is None:
        raise NotFound("officer")
    return _pages().person(key, values_of(officer), _sessions().devices(key))


@app.post("/petugas/orang/<key>")
def change_person(key: str) -> Response[str]:
    fields, known = form_fields(app), environment().office().officers.get(key)
    if known is None and key != NEW_ONE:
        raise NotFound("officer")
    if known is not None and fields.get("act") == "remove":
        errors = _desk().propose(_proposal().removal(key))
        return _person(key, values_of(known), errors) if errors else _proposed()
    change, errors = _proposal().officer(key if known else None, fields)
    if change is not None:
        errors = _desk().propose(change)
    return _person(key if known else "", fields, errors) if errors else _proposed()


@app.post("/petugas/orang/<key>/perangkat")
def revoke_devices(key: str) -> Response[str]:
    """At once and by one administrator: a stolen device can't wait, and enrolling again is easy."""
    if key not in environment().office().officers:
        raise NotFound("officer")
    ended, by = _sessions().end_all(key), officer_of(app).key
    _store().note(_proposal().revocation(key).decided("approved", by, utc_now()))
    logger.info("devices revoked", target=key, officer=by, devices=ended)
    return see_other("/petugas?kabar=dicabut")


@app.get("/petugas/jabatan/<post>")
def show_post(post: str) -> Response[str]:
    return _post(_known(post), _held_by(post))


@app.post("/petugas/jabatan/<post>")
def change_post(post: str) -> Response[str]:
    fields, form = form_fields(app), form_fields(app).get("act", "")
    change, errors = _proposal().post(_known(post), form, fields)
    if change is not None:
        errors = _desk().propose(change)
    typed = {**_held_by(post), **fields} if form == "hold" else {**fields, **_held_by(post)}
    return _post(post, typed, errors, form) if errors else _proposed()


@app.post("/petugas/jabatan/<post>/perangkat")
def revoke_officials_devices(post: str) -> Response[str]:
    _devices().revoke(post, form_fields(app).get("whose", ""))
    return see_other("/petugas?kabar=dicabut")


@app.post("/petugas/jabatan/<post>/kode")
def give_desk_code(post: str) -> Response[str]:
    """For whoever stands at the desk; the officer has made sure who it is."""
    whose, devices = form_fields(app).get("whose", ""), _devices()
    bearer = devices.bearer(post, whose)
    if not form_fields(app).get("seen"):
        errors = {"seen": "Pastikan dulu siapa orangnya, lalu centang."}
        return _post(post, _held_by(post), errors, "code")
    key = secret(environment().person_key_secret_arn)["key"]
    code = devices.give_code(post, whose, environment().codes(), key)
    return _pages().desk_code(bearer, code)


@app.post("/petugas/usulan")
def decide() -> Response[str]:
    fields, by = form_fields(app), officer_of(app).key
    approve = fields.get("decision") == "approve"
    outcome, errors = _desk().decide(fields.get("usulan", ""), by, approve=approve)
    if errors:
        return _everybody("", errors)
    return see_other(f"/petugas?kabar={outcome}")


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return _pages().not_there()


def _known(post: str) -> str:
    if post not in {*environment().office().officials, *environment().office().vacant}:
        raise NotFound("post")
    return post


def _held_by(post: str) -> Fields:
    holder = environment().office().officials.get(post)
    return values_of(holder) if holder else {"channel": "whatsapp"}


def _proposed() -> Response[str]:
    return see_other("/petugas?kabar=diusulkan")


def _person(key: str, fields: Fields, errors: Errors) -> Response[str]:
    return _pages().person(key, fields, _sessions().devices(key) if key else [], errors)


def _post(post: str, fields: Fields, errors: Errors | None = None, form: str = "") -> Response[str]:
    return _pages().post(post, fields, _devices().counted(post), errors, form)


def _everybody(notice: str, errors: Errors | None = None) -> Response[str]:
    return _pages().everybody(_store().pending(), _store().history(), notice, errors)


def _pages() -> PeoplePages:
    return PeoplePages(environment().office(), officer_of(app))


def _store() -> PeopleStore:
    return PeopleStore(aws.dynamodb(), environment().cases_table)


def _sessions() -> SessionStore:
    return SessionStore(aws.dynamodb(), environment().cases_table)


def _proposal() -> Proposal:
    return Proposal(environment().office(), officer_of(app).key, utc_now())


def _devices() -> PostDevices:
    office, by = environment().office(), officer_of(app).key
    return PostDevices(office, _store(), _sessions(), by, utc_now())


def _desk() -> PeopleDesk:
    return PeopleDesk(_store(), _sessions(), environment().office(), utc_now())


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
