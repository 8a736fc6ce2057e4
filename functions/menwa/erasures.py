"""The record of what was erased since its time was over: which kind, how many, when; of nobody."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from menwa.stored import Stored
from menwa.table import Item, Table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Kind = Literal["notes", "persons", "lists", "requests"]
LISTED = 31  # days


class Erased(Stored):
    """On one day of the office. `notes` and `persons` count cases, `lists` files."""

    day: date
    last_at: datetime
    notes: int = 0
    persons: int = 0
    lists: int = 0
    requests: int = 0


class Erasures:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def counting(self, kind: Kind, many: int, day: date, now: datetime) -> Item:
        """A write for the very transaction that erases: counted once, whatever runs twice."""
        at = now.isoformat()
        return self._table.summing(_year(day), day.isoformat(), kind, many, at)

    def note(self, kind: Kind, many: int, day: date, now: datetime) -> None:
        """Of what lies elsewhere than in the table."""
        if many:
            self._table.write([self.counting(kind, many, day, now)])

    def lately(self, today: date) -> list[Erased]:
        """The last days on which something was erased, newest first."""
        found = [*self._of(today.year - 1), *self._of(today.year)]
        return found[: -LISTED - 1 : -1]

    def _of(self, year: int) -> list[Erased]:
        items = self._table.query("pk = :pk", {":pk": _year(date(year, 1, 1))})
        return [Erased.model_validate(item | {"day": item["sk"]}) for item in items]


def _year(day: date) -> str:
    return f"ERASED#{day.year}"
