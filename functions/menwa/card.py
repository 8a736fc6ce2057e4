"""The kartu kendali: who received a request, who handed it over, when, with whose paraf.

Append-only. Each entry carries the hash of the one before, so that a changed, dropped or
inserted entry is found. Notes may hold personal data: they stand apart and only their hash
is in the chain, so that erasing a note leaves the chain whole.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

NOTHING_BEFORE = "0" * 64


class Entry(BaseModel):
    """`step` is the SOP's; `occasion` tells the same hand-over from its repetition."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, extra="forbid")

    sequence: int
    step: int
    act: str
    holder: str
    paraf: str
    handed_to: str
    received_at: datetime
    handed_over_at: datetime
    occasion: str
    note_hash: str | None = None
    previous: str
    hash: str = ""

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


def first_broken(entries: Sequence[Entry], length: int, head: str) -> int | None:
    """The sequence number at which the chain breaks; None if it is whole.

    `length` and `head` are what the case itself remembers of its card: without them a card
    whose last entries were dropped would look whole.
    """
    previous = NOTHING_BEFORE
    for position, entry in enumerate(entries, start=1):
        if entry.sequence != position or not entry.holds(previous):
            return position
        previous = entry.hash
    return None if (len(entries), previous) == (length, head) else len(entries) + 1
