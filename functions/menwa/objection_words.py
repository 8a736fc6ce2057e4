"""What whoever objects to their PDF writes about it afterwards: it stands with their objection."""

from datetime import datetime

from menwa.card import Entry
from menwa.case import CaseFile
from menwa.objections import KINDS, MOST_WORDS, WRONG_DATA, waits_for

WORDS = "objection_words"
MOST_MESSAGES = 10


def objected_at(file: CaseFile) -> datetime | None:
    """Since when an objection waits for an officer; None if none does."""
    case = file.case
    waits = case.frozen_at is not None and not case.status.ended
    if not waits and not waits_for(file, WRONG_DATA):
        return None
    return _last_objection(file)[0].handed_over_at


def objections_words(file: CaseFile) -> str:
    """All that was written about the last objection."""
    said = (file.notes.get(entry.sequence) for entry in _last_objection(file))
    return "\n".join(words for words in said if words)


def takes_words(file: CaseFile, by: str) -> bool:
    """Only so many messages, that an officer can read them; one that comes again it knows."""
    known = file.has_entry(f"{WORDS}:{by}")
    return objected_at(file) is not None and (known or _messages(file) < MOST_MESSAGES)


def with_words(file: CaseFile, words: str, by: str, now: datetime) -> CaseFile:
    """What whoever objected wrote after it; `by` marks the message."""
    if not takes_words(file, by):
        return file
    return file.handed_over(
        step=6,
        act=WORDS,
        holder="Pemohon",
        paraf="-",
        to="Meja petugas",
        now=now,
        occasion=f"{WORDS}:{by}",
        note=words[:MOST_WORDS],
    )


def are_first_words(file: CaseFile, by: str) -> bool:
    said = [entry.occasion for entry in _last_objection(file) if entry.act == WORDS]
    return said[:1] == [f"{WORDS}:{by}"]


def _last_objection(file: CaseFile) -> list[Entry]:
    """On the card: the objection, and what was written about it since."""
    places = [place for place, entry in enumerate(file.entries) if entry.act in KINDS]
    since = file.entries[places[-1] :] if places else ()
    return [entry for entry in since if entry.act in {*KINDS, WORDS}]


def _messages(file: CaseFile) -> int:
    return sum(entry.act == WORDS for entry in _last_objection(file))
