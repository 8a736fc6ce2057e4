"""How many people the office may write to first in a day: Meta's limit for a business.

Counted are the people, each once in any 24 hours, who get a message outside their window.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from menwa.delivery import mark_of
from menwa.recipient import Recipient
from menwa.table import Table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

WRITTEN_TO = "LIMIT#written_first"
A_DAY = timedelta(hours=24)


class DailyLimit:
    """`most` people a day; 0: as many as there are."""

    def __init__(self, client: "DynamoDBClient", table: str, most: int) -> None:
        self._table = Table(client, table)
        self._most = most

    def full_until(self, to: Recipient, now: datetime) -> datetime | None:
        """None: this person may be written to, and is counted; otherwise when to ask again.

        Of two who come at once for the last place none may get it, but never both.
        """
        if not self._most:
            return None
        own, known = mark_of(to.phone or str(to.user_id)), self._counted(now)
        if own in known:
            return None
        if len(known) < self._most:
            self._table.write([self._table.putting(WRITTEN_TO, own, _at(now))])
            known = self._counted(now)
            if len(known) <= self._most:
                return None
            self._table.delete(WRITTEN_TO, own)
        return min(known.values()) + A_DAY

    def used(self, now: datetime) -> float:
        """In hundredths of what Meta lets; of no limit nothing is ever used."""
        return 100 * len(self._counted(now)) / self._most if self._most else 0.0

    def _counted(self, now: datetime) -> dict[str, datetime]:
        """Whoever was written to in the last 24 hours, by the mark of their phone."""
        found = self._table.query("pk = :pk", {":pk": WRITTEN_TO}, ConsistentRead=True)
        written = {item["sk"]: datetime.fromisoformat(item["at"]) for item in found}
        return {mark: at for mark, at in written.items() if now - at < A_DAY}


def _at(now: datetime) -> dict[str, object]:
    return {"at": now.isoformat(), "expires_at": int((now + A_DAY).timestamp())}
