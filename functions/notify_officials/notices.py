"""News for an official that asks nothing: a locked door, leave of somebody under them."""

from dataclasses import dataclass

from menwa.pages import written
from menwa.people import Channel, Person
from menwa.whatsapp_messages import TemplateMessage
from notify_officials.letters import Mail

BOTH: tuple[Channel, ...] = ("whatsapp", "mail")


@dataclass(frozen=True)
class Notice:
    """`news` is one line, of whole sentences: WhatsApp takes no more."""

    to: Person
    post: str
    by: tuple[Channel, ...]
    title: str
    subject: str
    news: str

    def message(self) -> TemplateMessage:
        return TemplateMessage(
            name="kabar_pejabat", values={"title": self.title, "news": self.news}
        )

    def mail(self, _url: str) -> Mail:
        values = {"notice": self, "subject": self.subject}
        return Mail(
            self.subject,
            written("notify_officials/mail_notice.txt", **values),
            written("notify_officials/mail_notice.html", **values),
        )
