"""PDFs from officers: who brings them says where they are from, and their browser puts each
straight into the staging bucket, where the gate finds it."""

import json
from dataclasses import asdict
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import TypeAdapter, ValidationError

from check_siak.drop_pages import DropPages
from check_siak.drop_store import (
    MOST_FILES,
    READY,
    DropId,
    Dropping,
    DropStore,
    FileNames,
    new_drop,
)
from menwa import aws
from menwa.case import DESK, Case
from menwa.clock import utc_now
from menwa.documents import Invitation, dropped_key
from menwa.environment import WithCases, WithOffice, WithStaging
from menwa.errors import Contended, NotFound
from menwa.pages import see_other
from menwa.requests import apologise, form_fields, refuse_foreign_forms
from menwa.signed_in import officer_of, signed_in_only
from menwa.types import CaseId

logger = Logger()
app = APIGatewayHttpResolver()

NAMES = TypeAdapter[list[str]](FileNames)
CASE_ID = TypeAdapter[str](CaseId)
DROP_ID = TypeAdapter[str](DropId)


class Environment(WithCases, WithOffice, WithStaging):
    public_url: str

    def drops(self) -> DropStore:
        return DropStore(aws.dynamodb(), self.cases_table)


@cache
def environment() -> Environment:
    return Environment.from_environment()


app.use([apologise, refuse_foreign_forms, signed_in_only(environment)])


def pages() -> DropPages:
    return DropPages(environment().office(), officer_of(app), environment().switch().held())


@app.get("/unggah")
def statement() -> Response[str]:
    asked = (app.current_event.query_string_parameters or {}).get("permintaan", "")
    return pages().statement(_case_id(asked))


@app.post("/unggah")
def begin() -> Response[str]:
    fields = form_fields(app)
    case_id = _case_id(fields.get("permintaan", ""))
    if fields.get("statement") != "ya":
        return pages().statement(case_id, {"statement": "Centang dulu pernyataan ini."})
    officer = officer_of(app)
    drop = new_drop(officer.key, officer.name, officer.paraf, case_id or None, utc_now())
    environment().drops().begin(drop)
    logger.info("a drop begins", drop=drop.id, officer=officer.key)
    return see_other(f"/unggah/{drop.id}")


@app.get("/unggah/<drop_id>")
def show(drop_id: str) -> Response[str]:
    dropping = _dropping(drop_id)
    logger.info("viewed a drop", drop=drop_id, officer=officer_of(app).key)
    sent = _number((app.current_event.query_string_parameters or {}).get("berkas", ""))
    number = max(dropping.next_number, sent + 1)
    here = f"{environment().public_url}/unggah/{drop_id}?berkas={number}"
    invitation = _invite(dropping, number, here) if _may_add(dropping, number) else None
    return pages().drop(dropping, invitation, sent, _ready(dropping))


@app.post("/unggah/<drop_id>/berkas")
def announce(drop_id: str) -> Response[str]:
    """For the script: an invitation for each name, in their order."""
    dropping = _dropping(drop_id)
    try:
        names = NAMES.validate_json(form_fields(app).get("names", ""))
    except ValidationError:
        return _json({"why": "names"}, 422)
    if not _may_add(dropping, dropping.next_number + len(names) - 1):
        return _json({"why": "closed"}, 409)
    try:
        files = environment().drops().announce(dropping, names)
    except Contended:
        return _json({"why": "busy"}, 409)
    invited = [asdict(_invite(dropping, file.number)) | {"number": file.number} for file in files]
    return _json({"files": invited}, 200)


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    text = "Unggahan disimpan tujuh hari. Periksa lagi alamatnya, atau mulai yang baru."
    return pages().says("Tidak ditemukan", text, 404)


def _case_id(text: str) -> str:
    """ "" where none is named; NotFound if it is none of ours."""
    if not text:
        return ""
    try:
        return environment().store().load(CASE_ID.validate_python(text)).case.id
    except ValidationError:
        raise NotFound("case") from None


def _dropping(drop_id: str) -> Dropping:
    try:
        return environment().drops().load(DROP_ID.validate_python(drop_id), utc_now())
    except ValidationError:
        raise NotFound("drop") from None


def _number(text: str) -> int:
    return min(int(text), MOST_FILES) if text.isascii() and text.isdigit() else 0


def _may_add(dropping: Dropping, last: int) -> bool:
    """Whoever said that the files are of today, and today."""
    day_of, drop = environment().office().day_of, dropping.drop
    is_theirs = drop.officer == officer_of(app).key
    return is_theirs and day_of(drop.at) == day_of(utc_now()) and last <= MOST_FILES


def _invite(dropping: Dropping, number: int, then: str | None = None) -> Invitation:
    return environment().documents().invite(dropped_key(dropping.drop.id, number), then)


def _ready(dropping: Dropping) -> list[Case]:
    """Of the cases that it brought a PDF for, those that wait for an officer all the same."""
    ours = dropping.left_waiting
    waiting = environment().store().waiting_cases([DESK], utc_now()) if ours else []
    return [file.case for file in waiting if file.case.id in ours and file.case.reason in READY]


def _json(content: dict[str, Any], status: int) -> Response[str]:
    return Response(status, "application/json", json.dumps(content), {"Cache-Control": "no-store"})


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
