"""How a letter leaves: by WhatsApp, by mail, or by the other one where the first can't take it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from menwa import aws
from menwa.citizens import WithWhatsApp
from menwa.clock import utc_now
from menwa.counting import count
from menwa.daily_limit import DailyLimit
from menwa.errors import MessageRefused, OutcomeUnknown, WhatsAppUnavailable
from menwa.letter_book import Letters, attempt_for, failing, mark_of
from menwa.people import Channel, LinkHolder, Person
from menwa.recipient import Recipient
from notify_officials.letters import Sendable

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

    from menwa.whatsapp import WhatsAppClient

logger = Logger(child=True)
CHANNELS: tuple[Channel, ...] = ("whatsapp", "mail")
Outcome = Literal["left", "refused", "unavailable"]


@dataclass(frozen=True)
class Left:
    """`refused`: channels that say they don't reach this person."""

    by: tuple[Channel, ...]
    refused: tuple[Channel, ...] = ()

    def noted(self, letters: Letters, letter: Sendable, now: datetime) -> Letters:
        noted = self.failures_noted(letters, letter, now)
        return noted.model_copy(update={"by": self.by or noted.by})

    def failures_noted(self, letters: Letters, letter: Sendable, now: datetime) -> Letters:
        for channel in self.refused:
            letters = failing(letters, channel, mark_of(letter.to, channel), now)
        return letters


class WithCourier(WithWhatsApp):
    mail_configuration_set: str
    mail_sender: str
    public_url: str

    def courier(self) -> "Courier":
        return Courier(
            self.whatsapp(),
            aws.mail(),
            self.mail_sender,
            self.public_url,
            self.mail_configuration_set,
        )


@dataclass(frozen=True)
class Courier:
    whatsapp: "WhatsAppClient"
    mail: "SESV2Client"
    sender: str
    url: str
    configuration_set: str
    limit: DailyLimit | None = None

    def deliver(self, letter: Sendable) -> Left:
        """By no channel at all, where none takes it: a later try may do better."""
        tried = {channel: self._by(channel, letter) for channel in letter.by}
        if "left" not in tried.values() and not _has_one_channel(letter.to):
            others = [each for each in CHANNELS if each not in tried]
            tried |= {channel: self._by(channel, letter) for channel in others}
        left = Left(
            tuple(each for each, outcome in tried.items() if outcome == "left"),
            tuple(each for each, outcome in tried.items() if outcome == "refused"),
        )
        if left.refused or not left.by:
            count("LetterNotDelivered")
        return left

    def _by(self, channel: Channel, letter: Sendable) -> Outcome:
        try:
            if channel == "whatsapp":
                self._by_whatsapp(letter)
            else:
                self._by_mail(letter)
        except MessageRefused as refusal:
            logger.warning("WhatsApp refused a letter", post=letter.post, code=refusal.code)
            return "refused"
        except OutcomeUnknown:
            logger.warning("a letter may have been sent", post=letter.post)
        except (WhatsAppUnavailable, BotoCoreError, ClientError):
            logger.warning("a letter was not taken", post=letter.post, channel=channel)
            return "unavailable"
        return "left"

    def _by_whatsapp(self, letter: Sendable) -> None:
        to, attempt = Recipient(phone=letter.to.phone), attempt_for(letter.post, letter.to)
        if self.limit is not None and self.limit.full_until(to, utc_now()):
            raise WhatsAppUnavailable("the day's limit is reached")
        self.whatsapp.send_template(to, letter.message(), attempt)

    def _by_mail(self, letter: Sendable) -> None:
        mail = letter.mail(self.url)
        self.mail.send_email(
            FromEmailAddress=self.sender,
            Destination={"ToAddresses": [letter.to.mail]},
            ConfigurationSetName=self.configuration_set,
            EmailTags=[
                {"Name": "post", "Value": letter.post},
                {"Name": "to", "Value": mark_of(letter.to, "mail")},
            ],
            Content={
                "Simple": {
                    "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": mail.text, "Charset": "UTF-8"},
                        "Html": {"Data": mail.html, "Charset": "UTF-8"},
                    },
                }
            },
        )


def _has_one_channel(person: Person) -> bool:
    return isinstance(person, LinkHolder) and person.one_channel
