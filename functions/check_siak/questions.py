"""Officers answer, on WhatsApp, what people asked there and no machine understands."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.question_pages import COMPLAINTS, MOST_LETTERS, QuestionPages, may_write
from menwa import aws
from menwa.case import Case
from menwa.citizens import WithCitizens
from menwa.clock import utc_now
from menwa.errors import Contended, MessageRefused, NotFound, WhatsAppUnavailable
from menwa.pages import see_other
from menwa.persons import WithPersons
from menwa.questions import Question, QuestionStore
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.signed_in import officer_of, signed_in_only

logger = Logger()
app = APIGatewayHttpResolver()


class Environment(WithPersons, WithCitizens):
    def questions(self) -> QuestionStore:
        return QuestionStore(aws.dynamodb(), self.cases_table)


@cache
def environment() -> Environment:
    return Environment.from_environment()


app.use([apologise, refuse_foreign_forms, signed_in_only(environment)])


@app.get("/pertanyaan")
def waiting() -> Response[str]:
    return _pages().waiting(environment().questions().waiting(utc_now()))


@app.get("/pertanyaan/<person>")
def show(person: str) -> Response[str]:
    return _shown(person, _open(person))


@app.post("/pertanyaan/<person>")
def answer(person: str) -> Response[str]:
    fields, question = form_fields(app), _open(person)
    words, called = fields.get("words", ""), fields.get("answer") == "called"
    if fields.get("version") != str(question.version):
        return _shown(person, question, {"words": COMPLAINTS["changed"]}, words, status=409)
    if not called and (missing := _missing(question, words)):
        return _shown(person, question, {"words": COMPLAINTS[missing]}, words, status=422)
    if not called and (failed := _failed(person, question, words)):
        return _shown(person, question, {"words": COMPLAINTS[failed]}, words, status=409)
    return _close(person, question, called=called)


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def answered_already(_error: NotFound) -> Response[str]:
    return _pages().answered_already()


def _open(person: str) -> Question:
    """NotFound if nobody waits there any more."""
    question = environment().questions().load(f"PERSON#{person}")
    if question is None or not question.is_open:
        raise NotFound("question")
    return question


def _missing(question: Question, words: str) -> str | None:
    if not may_write(question, utc_now()):
        return "late"
    if not words:
        return "missing"
    return "long" if len(words) > MOST_LETTERS else None


def _failed(person: str, question: Question, words: str) -> str | None:
    """Why the answer did not go out: one of each version does, whoever is faster."""
    store, office = environment().store(), environment().office()
    occasion = f"question:{person}:{question.version}"
    if store.has_been(occasion):
        return "answered"
    text = office.text("help_answer", words=words)
    try:
        environment().citizens().say(question.person, text, occasion, utc_now())
    except (MessageRefused, WhatsAppUnavailable) as refusal:
        logger.warning("an answer was not taken", code=refusal.code)
        store.forget(occasion)  # surely not sent
        return "refused"
    return None


def _close(person: str, question: Question, *, called: bool) -> Response[str]:
    officer = officer_of(app).key
    closed = question.answered(officer, utc_now())
    try:
        environment().questions().save(f"PERSON#{person}", question, closed)
    except Contended:  # an officer's or the citizen's own word came first
        now = _open(person)
        return _shown(person, now, {"words": COMPLAINTS["changed"]}, status=409)
    logger.info("question answered", question=person, officer=officer, called=called)
    return see_other("/pertanyaan")


def _shown(
    person: str,
    question: Question,
    errors: dict[str, str] | None = None,
    typed: str = "",
    status: int = 200,
) -> Response[str]:
    logger.info("question viewed", question=person, officer=officer_of(app).key)
    cases = _cases_of(question)
    return _pages().question(person, question, cases, errors or {}, typed, status)


def _cases_of(question: Question) -> list[Case]:
    """What this person has asked for, and is not over."""
    found = []
    for case_id in environment().persons().cases_of(question.person):
        try:
            case = environment().store().load(case_id).case
        except NotFound:
            continue
        if not case.status.ended:
            found.append(case)
    return found


def _pages() -> QuestionPages:
    return QuestionPages(environment().office(), officer_of(app), utc_now())


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
