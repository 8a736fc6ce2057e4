"""The switch that holds all sending: while it is on, no PDF leaves, and its case waits."""

from datetime import datetime
from typing import TYPE_CHECKING

from menwa.stored import Stored
from menwa.table import Item, Table, contents_of

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEY = ("SWITCH#sending", "SWITCH")


class Hold(Stored):
    """Who holds all sending, since when and why."""

    officer: str
    at: datetime
    reason: str


class SendingSwitch:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def held(self) -> Hold | None:
        found = self._table.get(*KEY)
        return Hold.model_validate(found) if found else None

    def hold(self, hold: Hold) -> bool:
        """False if somebody holds it already."""
        return self._table.put_new(*KEY, contents_of(hold))

    def release(self) -> None:
        self._table.delete(*KEY)

    def is_off(self) -> Item:
        """The condition under which a PDF's leaving is written down."""
        return self._table.absent(*KEY)
