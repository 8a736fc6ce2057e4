"""Who has signed in, and on which devices: both stand in the table by their token's hash alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from menwa.cases import hash_of
from menwa.errors import Contended
from menwa.stored import Stored
from menwa.table import THERE, Item, Table, contents_of

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

IDLE = timedelta(minutes=30)
NOTED_EVERY = timedelta(minutes=3)


class Device(Stored):
    """A browser that an officer has enrolled; `session` is the one that is open there.

    Of officials, who need no session, `person` says whose it is, whoever holds the post by now.
    """

    officer: str
    person: str = ""
    enrolled_at: datetime
    last_used: datetime
    session: str | None = None
    expires_at: int


class Session(Stored):
    """Until the office's midnight. `csrf` is the same for all sessions of one device, so that a
    page left open is still good after signing in again."""

    officer: str
    device: str
    csrf: str
    last_seen: datetime
    expires_at: int

    def state(self, now: datetime) -> Literal["open", "locked", "over"]:
        if now.timestamp() >= self.expires_at:
            return "over"
        return "locked" if now - self.last_seen > IDLE else "open"


class SessionStore:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def session(self, token: str) -> Session | None:
        found = self._table.get(_session(hash_of(token)), "SESSION", consistent=True)
        return Session.model_validate(found) if found else None

    def device(self, officer: str, token: str, now: datetime) -> Device | None:
        """None if it was never enrolled, or longer ago than enrolment lasts."""
        found = self._table.get(_device(officer), hash_of(token), consistent=True)
        device = Device.model_validate(found) if found else None
        return device if device and now.timestamp() < device.expires_at else None

    def devices(self, officer: str) -> list[Device]:
        found = self._table.query("pk = :pk", {":pk": _device(officer)}, ConsistentRead=True)
        return list(map(Device.model_validate, found))

    def begin(
        self, token: str, session: Session, device: Device, known: Device | None, *also: Item
    ) -> bool:
        """Open a session on a device, together with what `also` says, or nothing of it.

        `known` is the device as it stood: revoked meanwhile, it opens nothing.
        """
        opened = hash_of(token)
        filed = device.model_copy(update={"session": opened})
        there = THERE if known is not None else {}
        put = self._table.putting
        writes = [
            *also,
            put(_device(session.officer), session.device, contents_of(filed), **there),
            put(_session(opened), "SESSION", contents_of(session)),
        ]
        if known is not None and known.session is not None:
            writes.append(self._table.deleting(_session(known.session), "SESSION"))
        return self._written(writes)

    def enrol(self, token: str, device: Device, *also: Item) -> bool:
        """A device that opens by itself, together with what `also` says, or nothing of it."""
        filed = self._table.putting(*device_key(device.officer, token), contents_of(device))
        return self._written([*also, filed])

    def ending(self, officer: str, token: str) -> Item:
        """A write: this device is enrolled no more."""
        return self._table.deleting(*device_key(officer, token))

    def note_seen(self, token: str, session: Session, now: datetime) -> None:
        """At most every few minutes; a session that has ended meanwhile stays ended."""
        if now - session.last_seen >= NOTED_EVERY:
            seen = contents_of(session.model_copy(update={"last_seen": now}))
            pk = _session(hash_of(token))
            self._written([self._table.putting(pk, "SESSION", seen, **THERE)])

    def end(self, token: str) -> None:
        self._table.delete(_session(hash_of(token)), "SESSION")

    def end_all(self, officer: str) -> int:
        """All of an officer's devices, and what is open on them; returns how many there were."""
        found = list(self._table.query("pk = :pk", {":pk": _device(officer)}, ConsistentRead=True))
        for item in found:
            device = Device.model_validate(item)
            self._table.delete(item["pk"], item["sk"])
            if device.session is not None:
                self._table.delete(_session(device.session), "SESSION")
        return len(found)

    def _written(self, writes: Sequence[Item]) -> bool:
        try:
            self._table.write(writes)
        except Contended:
            return False
        return True


def device_key(officer: str, token: str) -> tuple[str, str]:
    return _device(officer), hash_of(token)


def _session(digest: str) -> str:
    return f"SESSION#{digest}"


def _device(officer: str) -> str:
    return f"DEVICE#{officer}"
