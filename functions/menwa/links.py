"""Officials' links: kept by their tokens' hashes, so that whoever reads the table opens none."""

import hashlib
from datetime import date, datetime

from menwa.stored import Stored
from menwa.types import Level


class Link(Stored):
    """An official's link, kept by its token's hash alone. It answers one visit of one question.

    `official` is the post that is asked; `asked_on` the day, on which a deputy may have held it.
    A bundled letter's has neither case nor visit: it leads to the page of all that waits.
    """

    case_id: str | None = None
    official: str
    asked_on: date | None = None
    level: Level
    visit: str | None = None
    valid_until: datetime
    expires_at: int

    def is_gone(self, now: datetime) -> bool:
        """DynamoDB removes it days later."""
        return now.timestamp() >= self.expires_at


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_key(token: str) -> tuple[str, str]:
    return f"LINK#{hash_of(token)}", "LINK"
