"""What is known of the letters to each post that may ever have been asked: when the last one left,
and which channel failed."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import Field

from menwa.errors import Contended
from menwa.people import Channel, Person
from menwa.stored import Stored
from menwa.table import NEW, Item, Table, contents_of, only_if

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

BOOK, ATTEMPT = "LETTERS", "letter"
FAILURE_HOLDS = timedelta(days=1)  # then the channel is tried once more
TURNS = 8


class Failure(Stored):
    """`to` marks the address that could not be reached: another one may well be."""

    to: str
    at: datetime


class Letters(Stored):
    """To one post. `at` the last letter left, by these channels; `stalled_on`: on this day its
    superior was told how much waits."""

    post: str
    version: int = 0
    at: datetime | None = None
    by: tuple[Channel, ...] = ()
    failures: dict[Channel, Failure] = Field(default_factory=dict)
    stalled_on: date | None = None

    def has_failed(self, channel: Channel, person: Person, now: datetime) -> bool:
        found = self.failures.get(channel)
        if found is None or now - found.at >= FAILURE_HOLDS:
            return False
        return found.to == mark_of(person, channel)

    def did_not_arrive(self, person: Person, now: datetime) -> bool:
        """The last letter, by any of its channels."""
        return bool(self.by) and all(
            self.has_failed(each, person, now) and self._since_the_last(each) for each in self.by
        )

    def _since_the_last(self, channel: Channel) -> bool:
        return self.at is None or self.failures[channel].at >= self.at


def failing(letters: Letters, channel: Channel, to: str, now: datetime) -> Letters:
    """`to` is the mark of the address that was not reached."""
    failures = {**letters.failures, channel: Failure(to=to, at=now)}
    return letters.model_copy(update={"failures": failures})


def attempt_for(post: str, person: Person) -> str:
    """What comes back with WhatsApp's receipts."""
    return f"{ATTEMPT}:{post}:{mark_of(person, 'whatsapp')}"


def letter_of(attempt: str | None) -> tuple[str, str] | None:
    """Post and mark, if it was a letter's."""
    kind, _, rest = (attempt or "").partition(":")
    post, _, to = rest.rpartition(":")
    return (post, to) if kind == ATTEMPT and post else None


def mark_of(person: Person, channel: Channel) -> str:
    """Tells one address from another; it keeps none secret."""
    address = person.phone if channel == "whatsapp" else person.mail
    return hashlib.sha256(address.encode()).hexdigest()[:16]


class LetterBook:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def of(self, post: str) -> Letters:
        found = self._table.get(BOOK, post, consistent=True)
        return Letters.model_validate(found) if found else Letters(post=post)

    def all(self) -> dict[str, Letters]:
        found = self._table.query("pk = :pk", {":pk": BOOK}, ConsistentRead=True)
        return {each.post: each for each in map(Letters.model_validate, found)}

    def know(self, posts: Iterable[str]) -> None:
        """Whatever becomes of the office's file, what waits for them is found."""
        for post in set(posts) - self.all().keys():
            self.write(Letters(post=post))

    def writing(self, after: Letters) -> Item:
        """A write for a transaction, on the condition that nobody wrote since this was read."""
        unchanged = only_if("version", after.version) if after.version else NEW
        counted = after.model_copy(update={"version": after.version + 1})
        return self._table.putting(BOOK, after.post, contents_of(counted), **unchanged)

    def write(self, after: Letters, *writes: Item) -> bool:
        """With `writes` or not at all; False if somebody else was faster."""
        try:
            self._table.write([self.writing(after), *writes])
        except Contended:
            return False
        return True

    def change(self, post: str, decide: Callable[[Letters], Letters]) -> None:
        for _ in range(TURNS):
            if self.write(decide(self.of(post))):
                return
        raise Contended(post)
