"""Officials whom letters do not reach: officers see it, and can have the address mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from menwa.letter_book import Letters
from menwa.office import Office
from menwa.people import Official

CHANNELS = {"whatsapp": "WhatsApp", "mail": "surel"}


@dataclass(frozen=True)
class Unreached:
    title: str
    channels: str


def unreached(letters: Iterable[Letters], office: Office, now: datetime) -> list[Unreached]:
    """By their titles; who has another address by now is no longer among them."""
    known, today = {*office.officials, *office.vacant}, office.day_of(now)
    asked = [(each, office.posts.asked(each.post, today)) for each in letters if each.post in known]
    found = [
        Unreached(official.title, " dan ".join(words))
        for each, official in asked
        if official is not None and (words := _broken_channels(each, official, now))
    ]
    return sorted(found, key=lambda one: one.title)


def _broken_channels(letters: Letters, official: Official, now: datetime) -> list[str]:
    return sorted(
        CHANNELS[channel]
        for channel in letters.failures
        if letters.has_failed(channel, official, now)
    )
