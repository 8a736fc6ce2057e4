"""What a citizen is told on WhatsApp, each thing once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger

from menwa import aws
from menwa.case import Case
from menwa.cases import CaseStore
from menwa.daily_limit import DailyLimit
from menwa.environment import WithCases, WithOffice
from menwa.errors import MessageRefused, OutcomeUnknown, WhatsAppUnavailable
from menwa.recipient import Recipient
from menwa.settings import Settings, secret
from menwa.whatsapp_messages import Message, TemplateMessage

if TYPE_CHECKING:
    from menwa.whatsapp import WhatsAppClient

logger = Logger(child=True)

# Meta's window is 24 hours from the last message; the one that proved the phone is the first.
WINDOW = timedelta(hours=23, minutes=50)


class WithWhatsApp(Settings):
    whatsapp_url: str
    whatsapp_phone_number_id: str
    whatsapp_secret_arn: str

    def whatsapp(self) -> "WhatsAppClient":
        arn = self.whatsapp_secret_arn
        return _client(self.whatsapp_url, self.whatsapp_phone_number_id, arn, _token(secret(arn)))


@lru_cache(maxsize=2)
def _client(url: str, number: str, arn: str, token: str) -> "WhatsAppClient":
    """Kept for its connections; a rotated token brings a new one. Only who sends loads httpx."""
    from menwa.whatsapp import WhatsAppClient

    return WhatsAppClient(url, number, token, fresh_token=lambda: _token(secret.afresh(arn)))


def _token(values: dict[str, str]) -> str:
    return values["access_token"]


def may_be_told(case: Case) -> bool:
    """Nothing before the phone is proven, where another person may hold it by now, or where whose
    data it is has processing stopped."""
    stopped = case.identity_doubt is not None or case.restricted_at is not None
    return case.identity is not None and not stopped


def may_write_freely(case: Case, now: datetime) -> bool:
    """Meta's window is open: what the citizen wrote last is not a day old."""
    heard = case.heard_at or case.proven_at
    return heard is not None and now - heard < WINDOW


@dataclass(frozen=True)
class Citizens:
    store: CaseStore
    whatsapp: "WhatsAppClient"
    limit: DailyLimit | None = None

    def tell(self, case: Case, text: str, occasion: str, now: datetime) -> None:
        """If they `may_be_told`; outside the window by template."""
        if case.identity is not None and may_be_told(case):
            news = TemplateMessage(name="kabar_permintaan", values={"news": " ".join(text.split())})
            self.say(case.identity, text if may_write_freely(case, now) else news, occasion, now)

    def try_to_tell(self, case: Case, text: str, occasion: str, now: datetime) -> bool:
        """Where the work goes on whether or not they are told: False if they were not."""
        try:
            self.tell(case, text, occasion, now)
        except (MessageRefused, WhatsAppUnavailable):
            logger.warning("the citizen could not be told", case_id=case.id, exc_info=True)
            return False
        return may_be_told(case)

    def say(self, to: Recipient, message: Message, occasion: str, now: datetime) -> None:
        """Once for each occasion. WhatsAppUnavailable: surely not said, a later try may say it;
        so too what is to be said first, once Meta's limit for the day is reached."""
        first = isinstance(message, TemplateMessage)
        if first and self.limit is not None and self.limit.full_until(to, now):
            raise WhatsAppUnavailable("the day's limit is reached")
        if not self.store.first_time(occasion, now):
            return
        try:
            self.whatsapp.send(to, message, occasion)
        except WhatsAppUnavailable:
            self.store.forget(occasion)
            raise
        except OutcomeUnknown:
            logger.warning("may have been said", occasion=occasion)


class WithCitizens(WithCases, WithOffice, WithWhatsApp):
    def limit(self) -> DailyLimit:
        return DailyLimit(aws.dynamodb(), self.cases_table, self.office().whatsapp_daily_limit)

    def citizens(self) -> Citizens:
        return Citizens(self.store(), self.whatsapp(), self.limit())
