"""What a citizen is told on WhatsApp, each thing once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from aws_lambda_powertools import Logger

from menwa.case import Case
from menwa.cases import CaseStore
from menwa.errors import MessageRefused, OutcomeUnknown, WhatsAppUnavailable
from menwa.recipient import Recipient
from menwa.settings import Settings, secret
from menwa.whatsapp import TemplateMessage, WhatsAppClient

logger = Logger(child=True)

# Meta's window is 24 hours from the last message; the one that proved the phone is the first.
WINDOW = timedelta(hours=23, minutes=50)


class WithWhatsApp(Settings):
    whatsapp_url: str
    whatsapp_phone_number_id: str
    whatsapp_secret_arn: str

    def whatsapp(self) -> WhatsAppClient:
        token = secret(self.whatsapp_secret_arn)["access_token"]
        return _client(self.whatsapp_url, self.whatsapp_phone_number_id, token)


@lru_cache(maxsize=2)
def _client(url: str, number: str, token: str) -> WhatsAppClient:
    """Kept for its connections; a rotated token brings a new one."""
    return WhatsAppClient(url, number, token)


def may_write_freely(case: Case, now: datetime) -> bool:
    """Meta's window is open: what the citizen wrote last is not a day old."""
    heard = case.heard_at or case.proven_at
    return heard is not None and now - heard < WINDOW


@dataclass(frozen=True)
class Citizens:
    store: CaseStore
    whatsapp: WhatsAppClient

    def tell(self, case: Case, text: str, occasion: str, now: datetime) -> None:
        """Nothing before the phone is proven; outside the window by template."""
        if case.identity is not None:
            news = TemplateMessage(name="kabar_permintaan", values={"news": " ".join(text.split())})
            self.say(case.identity, text if may_write_freely(case, now) else news, occasion, now)

    def try_to_tell(self, case: Case, text: str, occasion: str, now: datetime) -> bool:
        """Where the work goes on whether or not WhatsApp takes the message: False if it did not."""
        try:
            self.tell(case, text, occasion, now)
        except (MessageRefused, WhatsAppUnavailable):
            logger.warning("the citizen could not be told", case_id=case.id, exc_info=True)
            return False
        return True

    def say(
        self, to: Recipient, message: str | TemplateMessage, occasion: str, now: datetime
    ) -> None:
        """Once for each occasion. WhatsAppUnavailable: surely not said, a later try may say it."""
        if not self.store.first_time(occasion, now):
            return
        try:
            if isinstance(message, TemplateMessage):
                self.whatsapp.send_template(to, message, occasion)
            else:
                self.whatsapp.send_text(to, message, occasion)
        except WhatsAppUnavailable:
            self.store.forget(occasion)
            raise
        except OutcomeUnknown:
            logger.warning("may have been said", occasion=occasion)
