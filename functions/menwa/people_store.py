"""Where proposals wait, and where those that were approved stand for all functions to read."""

import time
from typing import TYPE_CHECKING

from menwa import aws
from menwa.errors import Contended
from menwa.people_changes import Change, People
from menwa.table import NEW, Item, Table, contents_of, only_if

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

OFFICE = "PEOPLE#OFFICE"
NOW = "NOW"
LONGEST_HISTORY = 50
REMEMBERED_SECONDS = 60


class PeopleStore:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def now(self) -> People:
        found = self._table.get(OFFICE, NOW, consistent=True)
        return People.model_validate(found) if found else People()

    def pending(self) -> list[Change]:
        found = self._table.query(
            "pk = :pk AND begins_with(sk, :sk)",
            {":pk": OFFICE, ":sk": "PENDING#"},
            ConsistentRead=True,
        )
        return sorted(map(Change.model_validate, found), key=lambda each: each.proposed_at)

    def history(self) -> list[Change]:
        """What was decided, newest first."""
        found = self._table.query(
            "pk = :pk AND begins_with(sk, :sk)",
            {":pk": OFFICE, ":sk": "DONE#"},
            ScanIndexForward=False,
            PaginationConfig={"MaxItems": LONGEST_HISTORY},
        )
        return list(map(Change.model_validate, found))

    def propose(self, change: Change) -> bool:
        """False if something else is already proposed for this officer or post."""
        return self._table.put_new(OFFICE, f"PENDING#{change.subject}", contents_of(change))

    def settle(self, decided: Change, before: People | None = None) -> bool:
        """File the decision, with the approved change over `before`; False if that has changed."""
        pending = f"PENDING#{decided.subject}"
        writes = [
            self._table.deleting(OFFICE, pending, **only_if("change_id", decided.change_id)),
            self._filed(decided),
        ]
        if before is not None:
            after = before.after(decided)
            unchanged = only_if("version", before.version) if before.version else NEW
            writes.append(self._table.putting(OFFICE, NOW, contents_of(after), **unchanged))
        try:
            self._table.write(writes)
        except Contended:
            return False
        return True

    def set_at_once(self, done: Change, before: People) -> bool:
        """What needed no proposal, over `before`; False if that has changed meanwhile."""
        unchanged = only_if("version", before.version) if before.version else NEW
        changed = self._table.putting(OFFICE, NOW, contents_of(before.after(done)), **unchanged)
        try:
            self._table.write([self._filed(done), changed])
        except Contended:
            return False
        return True

    def note(self, done: Change) -> None:
        """What needed no proposal, and changes nobody."""
        self._table.write([self._filed(done)])

    def still(self, people: People) -> Item:
        """A condition: nobody has been added, changed or removed since."""
        if people.version:
            return self._table.still(OFFICE, NOW, **only_if("version", people.version))
        return self._table.absent(OFFICE, NOW)

    def _filed(self, decided: Change) -> Item:
        at = decided.decided_at.isoformat() if decided.decided_at else ""
        sk = f"DONE#{at}#{decided.change_id}"
        return self._table.putting(OFFICE, sk, contents_of(decided), **NEW)


_remembered: dict[str, tuple[float, People]] = {}


def people_in(table: str, *, afresh: bool = False) -> People:
    """Remembered for a minute: so soon does a change hold for whom letters go to.

    Signing in and administering read afresh, and a removed officer's sessions end at once.
    """
    until, people = _remembered.get(table, (0.0, None))
    if people is None or afresh or time.monotonic() >= until:
        people = PeopleStore(aws.dynamodb(), table).now()
        _remembered[table] = (time.monotonic() + REMEMBERED_SECONDS, people)
    return people
