"""The proof of a phone: a message `MENWA <code>` from the very number that the form named."""

import io
import re
from datetime import datetime
from urllib.parse import quote

import segno
from aws_lambda_powertools.event_handler import Response
from markupsafe import Markup

from intake.form import Request
from menwa.case import START, CaseFile, Wait
from menwa.errors import NotFound
from menwa.office import Office
from menwa.pages import page
from menwa.recipient import Recipient
from menwa.types import Status, as_proof_code

CODE = re.compile(r"^\W*MENWA\W*([0-9A-Z]{4}\W?[0-9A-Z]{4})\W*$", re.IGNORECASE)


def code_in(text: str | None) -> str | None:
    """The code of a message that proves a phone, however it was typed."""
    match = CODE.match(text or "")
    return as_proof_code(match[1]) if match else None


def proof_page(office: Office, request: Request, code: str) -> Response[str]:
    message = f"MENWA {code[:4]}-{code[4:]}"
    link = f"https://wa.me/{office.whatsapp_number.removeprefix('+')}?text={quote(message)}"
    return page(
        "intake/prove.html",
        office=office,
        document=office.documents[request.document_type],
        message=message,
        wa_link=link,
        qr=_qr(link),
        ending=request.applicant.phone[-4:],
    )


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
    return accepted.handed_over(
        step=1,
        act="registered",
        holder="Pemohon",
        paraf="-",
        to="MENWA",
        now=now,
        occasion="proof",
    ).opened(Wait(waiting_for=START, since=now, visit="proof", asked=START))


def _qr(link: str) -> Markup:
    svg = io.BytesIO()
    segno.make(link, error="m").save(
        svg, kind="svg", xmldecl=False, svgns=True, scale=5, svgclass="qr", lineclass=None
    )
    return Markup(svg.getvalue().decode())  # noqa: S704  segno's own drawing of a quoted link
