"""The message that brings the PDF: how to print and check it, and buttons to object or to rate."""

from datetime import datetime

from menwa.case import Case, CaseFile
from menwa.citizens import may_write_freely
from menwa.office import DocumentType, Office
from menwa.whatsapp import (
    Choices,
    Message,
    ReplyButton,
    TemplateButton,
    TemplateDocument,
    TemplateMessage,
)
from send_pdf.refusals import window_was_closed

READY, STILL_THEIRS = "dokumen_siap", "masih_anda"
# What a tap on each of the template's buttons says, in their order; WhatsApp shows three at most.
TAPS = ("WRONG_DATA", "NOT_MINE", "SURVEY")


def goes_by_template(file: CaseFile, now: datetime) -> bool:
    """Outside Meta's window: by our clock, or because Meta has just said so."""
    return not may_write_freely(file.case, now) or window_was_closed(file)


def pdf_message(
    case: Case, document: TemplateDocument, office: Office, *, by_template: bool
) -> Message:
    taps = [f"{tap}:{case.id}" for tap in TAPS]
    if by_template:
        replies = tuple(TemplateButton(kind="quick_reply", value=tap) for tap in taps)
        values = {"case_id": case.id}
        return TemplateMessage(name=READY, values=values, document=document, buttons=replies)
    kind = office.document(case.document_type).name
    labels = [button.text for button in office.templates[READY].buttons]
    return Choices(
        text=office.text("caption", document=kind, case_id=case.id).strip(),
        buttons=tuple(
            ReplyButton(id=tap, title=label) for tap, label in zip(taps, labels, strict=True)
        ),
        document=document,
    )


def question_whether_still_theirs(case: Case) -> TemplateMessage:
    tap = TemplateButton(kind="quick_reply", value=f"STILL_ME:{case.id}")
    return TemplateMessage(name=STILL_THEIRS, values={"case_id": case.id}, buttons=(tap,))


def filename(document: DocumentType, case: Case) -> str:
    """What a person understands; no NIK, no document number."""
    return f"{document.name.split(' (')[0].replace(' ', '-')}-{case.id}.pdf"
