"""Reports that somebody asked for: the worker makes them, their page shows how far it is."""

import secrets
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from menwa.errors import NotFound
from menwa.stored import Stored
from menwa.table import Table, contents_of
from report.period import Kind, Period
from report.scope import Scope

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

FOLDER = "khusus"
KEPT_FOR = timedelta(days=30)
TAKES_AT_MOST = timedelta(minutes=60)  # with all its tries


class Order(Stored):
    """`done` counts the days that are read; `cases` is known at the end."""

    id: str
    officer: str
    kind: Kind
    first: date
    last: date
    document: str = ""
    kasi: str = ""
    asked_at: datetime
    state: Literal["waiting", "working", "ready"] = "waiting"
    done: int = 0
    cases: int = 0
    expires_at: int

    @property
    def scope(self) -> Scope:
        return Scope(Period(self.kind, self.first, self.last), self.document, self.kasi)

    @property
    def name(self) -> str:
        return f"{FOLDER}/{self.id}"

    @property
    def percent(self) -> int:
        return 100 * self.done // len(self.scope.period)

    def is_overdue(self, now: datetime) -> bool:
        return now - self.asked_at > TAKES_AT_MOST


def new_order(scope: Scope, officer: str, now: datetime) -> Order:
    period = scope.period
    return Order(
        id=secrets.token_hex(8),
        officer=officer,
        kind=period.kind,
        first=period.first,
        last=period.last,
        document=scope.document,
        kasi=scope.kasi,
        asked_at=now,
        expires_at=int((now + KEPT_FOR).timestamp()),
    )


class OrderStore:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def note(self, order: Order) -> None:
        self._table.write([self._table.putting(_key(order.id), "REPORT", contents_of(order))])

    def find(self, order_id: str) -> Order:
        """NotFound if there is none, or none any more."""
        found = self._table.get(_key(order_id), "REPORT", consistent=True)
        if found is None:
            raise NotFound(order_id)
        return Order.model_validate(found)


def _key(order_id: str) -> str:
    return f"REPORT#{order_id}"
