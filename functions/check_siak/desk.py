"""The desk: officers look documents up, settle what no machine can, and help at the counter."""

from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak import desk_answers, desk_scripts
from check_siak.claims import claimed, let_go
from check_siak.counter import has_seen_ktp_el, read_walk_in, with_code
from check_siak.desk_pages import DeskPages, Form
from check_siak.desk_queue import queue_of
from check_siak.desk_search import Search
from check_siak.hand_over import occasion_of, words_for
from check_siak.objection_answers import ANSWERS as OBJECTION_ANSWERS
from check_siak.unreached import unreached
from menwa import aws
from menwa.answering import carry_on, start
from menwa.case import DESK, HELD, START, CaseFile
from menwa.citizens import WithCitizens
from menwa.clock import utc_now
from menwa.environment import WithStaging
from menwa.errors import AlreadyAnswered, Claimed, DocumentGone, NotFound, Outdated
from menwa.letter_book import LetterBook
from menwa.pages import see_other
from menwa.questions import QuestionStore
from menwa.request_form import unproven
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.sending_switch import Hold
from menwa.signed_in import SignedIn, officer_of, signed_in_only
from menwa.types import Status, new_proof_code

logger = Logger()
TOLD = frozenset({Status.RETURNED, Status.CLOSED})
app = APIGatewayHttpResolver()


class Environment(WithCitizens, WithStaging):
    public_url: str
    state_machine_arn: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


app.use([apologise, refuse_foreign_forms, signed_in_only(environment)])


def pages() -> DeskPages:
    return DeskPages(environment().office(), officer_of(app), environment().switch().held())


@app.get("/meja")
def queue() -> Response[str]:
    now, asked = utc_now(), app.current_event.query_string_parameters.get("tampil", "")
    waiting = environment().store().waiting_cases([DESK], now)
    office = environment().office()
    questions = QuestionStore(aws.dynamodb(), environment().cases_table).waiting(now)
    queue = queue_of(waiting, asked, office, officer_of(app).key, now)
    letters = LetterBook(aws.dynamodb(), environment().cases_table).all().values()
    return pages().queue(queue, len(questions), unreached(letters, office, now))


@app.post("/meja/cari")
def search() -> Response[str]:
    typed = form_fields(app).get("cari", "")
    found = Search(environment().store()).found(typed)
    if len(found) == 1:
        return see_other(f"/meja/{found[0].id}")
    return pages().found(found, typed)


@app.get("/meja/skrip/<name>")
def script(name: str) -> Response[str]:
    return desk_scripts.served(name)


@app.get("/meja/baru")
def walk_in() -> Response[str]:
    return pages().walk_in({}, {})


@app.post("/meja/baru")
def enter() -> Response[str]:
    fields, now, office = form_fields(app), utc_now(), environment().office()
    request, errors = read_walk_in(fields, office, office.day_of(now))
    if request is None:
        return pages().walk_in(fields, errors)
    code, officer = new_proof_code(), officer_of(app)
    case = unproven(request, code, now, entered_by=officer.key)
    environment().store().create(case)
    logger.info("entered at the counter", case_id=case.id, officer=officer.key)
    return pages().prove(case, code, request.applicant.phone[-4:])


@app.get("/meja/pengiriman")
def sending() -> Response[str]:
    return pages().sending(_held_cases())


@app.post("/meja/pengiriman")
def hold_or_release() -> Response[str]:
    fields, officer = form_fields(app), officer_of(app)
    reason = fields.get("reason", "")[: desk_answers.MOST_WORDS]
    if fields.get("answer") == "release":
        environment().switch().release()
        logger.warning("sending is released", officer=officer.key)
    elif not reason:
        return pages().sending(_held_cases(), missing=True)
    else:
        environment().switch().hold(Hold(officer=officer.name, at=utc_now(), reason=reason))
        logger.warning("sending is held", officer=officer.key)
    return see_other("/meja/pengiriman")


@app.get("/meja/<case_id>")
def show(case_id: str) -> Response[str]:
    return _shown(environment().store().load(case_id))


