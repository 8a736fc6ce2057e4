"""The kartu kendali: who received a request, who handed it over, when, with whose paraf.

Append-only. Each entry carries the hash of the one before, so that a changed, dropped or
inserted entry is found. Notes may hold personal data: they stand apart and only their hash
is in the chain, so that erasing a note leaves the chain whole.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

NOTHING_BEFORE = "0" * 64


class Leg(BaseModel):
    """One hand-over as the report needs it: what an entry says, but for paraf, note and seal.

    `step` is the SOP's. `holder` reads "post (person)", or the post alone. `taken_up_at` is when
    they began to work on it, where somebody knows.
    """

    model_config = ConfigDict(
        frozen=True, hide_input_in_errors=True, extra="forbid", defer_build=True
    )

    step: int
    act: str
    holder: str
    received_at: datetime
    handed_over_at: datetime
    taken_up_at: datetime | None = None

    @property
    def post(self) -> str:
        """Who stands in for a post hands over for that post."""
        titled = self.holder.rpartition(" (")[0] or self.holder
        return titled.removeprefix("Plh. ").removeprefix("Plt. ")

    @property
    def person(self) -> str | None:
        return self.holder.rpartition(" (")[2].removesuffix(")") if " (" in self.holder else None


class Entry(Leg):
    """`occasion` tells the same hand-over from its repetition."""

    sequence: int
    paraf: str
    handed_to: str
    occasion: str
    note_hash: str | None = None
    previous: str
    hash: str = ""

    @property
    def leg(self) -> Leg:
        return Leg(**{name: getattr(self, name) for name in Leg.model_fields})

    def sealed(self) -> "Entry":
        return self.model_copy(update={"hash": self._digest()})

    def _digest(self) -> str:
        content = self.model_dump(mode="json", exclude={"hash"})
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def holds(self, previous: str) -> bool:
        return self.previous == previous and self.hash == self._digest()


def note_hash(note: str) -> str:
    return hashlib.sha256(note.encode()).hexdigest()


def first_broken(
    entries: Sequence[Entry], length: int, head: str, notes: Mapping[int, str] | None = None
) -> int | None:
    """The sequence number at which the chain breaks; None if it is whole.

    `length` and `head` are what the case itself remembers of its card: without them a card
    whose last entries were dropped would look whole. Of `notes`, one that is there is the one
    that was written; one that is not was erased.
    """
    previous, notes = NOTHING_BEFORE, notes or {}
    for position, entry in enumerate(entries, start=1):
        sealed = entry.sequence == position and entry.holds(previous)
        if not sealed or not _is_its_note(entry, notes.get(position)):
            return position
        previous = entry.hash
    return None if (len(entries), previous) == (length, head) else len(entries) + 1


def _is_its_note(entry: Entry, note: str | None) -> bool:
    return note is None or entry.note_hash == note_hash(note)


class Card(BaseModel):
    """A whole card by itself, as it is handed out and checked elsewhere."""

    model_config = ConfigDict(
        frozen=True, hide_input_in_errors=True, extra="forbid", defer_build=True
    )

    case_id: str
    length: int
    head: str
    entries: tuple[Entry, ...]
    notes: dict[int, str] = {}

    @property
    def broken_at(self) -> int | None:
        return first_broken(self.entries, self.length, self.head, self.notes)
