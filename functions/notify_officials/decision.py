"""An official's link: GET shows the question and changes nothing, POST answers it."""

from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.cases import CaseStore, Link
from menwa.citizens import WhatsAppSettings
from menwa.clock import utc_now
from menwa.errors import AlreadyAnswered, NotFound
from menwa.office import Office, office_in
from menwa.pages import page
from menwa.requests import form_fields, refuse_foreign_forms
from notify_officials.letters import Post, letter_to
from notify_officials.rules import WRONG_ENTRY, choices_for, decided, state_of

Errors = dict[str, str]

logger = Logger()
app = APIGatewayHttpResolver()
app.use([refuse_foreign_forms])


class Environment(WhatsAppSettings):
    cases_table: str
    configuration_bucket: str
    mail_sender: str
    public_url: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def store() -> CaseStore:
    return CaseStore(aws.dynamodb(), environment().cases_table)


def office() -> Office:
    return office_in(environment().configuration_bucket)


@app.get("/k/<token>")
def show(token: str) -> Response[str]:
    return _page_of(*_found(token))


@app.post("/k/<token>")
def answer(token: str) -> Response[str]:
    fields = form_fields(app)
    link, file = _found(token)
    if fields.get("answer") == "new_link":
        return _renew(token, link, file)
    choice = next((one for one in choices_for(link.level) if one.key == fields.get("answer")), None)
    reason = fields.get("reason", "")
    if choice is None:
        return _page_of(link, file, {"answer": "Pilih salah satu jawaban."}, reason)
    if choice.needs_reason and not reason:
        return _page_of(link, file, {"reason": WRONG_ENTRY.hint}, reason)
    kept = reason if choice.needs_reason else ""
    decide = partial(
        decided, link=link, answer=choice.key, reason=kept, office=office(), now=utc_now()
    )
    try:
        after = store().change(file, decide)
    except AlreadyAnswered:
        return _page_of(link, store().load(link.case_id))
    carry_on(aws.step_functions(), after)
    logger.info("answered", case_id=link.case_id, level=link.level, answer=choice.key)
    return _answered(link, after, "Terima kasih, jawaban Anda sudah dicatat")


def _found(token: str) -> tuple[Link, CaseFile]:
    """NotFound reads the same whether the link never was or its case is gone."""
    link = store().link(token)
    if link is None:
        raise NotFound("link")
    return link, store().load(link.case_id)


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return page(
        "notify_officials/no_link.html",
        404,
        heading="Tautan ini tidak kami kenali",
        text="Buka tautan langsung dari pesan WhatsApp atau surel yang Anda terima.",
        may_renew=False,
    )


def _page_of(
    link: Link, file: CaseFile, errors: Errors | None = None, reason: str = ""
) -> Response[str]:
    state = state_of(link, file, utc_now())
    if state == "answered":
        return _answered(link, file, "Pertanyaan ini sudah dijawab")
    if state == "expired":
        return page(
            "notify_officials/no_link.html",
            410,
            heading="Tautan ini sudah tidak berlaku",
            text="Pertanyaannya masih menunggu jawaban Anda.",
            may_renew=True,
        )
    return _question(link, file, errors or {}, reason)


def _question(link: Link, file: CaseFile, errors: Errors, reason: str) -> Response[str]:
    since = file.wait.since if file.wait else file.case.created_at
    return page(
        "notify_officials/question.html",
        422 if errors else 200,
        office=office(),
        document=office().documents[file.case.document_type],
        number=file.case.found.number if file.case.found else file.case.number,
        case_id=file.case.id,
        official=office().officials[link.official],
        since=office().local(since),
        answers=choices_for(link.level),
        question=office().text(f"question_{link.level}"),
        errors=errors,
        reason=reason,
    )


def _answered(link: Link, file: CaseFile, heading: str) -> Response[str]:
    """What was decided, from the card; nothing else about the case."""
    entry = next((one for one in file.entries if one.occasion == f"answer:{link.visit}"), None)
    said = (
        f"Jawaban: {office().act(entry.act)}." if entry else "Permintaan ini sudah berjalan lagi."
    )
    return page(
        "notify_officials/answered.html",
        office=office(),
        document=office().documents[file.case.document_type],
        case_id=file.case.id,
        heading=heading,
        text=said,
    )


def _renew(token: str, link: Link, file: CaseFile) -> Response[str]:
    """An expired link whose question is open brings one new letter, to the official alone."""
    now = utc_now()
    if state_of(link, file, now) != "expired":
        return _page_of(link, file)
    letter = letter_to(link.official, link.level, file, link.visit, office(), now)
    if store().renew(token, letter.token, letter.link, now):
        ways = Post(
            environment().whatsapp(),
            aws.mail(),
            environment().mail_sender,
            environment().public_url,
        )
        ways.deliver(letter)
    return page(
        "notify_officials/no_link.html",
        heading="Tautan baru sudah dikirim",
        text="Periksa WhatsApp atau surel dinas Anda, lalu buka tautan yang baru.",
        may_renew=False,
    )


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
