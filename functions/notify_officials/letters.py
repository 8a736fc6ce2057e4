"""The letter that asks an official: a link to the question, by WhatsApp or by mail."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger

from menwa.case import CaseFile, Wait
from menwa.cases import Link
from menwa.errors import MessageRefused, OutcomeUnknown
from menwa.office import Office
from menwa.people import Official
from menwa.recipient import Recipient
from menwa.types import Level
from menwa.whatsapp import TemplateButton, TemplateMessage, WhatsAppClient

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

logger = Logger(child=True)

LINK_LIVES = timedelta(hours=72)  # office hours
LINK_IS_REMEMBERED = timedelta(days=60)  # so that an expired one can say so, and offer another


@dataclass(frozen=True)
class Letter:
    """The token stands nowhere but in the letter; the table keeps its hash."""

    token: str
    link: Link
    to: Official
    case_id: str
    document: str


def letter_to(
    post: str, level: Level, file: CaseFile, visit: str, office: Office, now: datetime
) -> Letter:
    return Letter(
        token=secrets.token_urlsafe(32),
        link=Link(
            case_id=file.case.id,
            official=post,
            level=level,
            visit=visit,
            asked_on=office.day_of(now),
            valid_until=office.hours.after(now, LINK_LIVES),
            expires_at=int((now + LINK_IS_REMEMBERED).timestamp()),
        ),
        to=office.holder(post, office.day_of(now)),
        case_id=file.case.id,
        document=office.documents[file.case.document_type].name,
    )


def waits_for(letter: Letter, visit: str, token: str, now: datetime) -> Wait:
    return Wait(
        waiting_for=letter.link.official,
        asked=letter.link.level,
        since=now,
        visit=visit,
        token=token,
    )


@dataclass(frozen=True)
class Post:
    """The ways a letter leaves. Errors are those of WhatsApp; SES repeats by itself."""

    whatsapp: WhatsAppClient
    mail: "SESV2Client"
    sender: str
    url: str

    def deliver(self, letter: Letter) -> None:
        """By the official's own channel; what WhatsApp refuses for good goes by mail."""
        if letter.to.channel == "mail":
            self._by_mail(letter)
            return
        try:
            self._by_whatsapp(letter)
        except MessageRefused as refusal:
            logger.warning("WhatsApp refused a letter", case_id=letter.case_id, code=refusal.code)
            self._by_mail(letter)
        except OutcomeUnknown:
            logger.warning("a letter may have been sent", case_id=letter.case_id)

    def _by_whatsapp(self, letter: Letter) -> None:
        message = TemplateMessage(
            name="tanya_pejabat",
            values={
                "case_id": letter.case_id,
                "title": letter.to.title,
                "document": letter.document,
            },
            buttons=(TemplateButton(kind="url", value=letter.token),),
        )
        attempt = f"letter:{letter.case_id}:{letter.link.level}"
        self.whatsapp.send_template(Recipient(phone=letter.to.phone), message, attempt)

    def _by_mail(self, letter: Letter) -> None:
        self.mail.send_email(
            FromEmailAddress=self.sender,
            Destination={"ToAddresses": [letter.to.mail]},
            Content={
                "Simple": {
                    "Subject": {"Data": f"{letter.document} menunggu jawaban Anda"},
                    "Body": {"Text": {"Data": self._words(letter), "Charset": "UTF-8"}},
                }
            },
        )

    def _words(self, letter: Letter) -> str:
        return (
            f"Yth. {letter.to.title},\n\n"
            f"permintaan {letter.case_id} ({letter.document}) menunggu jawaban Anda.\n\n"
            f"Lihat dan jawab: {self.url}/k/{letter.token}\n\n"
            "Jangan teruskan surel ini: siapa pun yang membuka tautannya dapat menjawab.\n"
        )
