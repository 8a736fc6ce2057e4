"""What a phone shows of its messages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import groupby

from markupsafe import Markup, escape

from local.whatsapp.phones import ChatMessage, SamplePhone
from local.whatsapp.sample import SampleWhatsApp

WIB = timezone(timedelta(hours=7))
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)
_LINK = re.compile(r"(https?://[^\s<]*[^\s<.,;:!?)\]'\"])")
_MARKS = (
    (re.compile(r"(?<!\w)\*(\S(?:[^*\n]*\S)?)\*(?!\w)"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\w)_(\S(?:[^_\n]*\S)?)_(?!\w)"), r"<em>\1</em>"),
    (re.compile(r"(?<!\w)~(\S(?:[^~\n]*\S)?)~(?!\w)"), r"<s>\1</s>"),
)


_NAMED = {
    "voice": "Pesan suara",
    "sticker": "Stiker",
    "image": "Foto",
    "video": "Video",
    "file": "Dokumen",
}


@dataclass(frozen=True)
class Day:
    name: str
    messages: Sequence[ChatMessage]


@dataclass(frozen=True)
class Conversation:
    phone: SamplePhone
    days: Sequence[Day]
    unread: int

    @property
    def last(self) -> ChatMessage | None:
        return self.days[-1].messages[-1] if self.days else None

    @property
    def preview(self) -> str:
        if self.last is None:
            return "Belum ada pesan"
        held, words = self.last.content.document, " ".join(self.last.content.text.split())
        named = held.filename if held is not None else _NAMED.get(self.last.content.kind, "")
        shown = f"{named} {words}".strip()
        return shown if self.last.from_office else f"Anda: {shown}"


def conversation(sample: SampleWhatsApp, phone: SamplePhone) -> Conversation:
    messages = sample.chats.on_phone(phone.number)
    today = _local(sample.now()).date()
    days = [
        Day(_name_of(day, today), list(held))
        for day, held in groupby(messages, key=lambda message: _local(message.at).date())
    ]
    return Conversation(phone, days, len(sample.chats.unread(phone.number)))


def as_typed(text: str) -> Markup:
    """Links to click, and WhatsApp's *bold*, _italic_ and ~struck~."""
    pieces = _LINK.split(text)
    return Markup("").join(
        Markup('<a href="{0}" target="_blank" rel="noopener">{0}</a>').format(piece)
        if index % 2
        else _marked(piece)
        for index, piece in enumerate(pieces)
    )


def clock(at: datetime) -> str:
    return _local(at).strftime("%H.%M")


def size(content: bytes) -> str:
    if len(content) < 1_000_000:
        return f"{max(1, len(content) // 1000)} kB"
    return f"{len(content) / 1_000_000:.1f} MB".replace(".", ",")


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha() and not word.endswith(".")]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def _marked(text: str) -> Markup:
    html = str(escape(text))
    for mark, tag in _MARKS:
        html = mark.sub(tag, html)
    return Markup(html)  # noqa: S704 (escaped above; the tags are ours)


def _local(at: datetime) -> datetime:
    return at.astimezone(WIB)


def _name_of(day: date, today: date) -> str:
    if day == today:
        return "Hari ini"
    if day == today - timedelta(days=1):
        return "Kemarin"
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"
