"""The desk: an officer answers what no machine can settle.

Only behind the API's IAM authorizer: the officer is whoever AWS says it is.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.desk_rules import (
    ENDS,
    Complaint,
    Said,
    answered_at_desk,
    complaint,
    needs_right,
    possible,
)
from menwa import aws
from menwa.answering import carry_on
from menwa.card import first_broken
from menwa.case import DESK, CaseFile
from menwa.cases import CaseStore
from menwa.citizens import Citizens, WhatsAppSettings
from menwa.clock import utc_now
from menwa.errors import AlreadyAnswered, MessageRefused, NotFound, WhatsAppUnavailable
from menwa.office import Office, office_in
from menwa.pages import page
from menwa.requests import form_fields, refuse_foreign_forms

logger = Logger()
app = APIGatewayHttpResolver()
app.use([refuse_foreign_forms])

CHOICES = {
    "look_again": ("Periksa lagi di SIAK", "SIAK dilihat sekali lagi, lalu permintaan berjalan."),
    "send_again": ("Kirim ulang PDF", "Hanya jika pemohon memastikan PDF belum diterima."),
    "returned": (
        "Kembalikan kepada pemohon",
        "Pemohon diberi tahu alasannya dan cara memperbaiki.",
    ),
    "closed": ("Tutup permintaan", "Pemohon diberi tahu alasannya."),
}
COMPLAINTS = {
    "answer": "Pilih salah satu jawaban.",
    "right": "Pastikan dulu bahwa pemohon berhak, atau kembalikan permintaan ini.",
    "reason": "Tulis alasannya; pemohon akan membacanya.",
}
DONE = "Permintaan ini berjalan lagi."
NOT_TOLD = "WhatsApp tidak menerima pesan untuk pemohon. Mohon beri tahu lewat telepon."


class Environment(WhatsAppSettings):
    cases_table: str
    configuration_bucket: str
    public_url: str


@dataclass(frozen=True)
class Choice:
    key: str
    label: str
    hint: str


@dataclass(frozen=True)
class Row:
    case_id: str
    document: str
    reason: str
    since: datetime


@cache
def environment() -> Environment:
    return Environment.from_environment()


def store() -> CaseStore:
    return CaseStore(aws.dynamodb(), environment().cases_table)


def office() -> Office:
    return office_in(environment().configuration_bucket)


def officer() -> str:
    """The last part of the caller's ARN: the user, or the session of a role."""
    authorizer = app.current_event.raw_event["requestContext"]["authorizer"]
    return str(authorizer["iam"]["userArn"]).rpartition("/")[2]


@app.get("/meja")
def queue() -> Response[str]:
    files = [store().load(case_id) for case_id in store().waiting(DESK, utc_now())]
    rows = [_row(file) for file in files if file.wait is not None]
    return page("check_siak/queue.html", office=office(), officer=officer(), rows=rows)


@app.get("/meja/<case_id>")
def show(case_id: str) -> Response[str]:
    try:
        return _question(store().load(case_id))
    except NotFound:
        return _done("Permintaan ini tidak ada", "Periksa lagi kodenya.", 404)


@app.post("/meja/<case_id>")
def answer(case_id: str) -> Response[str]:
    fields = form_fields(app)
    file = store().load(case_id)
    chosen = next((one for one in possible(file) if one == fields.get("answer")), None)
    if chosen is None:
        return _question(file, "answer", fields)
    right, reason = fields.get("right") == "yes", fields.get("reason", "")
    said = Said(answer=chosen, officer=officer(), right=right, reason=reason)
    if (wrong := complaint(file, said)) is not None:
        return _question(file, wrong, fields)
    try:
        return _carry_out(file, said)
    except AlreadyAnswered:
        return _done("Sudah dijawab", "Permintaan ini tidak lagi menunggu di meja.", 409)


def _carry_out(before: CaseFile, said: Said) -> Response[str]:
    now = utc_now()
    file = store().change(before, partial(answered_at_desk, said=said, now=now))
    logger.info("answered at the desk", case_id=file.case.id, answer=said.answer)
    carry_on(aws.step_functions(), file)
    told = said.answer not in ENDS or _tell(file, said, now)
    return _done("Jawaban Anda sudah dicatat", DONE if told else NOT_TOLD, 200)


def _tell(file: CaseFile, said: Said, now: datetime) -> bool:
    """False if WhatsApp did not take the message: then the officer has to call."""
    url = environment().public_url
    words = office().text(said.answer, case_id=file.case.id, reason=said.reason, url=url)
    occasion = f"{said.answer}:{file.case.id}:{file.case.version}"
    try:
        Citizens(store(), environment().whatsapp()).tell(file.case, words, occasion, now)
    except (MessageRefused, WhatsAppUnavailable):
        logger.exception("the citizen could not be told", case_id=file.case.id)
        return False
    return True


def _row(file: CaseFile) -> Row:
    since = file.wait.since if file.wait else file.case.created_at
    document = office().documents[file.case.document_type].name
    return Row(file.case.id, document, office().act(file.case.reason or ""), office().local(since))


def _question(
    file: CaseFile, wrong: Complaint | None = None, typed: dict[str, str] | None = None
) -> Response[str]:
    if file.wait is None or file.wait.waiting_for != DESK:
        return _done("Sudah dijawab", "Permintaan ini tidak menunggu di meja.", 409)
    logger.info("viewed at the desk", case_id=file.case.id, officer=officer())
    row = _row(file)
    return page(
        "check_siak/case.html",
        422 if wrong else 200,
        office=office(),
        officer=officer(),
        verdict=office().verdict(file.case.verdict),
        case=file.case,
        document=office().documents[file.case.document_type],
        reason=row.reason,
        since=row.since,
        entries=file.entries,
        chain_broken_at=first_broken(file.entries, file.case.card_length, file.case.card_head),
        answers=[Choice(key, *CHOICES[key]) for key in possible(file)],
        needs_right=needs_right(file),
        errors={wrong: COMPLAINTS[wrong]} if wrong else {},
        typed=typed or {},
    )


def _done(heading: str, text: str, status: int) -> Response[str]:
    return page("check_siak/done.html", status, office=office(), heading=heading, text=text)


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
