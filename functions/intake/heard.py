"""A message, with what is known of whoever wrote it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.conversation import Meaning, without_numbers
from menwa.case import Case, CaseFile
from menwa.cases import CaseStore
from menwa.discretion import over_for_its_citizen
from menwa.errors import NotFound
from menwa.objection_words import objected_at
from menwa.objections import may_have_reached
from menwa.pauses import proof_is_stale
from menwa.proving import is_theirs
from menwa.questions import LONGEST, Words
from menwa.recipient import Recipient
from menwa.whatsapp_updates import InboundMessage

MOST = 10
AN_HOUR = timedelta(hours=1)
WITHOUT_WORDS = {
    "voice": "(pesan suara)",
    "audio": "(rekaman suara)",
    "document": "(dokumen)",
    "image": "(gambar)",
    "sticker": "(stiker)",
    "video": "(video)",
}


@dataclass(frozen=True)
class Heard:
    """`by` marks the message; `own`: the sender's requests, newest first; `objecting`: the one of
    which they say that the PDF is wrong, or not theirs, while that waits for an officer."""

    message: InboundMessage
    meaning: Meaning
    sender: Recipient
    by: str
    now: datetime
    own: tuple[CaseFile, ...] = ()
    objecting: CaseFile | None = None

    @property
    def is_written(self) -> bool:
        return bool((self.message.text or "").strip()) and self.message.payload is None

    @property
    def open(self) -> list[CaseFile]:
        return [file for file in self.own if not over_for_its_citizen(file.case)]

    @property
    def words(self) -> Words:
        """As an officer reads them."""
        sent = WITHOUT_WORDS.get(self.message.media or "", "(pesan tanpa tulisan)")
        text = without_numbers((self.message.text or "").strip()) or sent
        return Words(text=text[:LONGEST], at=min(self.message.timestamp, self.now), by=self.by)


def loaded(store: CaseStore, ids: Iterable[str]) -> Iterator[CaseFile]:
    """The newest; what was erased meanwhile is left out."""
    for case_id in list(ids)[:MOST]:
        with suppress(NotFound):
            yield store.load(case_id)


def is_own(case: Case, sender: Recipient, now: datetime) -> bool:
    """To be told of it, just because they write."""
    return is_theirs(case, sender) and not may_have_changed_hands(case, sender, now)


def own_file(store: CaseStore, case_id: str, sender: Recipient) -> CaseFile | None:
    """None if there is none, or it is another's: which of them, nobody learns."""
    with suppress(NotFound):
        file = store.load(case_id)
        return file if is_theirs(file.case, sender) else None
    return None


def reached_file(store: CaseStore, case_id: str, sender: Recipient) -> CaseFile | None:
    """Also one whose PDF went to this phone, or may have, before another became its own."""
    with suppress(NotFound):
        file = store.load(case_id)
        return file if is_reached(file, sender) else None
    return None


def is_reached(file: CaseFile, sender: Recipient) -> bool:
    sent = sender.phone is not None and may_have_reached(file, sender.phone)
    return sent or is_theirs(file.case, sender)


def objecting(files: Iterable[CaseFile], sender: Recipient) -> CaseFile | None:
    """The first; also one that is another's now, whose PDF may have come to this phone."""
    own = (file for file in files if objected_at(file) and is_reached(file, sender))
    return next(own, None)


def may_have_changed_hands(case: Case, sender: Recipient, now: datetime) -> bool:
    """After a month of silence the phone alone says little; a user id is never another's."""
    known = case.identity.user_id if case.identity is not None else None
    return proof_is_stale(case, now) and (known is None or known != sender.user_id)


def noted(file: CaseFile, at: datetime) -> CaseFile:
    """That they wrote keeps Meta's window open; to the hour is exact enough."""
    before = file.case.heard_at or file.case.proven_at
    late = before is None or at - before >= AN_HOUR
    return file.updated(heard_at=at) if late and not over_for_its_citizen(file.case) else file
