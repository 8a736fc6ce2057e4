"""SOP 6: the PDF goes to the citizen over WhatsApp; its delivery receipt answers.

Intent first, then the message: what may have been sent is never sent again.
"""

from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.answering import carry_on
from menwa.case import Case, CaseFile
from menwa.citizens import WithWhatsApp, may_write_freely
from menwa.clock import utc_now
from menwa.deliveries import WithDeliveries
from menwa.delivery import delivered, went_elsewhere
from menwa.environment import WithOffice, WithStaging
from menwa.errors import (
    MessageRefused,
    NotCleared,
    OutcomeUnknown,
    SendingHeld,
    WhatsAppUnavailable,
)
from menwa.visit import Visit, retried_while_aws_fails
from menwa.whatsapp import TemplateDocument, TemplateMessage
from send_pdf.rules import (
    attempt_id,
    filename,
    held,
    intended,
    next_move,
    waiting,
    what_forbids_sending,
    with_outcome,
)

logger = Logger()


class Environment(WithDeliveries, WithOffice, WithStaging, WithWhatsApp):
    pass


@cache
def environment() -> Environment:
    return Environment.from_environment()


def send(visit: Visit, file: CaseFile, now: datetime) -> None:
    """Four calls to AWS: the file, the PDF, the intent, the outcome."""
    forbidden = what_forbids_sending(file.case)
    if forbidden or file.case.staged is None:
        raise NotCleared(", ".join(forbidden))
    office = environment().office()
    name = filename(office.documents[file.case.document_type], file.case)
    pdf = environment().documents().staged(file.case.staged.sha256)
    media = environment().whatsapp().upload_pdf(pdf, name)
    try:
        recording = environment().deliveries().recording(file.case, now)
        file = (
            environment()
            .store()
            .save_unless_held(file, intended(file, visit, now), writes=recording)
        )
    except SendingHeld:
        _hold(file, visit, media, now)
        return
    number = file.attempts[-1].number
    try:
        wamid = _message(file, TemplateDocument(media_id=media, filename=name), now)
    except OutcomeUnknown:
        logger.warning("may have been sent", attempt=number)
        return
    except (MessageRefused, WhatsAppUnavailable) as refusal:
        code = refusal.code if isinstance(refusal, MessageRefused) else None
        environment().store().change(
            file, lambda file: with_outcome(file, number, "refused", code=code)
        )
        raise
    environment().store().change(
        file, lambda file: with_outcome(file, number, "accepted", wamid=wamid)
    )
    logger.info("sent", attempt=number)


def _hold(file: CaseFile, visit: Visit, media: str, now: datetime) -> None:
    """Nothing was sent: the case waits until sending is released."""
    environment().store().save(file, held(file, visit, now))
    logger.warning("sending is held", case_id=file.case.id)
    environment().whatsapp().delete_media(media)


def _message(file: CaseFile, document: TemplateDocument, now: datetime) -> str:
    """Inside Meta's window with the office's own words, outside it by template."""
    case: Case = file.case
    attempt = attempt_id(case, file.attempts[-1])
    whatsapp = environment().whatsapp()
    if case.identity is None:
        raise NotCleared("phone_not_proven")
    if may_write_freely(case, now):
        office = environment().office()
        kind = office.documents[case.document_type].name
        caption = office.text("caption", document=kind, case_id=case.id)
        return whatsapp.send_document(
            case.identity, document.media_id, document.filename, caption, attempt
        )
    ready = TemplateMessage(name="dokumen_siap", values={"case_id": case.id}, document=document)
    return whatsapp.send_template(case.identity, ready, attempt)


@logger.inject_lambda_context(clear_state=True)
@retried_while_aws_fails
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    visit, now = Visit.model_validate(event), utc_now()
    logger.append_keys(case_id=visit.case_id)
    file = visit.load(environment().store())
    if visit.already_answered(file):
        carry_on(aws.step_functions(), visit.taken_up(file))
        return {}
    move = next_move(file.last_attempt, to_another_phone=went_elsewhere(file))
    logger.info("next", move=move)
    if move == "send":
        send(visit, file, now)
        return {}
    waits = waiting(file, visit, now)
    after = environment().store().save(file, delivered(waits, now) if move == "answer" else waits)
    carry_on(aws.step_functions(), after)
    return {}
