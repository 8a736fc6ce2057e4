"""Five wrong codes lock the door of an official for an hour, in whichever browsers they came."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from menwa.cases import hash_of
from menwa.errors import Contended
from menwa.stored import Stored
from menwa.table import NEW, Item, Table, contents_of, only_if

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

MOST_WRONG = 5
LOCKED_FOR = timedelta(hours=1)


class Wrong(Stored):
    """Wrong codes, none of them an hour before the next."""

    taken: int
    last: datetime
    expires_at: int

    def locked(self, now: datetime) -> bool:
        return self.taken >= MOST_WRONG and not self.forgotten(now)

    def forgotten(self, now: datetime) -> bool:
        return now - self.last >= LOCKED_FOR


class DoorLocks:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def is_locked(self, key: str, now: datetime) -> bool:
        found = self._found(key)
        return found is not None and found.locked(now)

    def count_wrong(self, key: str, now: datetime) -> bool:
        """True for the one that locks the door."""
        while True:
            found = self._found(key)
            if found is not None and found.locked(now):
                return False
            taken = 1 if found is None or found.forgotten(now) else found.taken + 1
            wrong = Wrong(taken=taken, last=now, expires_at=int((now + 2 * LOCKED_FOR).timestamp()))
            unchanged = NEW if found is None else only_if("taken", found.taken)
            try:
                self._table.write(
                    [self._table.putting(*_lock(key), contents_of(wrong), **unchanged)]
                )
            except Contended:
                continue  # another wrong one was faster: there are only five
            return taken >= MOST_WRONG

    def forgetting(self, key: str) -> Item:
        """A write: whoever is in after all begins anew."""
        return self._table.deleting(*_lock(key))

    def _found(self, key: str) -> Wrong | None:
        found = self._table.get(*_lock(key), consistent=True)
        return Wrong.model_validate(found) if found else None


def _lock(key: str) -> tuple[str, str]:
    return f"LIMIT#{hash_of(f'door:{key}')}", "DOOR"
