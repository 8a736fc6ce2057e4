"""SOP 1: the citizen's form, a question a page. What is asked stands unproven until its phone has
written; a form begun from WhatsApp carries its proof in a link."""

from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from intake.form import Form, begun
from intake.form_answers import Answers
from intake.form_pages import SCRIPTS, expired_page
from intake.form_sending import Sending
from menwa import aws
from menwa.answering import start
from menwa.clock import utc_now
from menwa.environment import WithOffice
from menwa.errors import NotFound
from menwa.form_links import FormLinks
from menwa.limits import Limits
from menwa.pages import see_other
from menwa.persons import WithPersons
from menwa.registering import Registering
from menwa.requests import all_fields, apologise, refuse_foreign_forms
from menwa.settings import secret

logger = Logger()
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])


class Environment(WithPersons, WithOffice):
    state_machine_arn: str

    def form(self) -> Form:
        key = secret(self.person_key_secret_arn)["key"]
        begin = partial(start, aws.step_functions(), self.state_machine_arn)
        limits = Limits(aws.dynamodb(), self.cases_table, key)
        sending = Sending(
            self.store(),
            limits,
            self.links(),
            Registering(self.store(), self.persons(), self.office(), limits, begin),
        )
        return Form(self.office(), sending, utc_now())

    def links(self) -> FormLinks:
        return FormLinks(aws.dynamodb(), self.cases_table)


@cache
def environment() -> Environment:
    return Environment.from_environment()


@app.get("/", compress=True)
def show_form() -> Response[str]:
    return begun(Answers.beginning(_language()), environment().office(), utc_now())


@app.get("/mulai/<token>", compress=True)
def begin_from_whatsapp(token: str) -> Response[str]:
    office, now = environment().office(), utc_now()
    sender = environment().links().find(token, now)
    if sender is None or sender.phone is None:
        return expired_page(Answers.beginning(_language()), office)
    answers = Answers.beginning(_language() | {"token": token})
    return begun(answers.of_phone(sender.phone), office, now)


@app.get("/permohonan")
def begin_again() -> Response[str]:
    """The address of a form that was sent: opened as a link, it leads to a new one."""
    return see_other("/")


@app.get("/skrip/<name>", compress=True)
def script(name: str) -> Response[str]:
    try:
        return SCRIPTS.served(name)
    except NotFound:
        return Response(404, "text/plain", "")


@app.post("/permohonan", compress=True)
def ask() -> Response[str]:
    address = app.current_event.request_context.http.source_ip
    return environment().form().answered(all_fields(app), address)


def _language() -> dict[str, str]:
    asked = app.current_event.query_string_parameters
    return {"lang": "en"} if asked.get("lang") == "en" else {}


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
