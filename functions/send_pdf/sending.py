"""One try to send a PDF: intent first, then the message, then what became of it."""

from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools import Logger

from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.citizens import Citizens
from menwa.daily_limit import DailyLimit
from menwa.deliveries import Deliveries
from menwa.documents import DocumentStore
from menwa.errors import (
    Contended,
    IdentityDoubted,
    MessageRefused,
    NotCleared,
    OutcomeUnknown,
    SendingHeld,
    WhatsAppUnavailable,
)
from menwa.office import Office
from menwa.pauses import OVER_LIMIT, PROOF_ASKED, proof_is_stale
from menwa.recipient import Recipient
from menwa.sending_switch import SendingSwitch
from menwa.visit import Visit
from menwa.whatsapp import TemplateDocument, WhatsAppClient
from menwa.whatsapp_errors import action_for
from send_pdf.not_taken import NotTaken
from send_pdf.outcomes import attempt_id, with_outcome
from send_pdf.pdf_message import (
    filename,
    goes_by_template,
    pdf_message,
    question_whether_still_theirs,
)
from send_pdf.refusals import REASONS, Next, carried_out
from send_pdf.rules import held, intended, later, what_forbids_sending

logger = Logger(child=True)


@dataclass(frozen=True)
class Sending:
    store: CaseStore
    documents: DocumentStore
    deliveries: Deliveries
    limit: DailyLimit
    switch: SendingSwitch
    whatsapp: WhatsAppClient
    office: Office

    def send(self, visit: Visit, file: CaseFile, now: datetime) -> CaseFile:
        """With whoever waits, or with an answer that is still to be carried on.

        Four calls to AWS: the file (before), the PDF, the intent, the outcome. WhatsAppUnavailable
        where the state machine is to try again.
        """
        to = _cleared(file)
        by_template = goes_by_template(file, now)
        if by_template and (until := self.limit.full_until(to, now)) is not None:
            return self.store.save(file, later(file, visit, OVER_LIMIT, now, until))
        if proof_is_stale(file.case, now):
            return self._ask_for_proof(visit, file, to, now)
        name = filename(self.office.document(file.case.document_type), file.case)
        try:
            media = self._uploaded(file, name)
        except (MessageRefused, WhatsAppUnavailable) as refusal:
            return self._not_taken.upload(visit, file, refusal, now)
        try:
            file = self._intended(visit, file, media, now)
        except SendingHeld:
            return self._held(visit, file, media, now)
        document = TemplateDocument(media_id=media, filename=name)
        message = pdf_message(file.case, document, self.office, by_template=by_template)
        number = file.attempts[-1].number
        try:
            wamid = self.whatsapp.send(to, message, attempt_id(file.case, file.attempts[-1]))
        except OutcomeUnknown:
            logger.warning("may have been sent", attempt=number)
            return file
        except (MessageRefused, WhatsAppUnavailable) as refusal:
            try:
                return self._not_taken.message(file, refusal, now)
            finally:
                self._discard(media)
        logger.info("sent", attempt=number)
        return self.store.change(
            file, lambda file: with_outcome(file, number, "accepted", wamid=wamid)
        )

    @property
    def _not_taken(self) -> NotTaken:
        return NotTaken(self.store, self.switch, self.office)

    def _uploaded(self, file: CaseFile, name: str) -> str:
        """Exactly the bytes that the gate has judged: DocumentGone if they are others."""
        sha256 = file.case.staged.sha256 if file.case.staged else ""
        return self.whatsapp.upload_pdf(self.documents.staged(sha256), name)

    def _intended(self, visit: Visit, file: CaseFile, media: str, now: datetime) -> CaseFile:
        recording = self.deliveries.recording(file.case, now)
        intent = intended(file, visit, media, now)
        try:
            return self.store.save_unless_held(file, intent, writes=recording)
        except Contended:
            self._discard(media)
            raise

    def _held(self, visit: Visit, file: CaseFile, media: str, now: datetime) -> CaseFile:
        """Nothing was sent: the case waits until sending is released."""
        logger.warning("sending is held", case_id=file.case.id)
        waits = self.store.save(file, held(file, visit, now))
        self._discard(media)
        return waits

    def _ask_for_proof(
        self, visit: Visit, file: CaseFile, to: Recipient, now: datetime
    ) -> CaseFile:
        """Nobody has written from this phone for a month: first it is asked whose it is."""
        waits = self.store.save(file, later(file, visit, PROOF_ASKED, now))
        question = question_whether_still_theirs(file.case)
        occasion = f"still_theirs:{file.case.id}:{visit.visit}"
        try:
            Citizens(self.store, self.whatsapp).say(to, question, occasion, now)
        except MessageRefused as refusal:
            desk = Next("desk", reason=REASONS[action_for(refusal.code)])
            return self.store.change(waits, lambda file: carried_out(file, desk, now))
        return waits

    def _discard(self, media: str) -> None:
        """What was not sent need not lie at Meta; it forgets it by itself after 30 days."""
        try:
            self.whatsapp.delete_media(media)
        except (MessageRefused, WhatsAppUnavailable):
            logger.warning("media was not deleted", exc_info=True)


def _cleared(file: CaseFile) -> Recipient:
    if file.case.identity_doubt is not None:
        raise IdentityDoubted(file.case.id)
    forbidden = what_forbids_sending(file.case)
    if forbidden or file.case.identity is None:
        raise NotCleared(", ".join(forbidden))
    return file.case.identity
