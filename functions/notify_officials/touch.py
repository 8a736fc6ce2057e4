"""When an official had a page before them: signed into its form, so that the card can tell the
time that an answer took them from the time that it waited.

The key is the session's token for forms: a stamp holds in one browser, for one question. Whoever
changes or drops it only has no time on the card.
"""

import hashlib
import hmac
from datetime import datetime


def stamp(opened_at: datetime, question: str, key: str) -> str:
    moment = opened_at.isoformat()
    return f"{moment}~{_seal(moment, question, key)}"


def opened_at(stamped: str, question: str, key: str) -> datetime | None:
    """None if it was not stamped for this question in this browser."""
    moment, _, seal = stamped.partition("~")
    if not hmac.compare_digest(seal.encode(), _seal(moment, question, key).encode()):
        return None
    return datetime.fromisoformat(moment)


def _seal(moment: str, question: str, key: str) -> str:
    said = f"opened:{question}:{moment}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()
