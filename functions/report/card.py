"""Officers and heads see a case's kartu kendali, print it, and take its chain along."""

from functools import cache
from typing import Any, TypeVar

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.errors import NotFound
from menwa.pages import page
from menwa.requests import apologise
from menwa.signed_in import officer_of, signed_in_only
from report.card_rows import card_of, facts_of, rows_of

logger = Logger()
app = APIGatewayHttpResolver()
Content = TypeVar("Content", str, bytes)


class Environment(WithCases, WithOffice):
    public_url: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


app.use([apologise, signed_in_only(environment)])


def shown(template: str, status: int = 200, **values: Any) -> Response[str]:
    office, officer = environment().office(), officer_of(app)
    return page(template, status, office=office, officer=officer, **values)


@app.get("/kartu/<case_id>")
def card(case_id: str) -> Response[str]:
    file, office = environment().store().load(case_id), environment().office()
    logger.info("card viewed", case_id=case_id, officer=officer_of(app).key)
    return shown(
        "report/card.html",
        case=file.case,
        facts=facts_of(file.case, office),
        rows=rows_of(file, office),
        card=card_of(file),
    )


@app.get("/kartu/<case_id>/pdf")
def card_on_paper(case_id: str) -> Response[bytes]:
    from report.card_pdf import Sheet, card_pdf  # a third of a second that pages need not wait

    file, office = environment().store().load(case_id), environment().office()
    logger.info("card printed", case_id=case_id, officer=officer_of(app).key)
    sheet = Sheet(
        case=file.case,
        card=card_of(file),
        rows=rows_of(file, office),
        office=office,
        url=f"{environment().public_url}/kartu/{file.case.id}",
        printed_by=officer_of(app).name,
        printed_at=office.local(utc_now()),
    )
    return _attached(f"kartu-{file.case.id}.pdf", "application/pdf", card_pdf(sheet))


@app.get("/kartu/<case_id>/json")
def card_alone(case_id: str) -> Response[str]:
    """For whoever checks the chain elsewhere."""
    file = environment().store().load(case_id)
    logger.info("card exported", case_id=case_id, officer=officer_of(app).key)
    exported = card_of(file).model_dump_json(indent=1)
    return _attached(f"kartu-{file.case.id}.json", "application/json", exported)


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return shown("report/not_found.html", 404)


def _attached(name: str, kind: str, content: Content) -> Response[Content]:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(status_code=200, content_type=kind, body=content, headers=headers)


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
