"""What officials are sent: a link to what waits for them, or word of what waits elsewhere."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from menwa.case import Case, Wait
from menwa.cases import Link
from menwa.dates import in_words, wait_in_words
from menwa.office import Office
from menwa.pages import written
from menwa.people import Channel, Official, Person
from menwa.types import Level
from menwa.whatsapp_messages import TemplateButton, TemplateMessage
from notify_officials.told import StillUnsigned, still_unsigned

LINK_LIVES = timedelta(hours=72)  # office hours
LINK_IS_REMEMBERED = timedelta(days=60)  # so that an expired one can say so, and offer another


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Address:
    """Who is asked for a post at this level today, and by which channels."""

    post: str
    level: Level
    official: Official
    by: tuple[Channel, ...]


class Sendable(Protocol):
    @property
    def to(self) -> Person: ...
    @property
    def post(self) -> str: ...
    @property
    def by(self) -> tuple[Channel, ...]: ...
    def message(self) -> TemplateMessage: ...
    def mail(self, url: str) -> Mail: ...


@dataclass(frozen=True)
class Letter:
    """The token stands nowhere but in the letter; the table keeps its hash. `documents`: of each
    type how many wait, the most first. `disputed`: said to be signed, which SIAK does not show."""

    token: str
    link: Link
    to: Official
    by: tuple[Channel, ...]
    documents: tuple[tuple[str, int], ...]
    waited: timedelta
    disputed: StillUnsigned | None = None

    @property
    def post(self) -> str:
        return self.link.official

    @property
    def count(self) -> int:
        return sum(count for _, count in self.documents)

    def message(self) -> TemplateMessage:
        button = (TemplateButton(kind="url", value=self.token),)
        if self.link.case_id is None:
            values = {
                "count": str(self.count),
                "title": self.to.title,
                "documents": ", ".join(f"{count} {name}" for name, count in self.documents),
                "waited": wait_in_words(self.waited),
            }
            return TemplateMessage(name="dokumen_menunggu", values=values, buttons=button)
        values = {
            "case_id": self.link.case_id,
            "title": self.to.title,
            "document": self.documents[0][0],
        }
        if self.disputed is None:
            return TemplateMessage(name="tanya_pejabat", values=values, buttons=button)
        seen = {"seen": in_words(self.disputed.looked_at)}
        return TemplateMessage(name="siak_belum_tte", values=values | seen, buttons=button)

    def mail(self, url: str) -> Mail:
        subject = (
            f"{self.count} dokumen menunggu jawaban Anda"
            if self.link.case_id is None
            else f"1 dokumen menunggu jawaban Anda: {self.documents[0][0]}"
        )
        values = {"letter": self, "link": f"{url}/k/{self.token}", "subject": subject}
        return Mail(
            subject,
            written("notify_officials/mail_waiting.txt", **values),
            written("notify_officials/mail_waiting.html", **values),
        )


@dataclass(frozen=True)
class StallLetter:
    """To the superior of a post at which much waits: one for all of it."""

    to: Official
    post: str
    by: tuple[Channel, ...]
    title: str
    count: int
    waited: timedelta

    def message(self) -> TemplateMessage:
        values = {
            "count": str(self.count),
            "title": self.title,
            "waited": wait_in_words(self.waited),
        }
        return TemplateMessage(name="antrean_tersendat", values=values)

    def mail(self, url: str) -> Mail:
        subject = f"{self.count} dokumen tertahan di {self.title}"
        values = {"letter": self, "link": f"{url}/pejabat/tunggu", "subject": subject}
        return Mail(
            subject,
            written("notify_officials/mail_stalled.txt", **values),
            written("notify_officials/mail_stalled.html", **values),
        )


def letter_about(
    to: Address, waiting: Sequence[tuple[Case, Wait]], office: Office, now: datetime
) -> Letter:
    """About one document with its link, or about several with one to the page of all that waits."""
    alone, [case, wait] = len(waiting) == 1, waiting[0]
    link = Link(
        case_id=case.id if alone else None,
        official=to.post,
        level=to.level,
        visit=wait.visit if alone else None,
        asked_on=office.day_of(now),
        valid_until=office.hours.after(now, LINK_LIVES),
        expires_at=int((now + LINK_IS_REMEMBERED).timestamp()),
    )
    names = Counter(office.document(each.document_type).name for each, _ in waiting)
    return Letter(
        token=secrets.token_urlsafe(32),
        link=link,
        to=to.official,
        by=to.by,
        documents=tuple(names.most_common()),
        waited=office.hours.office_time(min(each.since for _, each in waiting), now),
        disputed=still_unsigned(case, wait, to.level, office) if alone else None,
    )
