"""How a code reaches those who sign in: by WhatsApp's template for codes, or by mail."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger

from menwa.errors import MessageRefused, OutcomeUnknown, WhatsAppUnavailable
from menwa.people import Channel, Person
from menwa.recipient import Recipient
from menwa.whatsapp_messages import TemplateButton, TemplateMessage

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

    from menwa.whatsapp import WhatsAppClient

logger = Logger(child=True)
ATTEMPT = "sign-in"


@dataclass(frozen=True)
class CodeMail:
    """What the mail says that brings a code."""

    subject: str
    purpose: str
    if_not_asked: str


OFFICERS = CodeMail(
    "Kode masuk halaman petugas",
    "kode masuk Anda ke halaman petugas",
    "Abaikan surel ini dan beri tahu administrator.",
)
OFFICIALS = CodeMail(
    "Kode untuk mendaftarkan perangkat Anda",
    "kode untuk mendaftarkan perangkat Anda di MENWA",
    "Seseorang membuka tautan yang dikirim kepada Anda. "
    "Abaikan kode ini dan beri tahu administrator.",
)


@dataclass(frozen=True)
class CodePost:
    whatsapp: "WhatsAppClient"
    mail: "SESV2Client"
    sender: str
    words: CodeMail = OFFICERS

    def deliver(self, code: str, to: Person, channel: Channel) -> None:
        """Where WhatsApp can't take it, by mail: also until Meta has approved the template."""
        if not self.deliver_only(code, to, channel):
            self._by_mail(code, to)

    def deliver_only(self, code: str, to: Person, channel: Channel) -> bool:
        """By this channel and no other; False if it certainly did not leave."""
        if channel == "mail":
            self._by_mail(code, to)
            return True
        try:
            self._by_whatsapp(code, to)
        except (MessageRefused, WhatsAppUnavailable):
            logger.warning("WhatsApp did not take a code", exc_info=True)
            return False
        except OutcomeUnknown:
            logger.warning("a code may have been sent")
        return True

    def _by_whatsapp(self, code: str, to: Person) -> None:
        """Meta wants the code twice: in the text, and for the button that copies it."""
        copied = TemplateButton(kind="url", value=code)
        message = TemplateMessage(name="kode_masuk", values={"1": code}, buttons=(copied,))
        self.whatsapp.send_template(Recipient(phone=to.phone), message, ATTEMPT)

    def _by_mail(self, code: str, to: Person) -> None:
        words = (
            f"Yth. {to.name},\n\n"
            f"{self.words.purpose}: {code}\n\n"
            "Kode ini berlaku 10 menit, hanya di peramban tempat Anda memintanya.\n"
            "Jangan berikan kode ini kepada siapa pun, juga yang mengaku petugas.\n\n"
            f"Anda tidak memintanya? {self.words.if_not_asked}\n"
        )
        self.mail.send_email(
            FromEmailAddress=self.sender,
            Destination={"ToAddresses": [to.mail]},
            Content={
                "Simple": {
                    "Subject": {"Data": self.words.subject, "Charset": "UTF-8"},
                    "Body": {"Text": {"Data": words, "Charset": "UTF-8"}},
                }
            },
        )
