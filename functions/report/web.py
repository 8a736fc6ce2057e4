"""Officers and heads read the report, and order its files."""

import re
from functools import cache
from typing import Any, get_args
from urllib.parse import urlencode

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice, WithSurveys
from menwa.errors import NotFound
from menwa.pages import page, see_other
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.signed_in import officer_of, signed_in_only
from report.asked import SERVICE_BEGAN, query_of, scope_in
from report.files import FORMS, ReportFiles
from report.orders import OrderStore, new_order
from report.period import Kind, around
from report.reading import read_now
from report.satisfaction_tables import satisfaction_tables
from report.scope import Scope, sections_of

logger = Logger()
app = APIGatewayHttpResolver()
FILE = re.compile(r"[0-9A-Za-z-]+")
LOOK_AGAIN = "3"  # seconds


class Environment(WithCases, WithOffice, WithSurveys):
    reports_bucket: str
    reports_queue_url: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


app.use([apologise, refuse_foreign_forms, signed_in_only(environment)])


def shown(template: str, status: int = 200, **values: Any) -> Response[str]:
    office, officer = environment().office(), officer_of(app)
    return page(template, status, office=office, officer=officer, **values)


def files() -> ReportFiles:
    return ReportFiles(aws.s3(), environment().reports_bucket)


def orders() -> OrderStore:
    return OrderStore(aws.dynamodb(), environment().cases_table)


@app.get("/laporan")
def report() -> Response[str]:
    fields = app.current_event.query_string_parameters
    now, office, officer = utc_now(), environment().office(), officer_of(app)
    today = office.day_of(now)
    scope = scope_in(fields, office, today)
    phones = officer.administrator and fields.get("telepon") == "tampil"
    reading = read_now(scope, environment().store(), office, now, shows_phones=phones)
    logger.info("report viewed", period=scope.period.name, officer=officer.key, phones=phones)
    return shown(
        "report/report.html",
        scope=scope,
        today=today,
        began=SERVICE_BEGAN,
        current={kind: around(today, kind) for kind in get_args(Kind)[:-1]},
        asked=query_of(scope),
        reading=reading,
        opinions=satisfaction_tables(scope, environment().surveys(), office),
        phones=phones,
        ready=_ready(scope),
        forms=FORMS,
        sections=sections_of(office),
        links={"before": _link(scope, "before"), "after": _link(scope, "after")},
    )


@app.post("/laporan/berkas")
def order() -> Response[str]:
    now, office = utc_now(), environment().office()
    scope = scope_in(form_fields(app), office, office.day_of(now))
    ordered = new_order(scope, officer_of(app).key, now)
    orders().note(ordered)
    aws.sqs().send_message(QueueUrl=environment().reports_queue_url, MessageBody=ordered.id)
    logger.info("report ordered", order=ordered.id, officer=ordered.officer)
    return see_other(f"/laporan/berkas/{ordered.id}")


@app.get("/laporan/berkas/<order_id>")
def progress(order_id: str) -> Response[str]:
    ordered, now = orders().find(order_id), utc_now()
    working = ordered.state != "ready" and not ordered.is_overdue(now)
    answer = shown(
        "report/order.html",
        order=ordered,
        title=ordered.scope.title(environment().office()),
        working=working,
        forms=FORMS,
        asked=query_of(ordered.scope),
    )
    if working:
        answer.headers["Refresh"] = LOOK_AGAIN
    return answer


@app.get("/laporan/unduh/<folder>/<name>/<ending>")
def download(folder: str, name: str, ending: str) -> Response[str]:
    form = next((each for each in FORMS if each.ending == ending), None)
    if form is None or folder not in get_args(Kind) or not FILE.fullmatch(name):
        raise NotFound(folder)
    logger.info("report opened", report=f"{folder}/{name}", officer=officer_of(app).key)
    return see_other(files().link(f"{folder}/{name}", form))


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return shown("report/not_found.html", 404)


def _ready(scope: Scope) -> str | None:
    """The name of the files that were made by themselves, if they are about just this."""
    if scope.document or scope.kasi or scope.period.kind == "khusus":
        return None
    name = f"{scope.period.kind}/{scope.period.name}"
    return name if files().are_there(name) else None


def _link(scope: Scope, way: str) -> str:
    period = scope.period.before if way == "before" else scope.period.after
    return urlencode(query_of(Scope(period, scope.document, scope.kasi)))


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
