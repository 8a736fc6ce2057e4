"""SOP 1: the citizen's form. What is asked stands unproven until its phone has written."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from intake.proof import proof_page
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.pages import page, see_other
from menwa.request_form import read_form, unproven
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.types import new_proof_code

logger = Logger()
app = APIGatewayHttpResolver()
app.use([apologise, refuse_foreign_forms])


class Environment(WithCases, WithOffice):
    pass


@cache
def environment() -> Environment:
    return Environment.from_environment()


@app.get("/")
def show_form() -> Response[str]:
    return _form({}, {}, 200)


@app.get("/permohonan")
def begin_again() -> Response[str]:
    """The address of a form that was sent: opened as a link, it leads to a new one."""
    return see_other("/")


@app.post("/permohonan")
def ask() -> Response[str]:
    fields = form_fields(app)
    chosen = environment().office().documents.get(fields.get("document_type", ""))
    if chosen is not None and chosen.never_a_pdf:
        return page("intake/never.html", office=environment().office(), document=chosen)
    request, errors = read_form(
        fields, environment().office(), environment().office().day_of(utc_now())
    )
    if request is None:
        texts = {field: environment().office().texts[error] for field, error in errors.items()}
        return _form(fields, texts, 422)
    code = new_proof_code()
    environment().store().create(unproven(request, code, utc_now()))
    return proof_page(environment().office(), request, code)


def _form(values: dict[str, str], errors: dict[Any, str], status: int) -> Response[str]:
    documents = environment().office().documents.items()
    return page(
        "intake/form.html",
        status,
        office=environment().office(),
        documents={key: document for key, document in documents if not document.never_a_pdf},
        never={key: document for key, document in documents if document.never_a_pdf},
        values=values,
        errors=errors,
    )


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
