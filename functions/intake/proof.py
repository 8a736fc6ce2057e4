"""The proof of a phone: a message `MENWA <code>` from the very number that the form named."""

import re
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from menwa.case import DESK, START, CaseFile, Reproof, Wait
from menwa.cases import hash_of
from menwa.errors import NotFound
from menwa.office import Office
from menwa.pages import page
from menwa.proof_message import proof_message
from menwa.recipient import Recipient
from menwa.request_form import Request
from menwa.types import Status, as_proof_code

CODE = re.compile(r"^\W*MENWA\W*([0-9A-Z]{4}\W?[0-9A-Z]{4})\W*$", re.IGNORECASE)


def code_in(text: str | None) -> str | None:
    """The code of a message that proves a phone, however it was typed."""
    match = CODE.match(text or "")
    return as_proof_code(match[1]) if match else None


def proof_page(office: Office, request: Request, code: str) -> Response[str]:
    asked = proof_message(office, code)
    return page(
        "intake/prove.html",
        office=office,
        document=office.documents[request.document_type],
        message=asked.text,
        wa_link=asked.link,
        qr=asked.qr,
        ending=request.applicant.phone[-4:],
    )


def proven_by(
    file: CaseFile, code: str, sender: Recipient, now: datetime, office: Office
) -> CaseFile:
    """The form's code proves the number that the form named; one from the counter, any other."""
    reproof = file.case.reproof
    if reproof is not None and reproof.code_hash == hash_of(code):
        return renumbered(file, reproof, sender, now, office)
    return proven(file, sender, now, office)


def proven(file: CaseFile, sender: Recipient, now: datetime, office: Office) -> CaseFile:
    """The request enters the list (SOP 1). NotFound for any other phone, or when it came too late.

    A second proof of the same phone changes nothing.
    """
    case = file.case
    late = case.expires_at is not None and case.expires_at < now.timestamp()
    if sender.phone != case.applicant.phone or late:
        raise NotFound(case.id)
    if case.proven_at is not None:
        return file
    accepted = file.updated(
        status=Status.CHECKING,
        identity=sender,
        proven_at=now,
        day=office.day_of(now),
        expires_at=None,
    )
    return (
        _entered(accepted, office)
        .handed_over(
            step=1,
            act="registered",
            holder="Pemohon",
            paraf="-",
            to="MENWA",
            now=now,
            occasion="proof",
        )
        .opened(Wait(waiting_for=START, since=now, visit="proof", asked=START))
    )


def renumbered(
    file: CaseFile, reproof: Reproof, sender: Recipient, now: datetime, office: Office
) -> CaseFile:
    """The phone that sent the code becomes the number, and its right has to be established anew.

    NotFound if it came too late, or the desk no longer waits for it.
    """
    wait = file.wait
    if wait is None or wait.waiting_for != DESK or reproof.expires_at < now.timestamp():
        raise NotFound(file.case.id)
    failed = not (wait.reason or "").islower()  # what failed on the way to the old number
    reason = "number_changed" if failed else wait.reason
    changed = file.updated(
        applicant=file.case.applicant.model_copy(update={"phone": sender.phone}),
        identity=sender,
        right=None,
        receipt=None,
        reason=reason,
        number_by=reproof.issued_by,
        reproof=None,
    )
    name, _ = _at_counter(reproof.issued_by, office)
    return changed.handed_over(
        step=1,
        act="number_changed",
        holder="Pemohon",
        paraf="-",
        to="Meja petugas",
        now=now,
        occasion=f"number:{reproof.code_hash}",
        note=f"Kode dari {name}; nomor baru berakhiran {(sender.phone or '')[-4:]}",
    ).opened(wait.model_copy(update={"reason": reason}))


def _entered(file: CaseFile, office: Office) -> CaseFile:
    """Who entered the request at the counter stands on its card before whoever proved it."""
    if file.case.entered_by is None:
        return file
    name, paraf = _at_counter(file.case.entered_by, office)
    return file.handed_over(
        step=1,
        act="entered",
        holder=f"Meja petugas ({name})",
        paraf=paraf,
        to="Pemohon",
        now=file.case.created_at,
        occasion="entered",
    )


def _at_counter(key: str, office: Office) -> tuple[str, str]:
    """Name and paraf; an officer who has left since is known by the key alone."""
    officer = office.officers.get(key)
    return (officer.name, officer.paraf) if officer else (key, key[:1].upper())
