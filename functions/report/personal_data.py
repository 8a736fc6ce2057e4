"""Duties under UU PDP: what data subjects ask, each in its 72 hours; who a breach affected."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.clock import utc_now
from menwa.data_requests import DataRequest, DataRequestStore, Doing
from menwa.environment import WithOffice
from menwa.erasures import Erasures
from menwa.errors import AlreadyAnswered, Contended, NotFound
from menwa.pages import see_other
from menwa.persons import WithPersons
from menwa.questions import Question, QuestionStore
from menwa.recipient import Recipient
from menwa.requests import all_fields, apologise, form_fields, refuse_foreign_forms
from menwa.signed_in import officer_of, signed_in_only
from report.period import Period
from report.personal_data_acts import CarryingOut
from report.personal_data_affected import Affected, TooManyCases, affected_in, span_in
from report.personal_data_cases import Concerned, cases_about, has_proven
from report.personal_data_desk import Desk
from report.personal_data_file import exported
from report.personal_data_form import read_request
from report.personal_data_pages import PersonalDataPages

logger = Logger()
app = APIGatewayHttpResolver()
HOME = "/data-pribadi"


class Environment(WithPersons, WithOffice):
    def requests(self) -> DataRequestStore:
        return DataRequestStore(aws.dynamodb(), self.cases_table)

    def erasures(self) -> Erasures:
        return Erasures(aws.dynamodb(), self.cases_table)

    def questions(self) -> QuestionStore:
        return QuestionStore(aws.dynamodb(), self.cases_table)


@cache
def environment() -> Environment:
    return Environment.from_environment()


app.use([apologise, refuse_foreign_forms, signed_in_only(environment)])


def pages() -> PersonalDataPages:
    return PersonalDataPages(environment().office(), officer_of(app), utc_now())


def carrying_out() -> CarryingOut:
    return CarryingOut(environment().store(), aws.step_functions())


@app.get("/data-pribadi")
def requests() -> Response[str]:
    here, known = environment(), environment().requests()
    today = here.office().day_of(utc_now())
    return pages().requests(known.open(), known.closed_lately(), here.erasures().lately(today))


@app.get("/data-pribadi/baru")
def new() -> Response[str]:
    return pages().new({}, {})


@app.post("/data-pribadi/baru")
def receive() -> Response[str]:
    fields, officer = form_fields(app), officer_of(app)
    request, errors = read_request(fields, environment().office(), officer, utc_now())
    if request is None:
        return pages().new(fields, errors)
    environment().requests().note(request)
    logger.info("data request received", request=request.id, kind=request.kind, officer=officer.key)
    return see_other(f"{HOME}/{request.id}")


@app.get("/data-pribadi/terdampak")
def affected() -> Response[str]:
    """Phones stand in full here: for administrators."""
    if not officer_of(app).administrator:
        return pages().administrators_only()
    asked = app.current_event.query_string_parameters
    span = span_in(asked, environment().office().day_of(utc_now()))
    if "dari" not in asked:
        return pages().affected(span, None)
    try:
        return pages().affected(span, _affected(span))
    except TooManyCases:
        return pages().affected(span, None, too_many=True)


@app.post("/data-pribadi/terdampak")
def affected_file() -> Response[str]:
    if not officer_of(app).administrator:
        return pages().administrators_only()
    span = span_in(form_fields(app), environment().office().day_of(utc_now()))
    try:
        return pages().affected_file(span, _affected(span))
    except TooManyCases:
        return pages().affected(span, None, too_many=True)


@app.get("/data-pribadi/<request_id>")
def show(request_id: str) -> Response[str]:
    return _shown(environment().requests().find(request_id))


@app.post("/data-pribadi/<request_id>")
def settle(request_id: str) -> Response[str]:
    fields, known = form_fields(app), environment().requests()
    request = known.find(request_id)
    concerned = cases_about(request.person.nik, environment().store())
    desk = Desk(request, concerned, officer_of(app), carrying_out(), utc_now())
    ticked = [value for name, value in all_fields(app) if name == "case_id"]
    after, errors = desk.settled(fields, ticked, environment().office())
    if errors:
        return pages().request(request, concerned, fields, errors)
    known.save(request, after)
    logger.info("data request", request=request.id, act=after.acts[-1].act, state=after.state)
    return see_other(f"{HOME}/{request.id}")


@app.post("/data-pribadi/<request_id>/berkas")
def export(request_id: str) -> Response[str]:
    """The file, and that it was made: a second time makes it anew."""
    here, request = environment(), environment().requests().find(request_id)
    doing = Doing(act="exported", at=utc_now(), officer=officer_of(app).name)
    known = here.requests().save(request, request.exported(doing))
    concerned = cases_about(request.person.nik, here.store())
    cases = [
        exported(here.store().load(one.case.id), one, request.person, here.office())
        for one in concerned
    ]
    logger.info("data exported", request=request.id, officer=officer_of(app).key)
    return pages().file(known, cases, _question(request, concerned))


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return pages().unknown()


@app.exception_handler([AlreadyAnswered, Contended])  # type: ignore[untyped-decorator]
def was_faster(_error: Exception) -> Response[str]:
    """Another officer's word came first: the page says how it stands now."""
    return see_other("/".join(app.current_event.path.split("/")[:3]))


def _shown(request: DataRequest) -> Response[str]:
    concerned = cases_about(request.person.nik, environment().store())
    logger.info("data request viewed", request=request.id, officer=officer_of(app).key)
    return pages().request(request, concerned)


def _affected(span: Period) -> list[Affected]:
    logger.info("affected viewed", span=span.name, officer=officer_of(app).key)
    return affected_in(span, environment().store(), environment().office())


def _question(request: DataRequest, concerned: list[Concerned]) -> Question | None:
    """What they wrote in the chat, if the phone is proven to be theirs."""
    person, here = request.person, environment()
    if person.phone is None or not has_proven(person, concerned):
        return None
    return here.questions().load(here.persons().key_of(Recipient(phone=person.phone)))


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
