"""How one would send without thinking of what may go wrong: what is sent twice by it, the test of
the real one must be able to see."""

from datetime import datetime

from menwa.case import CaseFile
from menwa.errors import WhatsAppUnavailable
from menwa.visit import Visit
from menwa.whatsapp import TemplateDocument
from send_pdf.outcomes import attempt_id, with_outcome
from send_pdf.pdf_message import goes_by_template, pdf_message
from send_pdf.rules import intended
from send_pdf.sending import Sending


class SendsFirst(Sending):
    """It writes down what it has sent once that is sent."""

    def send(self, visit: Visit, file: CaseFile, now: datetime) -> CaseFile:
        document = TemplateDocument(media_id=self._uploaded(file, "a.pdf"), filename="a.pdf")
        by_template = goes_by_template(file, now)
        message = pdf_message(file.case, document, self.office, by_template=by_template)
        tried = intended(file, visit, document.media_id, now)
        number = tried.attempts[-1].number
        assert file.case.identity is not None
        attempt = attempt_id(file.case, tried.attempts[-1])
        wamid = self.whatsapp.send(file.case.identity, message, attempt)
        return self.store.save(file, with_outcome(tried, number, "accepted", wamid=wamid))


class TriesAgain(Sending):
    """It takes an answer that never came for a no."""

    def send(self, visit: Visit, file: CaseFile, now: datetime) -> CaseFile:
        sent = super().send(visit, file, now)
        last = sent.attempts[-1] if sent.attempts else None
        if last is None or last.outcome != "intended":
            return sent
        self.store.save(sent, with_outcome(sent, last.number, "refused"))
        raise WhatsAppUnavailable("no answer")
