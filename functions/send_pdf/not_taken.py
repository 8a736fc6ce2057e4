"""A try that WhatsApp surely did not take: filed as such, with what comes of it."""

from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools import Logger

from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.errors import MessageRefused, WhatsAppUnavailable
from menwa.office import Office
from menwa.sending_switch import SendingSwitch
from menwa.visit import Visit
from send_pdf.outcomes import with_outcome
from send_pdf.refusals import Next, Refusal, carried_out, in_a_row, what_next
from send_pdf.rules import intended
from send_pdf.stopping import stop_sending

logger = Logger(child=True)
Refused = MessageRefused | WhatsAppUnavailable


@dataclass(frozen=True)
class NotTaken:
    store: CaseStore
    switch: SendingSwitch
    office: Office

    def upload(self, visit: Visit, file: CaseFile, refusal: Refused, now: datetime) -> CaseFile:
        """A try too, though it never became a message: or nobody would count them."""
        tried = self.store.save(file, intended(file, visit, None, now))
        return self.message(tried, refusal, now)

    def message(self, file: CaseFile, refusal: Refused, now: datetime) -> CaseFile:
        """`file` ends with that try. Raises the refusal where the state machine is to try again."""
        number, told = file.attempts[-1].number, _told(refusal)
        token = file.wait.token if file.wait else ""

        def decide(file: CaseFile) -> CaseFile:
            filed = with_outcome(file, number, "refused", code=refusal.code)
            if filed is file:
                return file
            return carried_out(filed, _then(told, filed, token), now)

        after = self.store.change(file, decide)
        then = _then(told, after, token)
        logger.warning("refused", attempt=number, code=refusal.code, then=then.way)
        if then.way == "hold" and refusal.code is not None:
            stop_sending(self.switch, self.office, refusal.code, now)
        if then.way == "retry":
            raise refusal
        return after


def _then(told: Refusal, file: CaseFile, token: str) -> Next:
    """The state machine retries no run that it has given up on: then whoever waits now goes on."""
    then = what_next(told, in_a_row(file))
    overtaken = file.wait is not None and file.wait.token != token
    return Next("again") if then.way == "retry" and overtaken else then


def _told(refusal: Refused) -> Refusal:
    if isinstance(refusal, MessageRefused):
        return Refusal(refusal.code)
    return Refusal(refusal.code, transient=True, after=refusal.after or 0)
