"""The citizen at the counter: a request that an officer enters, another number for an old one."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from check_siak.claims import open_wait
from check_siak.hand_over import DESK_NAME
from menwa.case import CaseFile, Reproof
from menwa.cases import hash_of
from menwa.office import Office
from menwa.request_form import Request, read_form
from menwa.signed_in import SignedIn

CODE_LASTS = timedelta(hours=1)  # the citizen stands at the counter


def read_walk_in(
    fields: Mapping[str, str], office: Office, today: date
) -> tuple[Request | None, dict[str, str]]:
    """A request, or the errors by field; it takes an officer who has seen the KTP-el."""
    request, mistakes = read_form(fields, office, today)
    errors: dict[str, str] = {field: found.said(office) for field, found in mistakes.items()}
    document = office.documents.get(fields.get("document_type", ""))
    if document is not None and document.never_a_pdf:
        errors["document_type"] = document.never_a_pdf
    if not has_seen_ktp_el(fields):
        errors["ktp_el"] = "Lihat dulu KTP-el asli pemohon, lalu centang di sini."
    return (None, errors) if errors else (request, {})


def has_seen_ktp_el(fields: Mapping[str, str]) -> bool:
    return fields.get("ktp_el") == "seen"


def with_code(file: CaseFile, code: str, officer: SignedIn, now: datetime) -> CaseFile:
    """Whichever phone sends the code becomes the number: nobody types one. An older code is void.

    AlreadyAnswered if the case does not wait at the desk any more; Claimed by another.
    """
    open_wait(file, officer, now)
    digest = hash_of(code)
    reproof = Reproof(
        code_hash=digest,
        issued_by=officer.key,
        expires_at=int((now + CODE_LASTS).timestamp()),
    )
    return file.updated(reproof=reproof).handed_over(
        step=1,
        act="code_issued",
        holder=f"{DESK_NAME} ({officer.name})",
        paraf=officer.paraf,
        to="Pemohon",
        now=now,
        occasion=f"code:{digest}",
    )