@app.post("/meja/<case_id>")
def answer(case_id: str) -> Response[str]:
    fields, file, now = form_fields(app), environment().store().load(case_id), utc_now()
    given = desk_answers.given(file, fields, officer_of(app), environment().office(), now)
    if given.decide is None:
        return _shown(file, given.errors, fields, status=422)
    try:
        after = environment().store().change(file, given.decide)
    except Claimed:
        return _shown(environment().store().load(case_id), {}, fields, status=409)
    except Outdated:
        changed = {"answer": desk_answers.COMPLAINTS["changed"]}
        return _shown(environment().store().load(case_id), changed, status=409)
    logger.info("answered at the desk", case_id=case_id, answer=given.answer)
    if given.answer in OBJECTION_ANSWERS:
        return _heard(after, given, now)
    if after.wait is None or after.wait.answer is None:
        if after.case.reason == "right_unknown":  # silence would tell that the data are right
            _tell(after, "", now)
        return see_other(f"/meja/{case_id}")
    told = after.case.status not in TOLD or _tell(after, given.reason, now)
    carry_on(aws.step_functions(), after)  # last: the sweep makes this good, nobody the words
    return pages().done(after.case, told=told)


@app.post("/meja/<case_id>/klaim")
def claim(case_id: str) -> Response[str]:
    act = let_go if form_fields(app).get("answer") == "let_go" else claimed
    decide = partial(act, officer=officer_of(app), now=utc_now())
    try:
        environment().store().change(environment().store().load(case_id), decide)
    except Claimed:
        logger.info("claimed by another", case_id=case_id)
    return see_other(f"/meja/{case_id}")


@app.post("/meja/<case_id>/nomor")
def another_number(case_id: str) -> Response[str]:
    file, fields, code = environment().store().load(case_id), form_fields(app), new_proof_code()
    if not has_seen_ktp_el(fields):
        return _shown(file, {"ktp_el": desk_answers.COMPLAINTS["ktp_el"]}, fields, status=422)
    try:
        decide = partial(with_code, code=code, officer=officer_of(app), now=utc_now())
        case = environment().store().change(file, decide).case
    except Claimed:
        return see_other(f"/meja/{case_id}")
    logger.info("code issued", case_id=case_id, officer=officer_of(app).key)
    return pages().prove(case, code)


@app.get("/meja/<case_id>/halaman/<number>")
def page_image(case_id: str, number: str) -> Response[Any]:
    staged = environment().store().load(case_id).case.staged
    asked = app.current_event.query_string_parameters.get("pdf")
    if staged is None or asked != staged.sha256 or not number.isdecimal():
        raise NotFound(case_id)
    logger.info("page viewed", case_id=case_id, officer=officer_of(app).key, page=int(number))
    image = environment().documents().page(staged.sha256, int(number))
    return Response(200, "image/png", image, {"Cache-Control": "private, max-age=600"})


@app.exception_handler([NotFound, DocumentGone])  # type: ignore[untyped-decorator]
def unknown(_error: NotFound) -> Response[str]:
    return pages().unknown()


@app.exception_handler(AlreadyAnswered)  # type: ignore[untyped-decorator]
def not_waiting(_error: AlreadyAnswered) -> Response[str]:
    return pages().not_waiting()


def _shown(
    file: CaseFile,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response[str]:
    officer: SignedIn = officer_of(app)
    others = Search(environment().store()).others(file.case)
    beside = [case.id for case in others]
    logger.info("viewed at the desk", case_id=file.case.id, officer=officer.key, beside=beside)
    form = Form(typed or {}, errors or {}, status)
    return pages().case(file, others, form, utc_now())


def _heard(file: CaseFile, given: desk_answers.Given, now: datetime) -> Response[str]:
    """Whoever objected reads what came of it; what was mended is looked up and sent anew."""
    case, office = file.case, environment().office()
    words = office.text(given.answer, case_id=case.id, reason=given.reason)
    occasion = f"{given.answer}:{case.id}:{case.card_length}"
    told = environment().citizens().try_to_tell(case, words, occasion, now)
    if file.wait is not None and file.wait.waiting_for == START:
        start(aws.step_functions(), environment().state_machine_arn, case)
    carry_on(aws.step_functions(), file)
    return pages().done(case, told=told)


def _held_cases() -> int:
    return sum(1 for _ in environment().store().waiting(HELD, utc_now()))


def _tell(file: CaseFile, reason: str, now: datetime) -> bool:
    """False if WhatsApp did not take the message: then the officer has to call."""
    words = words_for(file.case, environment().office(), environment().public_url, reason)
    occasion = occasion_of(file.case, file.wait.visit if file.wait else "")
    return environment().citizens().try_to_tell(file.case, words, occasion, now)


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
