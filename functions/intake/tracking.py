"""The citizen follows a request: where it stands, and what may still be done about it."""

from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from intake.tracking_doors import TrackingDoors, mistake_in
from intake.tracking_pages import TrackingPages
from menwa import aws
from menwa.answering import carry_on
from menwa.asking_again import AskingAgain
from menwa.case import CaseFile
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.errors import AlreadyAnswered, NotFound
from menwa.languages import language_in
from menwa.limits import Limits, seconds_to_wait
from menwa.objections import WRONG_DATA, Objections
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.settings import secret
from menwa.table import Table
from menwa.tracking_links import tracking_token
from menwa.withdrawal import withdrawn

logger = Logger()
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])


class Environment(WithCases, WithOffice):
    person_key_secret_arn: str
    state_machine_arn: str

    def key(self) -> str:
        return secret(self.person_key_secret_arn)["key"]


@cache
def environment() -> Environment:
    return Environment.from_environment()


def doors() -> TrackingDoors:
    here = environment()
    tries = Table(aws.dynamodb(), here.cases_table)
    return TrackingDoors(here.store(), tries, here.office(), here.key())


def limits() -> Limits:
    return Limits(aws.dynamodb(), environment().cases_table, environment().key())


def pages() -> TrackingPages:
    event = app.current_event
    asked = form_fields(app) if event.http_method == "POST" else event.query_string_parameters
    return TrackingPages(environment().office(), language_in(asked or {}))


@app.get("/lacak")
def ask_code() -> Response[str]:
    return pages().code({})


@app.post("/lacak")
def find() -> Response[str]:
    fields, now = form_fields(app), utc_now()
    if mistake := mistake_in(fields.get("code", "")):
        return pages().code(fields, mistake)
    if not limits().may_ask(app.current_event.request_context.http.source_ip, now):
        return pages().too_many(fields, seconds_to_wait(now))
    try:
        case = doors().by_code(fields.get("code", ""), fields.get("ending", ""), now)
    except NotFound:
        return pages().code(fields, "error_tracking")
    return pages().back(tracking_token(case, environment().key(), now))


@app.get("/lacak/<token>")
def show(token: str) -> Response[str]:
    return pages().stands(token, _file(token), utc_now())


@app.get("/lacak/<token>/batal")
def ask_cancel(token: str) -> Response[str]:
    return pages().asks("cancel", token, _file(token), utc_now())


@app.post("/lacak/<token>/batal")
def cancel(token: str) -> Response[str]:
    after = environment().store().change(_file(token), partial(withdrawn, now=utc_now()))
    carry_on(aws.step_functions(), after)
    return _done(token, after)


@app.post("/lacak/<token>/lagi")
def ask_again(token: str) -> Response[str]:
    case, here = _file(token).case, environment()
    asking = AskingAgain(here.store(), aws.step_functions(), here.state_machine_arn)
    return _done(token, asking.ask(case.id, here.office(), utc_now()))


@app.get("/lacak/<token>/data-salah")
def ask_what_is_wrong(token: str) -> Response[str]:
    return pages().asks("wrong_data", token, _file(token), utc_now())


@app.post("/lacak/<token>/data-salah")
def say_what_is_wrong(token: str) -> Response[str]:
    file, words, now = _file(token), form_fields(app).get("words", ""), utc_now()
    if not words:
        return pages().asks("wrong_data", token, file, now, "error_words")
    objections = Objections(environment().store(), aws.step_functions())
    return _done(token, objections.hear(file.case.id, WRONG_DATA, words, now))


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return pages().gone()


@app.exception_handler(AlreadyAnswered)  # type: ignore[untyped-decorator]
def too_late(_error: AlreadyAnswered) -> Response[str]:
    """Something else came first: the page says how it stands now."""
    return pages().back(app.current_event.path.split("/")[2])


def _file(token: str) -> CaseFile:
    return doors().by_link(token, utc_now())


def _done(token: str, file: CaseFile) -> Response[str]:
    act = file.entries[-1].act if file.entries else ""
    logger.info("done by the citizen", case_id=file.case.id, act=act)
    return pages().back(token)


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
