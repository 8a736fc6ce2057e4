"""Nine questions about the service: answered once, by whoever was given the link."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa.clock import utc_now
from menwa.counting import count
from menwa.environment import WithOffice, WithSurveys
from menwa.languages import Language, language_in
from menwa.pages import page, see_other
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.surveys import opinion_on
from report.opinion_form import LONGEST, read_opinion

logger = Logger()
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])
THANKS = "/survei/terima-kasih"


class Environment(WithOffice, WithSurveys):
    """Of the table it sees the survey alone."""


@cache
def environment() -> Environment:
    return Environment.from_environment()


@app.get("/survei/terima-kasih")
def thank() -> Response[str]:
    return shown("report/survey_thanks.html")


@app.get("/survei/<token>")
def ask(token: str) -> Response[str]:
    if environment().surveys().invitation(token, utc_now()) is None:
        return used()
    return shown("report/survey.html", token=token, values={}, errors={}, longest=LONGEST)


@app.post("/survei/<token>")
def answer(token: str) -> Response[str]:
    fields, now = form_fields(app), utc_now()
    surveys, office = environment().surveys(), environment().office()
    invited = surveys.invitation(token, now)
    if invited is None:
        return used()
    form = read_opinion(fields, office, language())
    if form.errors:
        known = {"values": fields, "errors": form.errors, "longest": LONGEST}
        return shown("report/survey.html", 422, token=token, **known)
    said = opinion_on(office.day_of(now), invited, form.grades, form.comment)
    if not surveys.fill(token, said):
        return used()
    count("SurveysFilled")
    return see_other(f"{THANKS}?lang=en" if language() == "en" else THANKS)


def used() -> Response[str]:
    return shown("report/survey_used.html", 410)


def shown(template: str, status: int = 200, **values: Any) -> Response[str]:
    return page(template, status, office=environment().office(), lang=language(), **values)


def language() -> Language:
    event = app.current_event
    asked = form_fields(app) if event.http_method == "POST" else event.query_string_parameters
    return language_in(asked or {})


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
