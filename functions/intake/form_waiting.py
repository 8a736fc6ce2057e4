"""How long it takes now: what waits at the desk, told as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from menwa.office_hours import Calendar

MOST = 100


@dataclass(frozen=True)
class Waiting:
    """How many wait for an officer (`many`: that or more); `opens`: when the office does, if it is
    closed now."""

    count: int
    opens: datetime | None

    @property
    def many(self) -> bool:
        return self.count >= MOST


def waiting_now(since: Sequence[datetime], hours: Calendar, now: datetime) -> Waiting:
    opens = None if hours.is_open(now) else hours.next_opening(now)
    return Waiting(len(since), opens.astimezone(hours.zone) if opens else None)
