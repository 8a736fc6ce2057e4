"""What data subjects ask of the office by UU 27/2022: each within three times 24 hours."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from menwa.errors import AlreadyAnswered, Contended, NotFound
from menwa.stored import Stored
from menwa.table import NEW, Item, Table, contents_of, only_if
from menwa.types import Nik, Phone

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Kind = Literal["access", "correction", "restriction", "erasure"]
Basis = Literal["self", "guardian", "proxy"]
State = Literal["right", "open", "standing", "done", "refused"]
Act = Literal[
    "received",
    "right_seen",
    "exported",
    "corrected",
    "restricted",
    "lifted",
    "marked",
    "done",
    "refused",
]
ANSWERED_WITHIN = timedelta(hours=72)  # day and night, also on holidays
OPEN, CLOSED = "data_request", "data_request_closed"
RECENTLY = 20


class DataSubject(Stored):
    """Whose data it is. `phone` is theirs for certain: what is known by another is blacked out."""

    nik: Nik
    name: str
    phone: Phone | None = None


class Doing(Stored):
    """One act of the request's own record; `officer` by name, `note` what was said."""

    act: Act
    at: datetime
    officer: str
    note: str = ""


class DataRequest(Stored):
    """`state`: the person's right waits for a second officer ("right"), it waits to be done
    ("open"), a restriction stands until it is lifted ("standing"), or it is closed.

    `received_by` is the officer who saw who asks; `case_ids` the cases that it was carried out on.
    """

    id: str
    version: int = 0
    kind: Kind
    person: DataSubject
    basis: Basis
    words: str
    received_at: datetime
    received_by: str
    state: State = "right"
    case_ids: tuple[str, ...] = ()
    acts: tuple[Doing, ...] = ()
    closed_at: datetime | None = None

    @property
    def due(self) -> datetime:
        return self.received_at + ANSWERED_WITHIN

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def is_late(self, now: datetime) -> bool:
        return self.state in {"right", "open"} and now > self.due

    def may_vouch(self, officer: str) -> bool:
        """Whoever received it is no second person."""
        return officer != self.received_by

    def vouched(self, doing: Doing, *, by: str) -> "DataRequest":
        """A second officer has made sure that the person may ask this."""
        if self.state != "right" or not self.may_vouch(by):
            raise AlreadyAnswered(self.id)
        return self._with(doing, state="open")

    def exported(self, doing: Doing) -> "DataRequest":
        if self.kind != "access" or self.state != "open":
            raise AlreadyAnswered(self.id)
        return self._with(doing)

    def carried_out(self, doing: Doing, case_ids: tuple[str, ...]) -> "DataRequest":
        """A restriction stands from then on; anything else is done."""
        if self.state != "open":
            raise AlreadyAnswered(self.id)
        if doing.act == "restricted":
            return self._with(doing, case_ids=case_ids, state="standing")
        return self._with(doing, case_ids=case_ids, state="done", closed_at=doing.at)

    def lifted(self, doing: Doing) -> "DataRequest":
        if self.state != "standing":
            raise AlreadyAnswered(self.id)
        return self._with(doing, state="done", closed_at=doing.at)

    def refused(self, doing: Doing) -> "DataRequest":
        """With the reason, which the person is told."""
        if self.state not in {"right", "open"}:
            raise AlreadyAnswered(self.id)
        return self._with(doing, state="refused", closed_at=doing.at)

    def _with(self, doing: Doing, **changes: Any) -> "DataRequest":
        return self.model_copy(update={"acts": (*self.acts, doing), **changes})


def new_request_id() -> str:
    return secrets.token_hex(8)


class DataRequestStore:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def note(self, request: DataRequest) -> None:
        self._table.write([self._table.putting(*_key(request.id), _stored(request), **NEW)])

    def find(self, request_id: str) -> DataRequest:
        found = self._table.get(*_key(request_id), consistent=True)
        if found is None:
            raise NotFound(request_id)
        return DataRequest.model_validate(found)

    def save(self, before: DataRequest, after: DataRequest) -> DataRequest:
        """Contended if somebody else was faster."""
        saved = after.model_copy(update={"version": before.version + 1})
        unchanged = only_if("version", before.version)
        self._table.write([self._table.putting(*_key(after.id), _stored(saved), **unchanged)])
        return saved

    def open(self) -> list[DataRequest]:
        """What waits for somebody, and restrictions that stand; oldest first."""
        return list(self._listed("waiting_for = :who", {":who": OPEN}))

    def closed_lately(self) -> list[DataRequest]:
        """Newest first."""
        newest = {"ScanIndexForward": False, "PaginationConfig": {"MaxItems": RECENTLY}}
        return list(self._listed("waiting_for = :who", {":who": CLOSED}, **newest))

    def closed_before(self, moment: datetime) -> list[DataRequest]:
        values = {":who": CLOSED, ":before": _moment(moment)}
        found = self._listed("waiting_for = :who AND since <= :before", values)
        return [one for one in found if one.closed_at is not None and one.closed_at < moment]

    def erase(self, request: DataRequest, counted: Item) -> bool:
        """With the write that counts it; False if it is gone already."""
        unchanged = only_if("version", request.version)
        try:
            self._table.write([self._table.deleting(*_key(request.id), **unchanged), counted])
        except Contended:
            return False
        return True

    def _listed(
        self, condition: str, values: dict[str, str], **query: Any
    ) -> Iterator[DataRequest]:
        found = self._table.query(condition, values, IndexName="waiting", **query)
        return map(DataRequest.model_validate, found)


def _key(request_id: str) -> tuple[str, str]:
    return f"DATA_REQUEST#{request_id}", "REQUEST"


def _stored(request: DataRequest) -> Item:
    waits = CLOSED if request.is_closed else OPEN
    since = request.closed_at or request.received_at
    return contents_of(request) | {"waiting_for": waits, "since": _moment(since)}


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
