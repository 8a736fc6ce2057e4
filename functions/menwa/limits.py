"""How much may be asked: by an address, and from there for a phone, each hour; with a NIK each day.

An address stands for thousands on a mobile network: it only slows down. Nobody uses up what is
another's, or learns of it: what is not proven counts for its address alone, what is proven for the
phone that proved it.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from menwa.case import Case
from menwa.errors import Contended
from menwa.person_key import keyed_hash
from menwa.table import Item, Table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BY_ADDRESS, FOR_PHONE, WITH_NIK = 200, 30, 20


class Limits:
    """Counted under keyed hashes: neither addresses nor people stand in the table."""

    def __init__(self, client: "DynamoDBClient", table: str, key: str) -> None:
        self._table = Table(client, table)
        self._key = key

    def may_ask(self, address: str, now: datetime) -> bool:
        """From this address, this once; it is counted."""
        window = self._window(f"address:{address}", HOUR, now)
        return self._table.take(*window, BY_ADDRESS, _end(HOUR, now))

    def asking(self, case: Case, address: str, now: datetime) -> list[Item]:
        """Writes for the transaction that files what a citizen asks: Contended if it is too much
        for this phone from this address, or if the phone itself has proven too much."""
        from_here = self._window(f"phone:{case.applicant.phone}:{address}", HOUR, now)
        return [
            self._table.taking(*from_here, FOR_PHONE, _end(HOUR, now)),
            self._table.fewer(*self._proven(case, now), WITH_NIK),
        ]

    def count_proven(self, case: Case, now: datetime) -> None:
        """Nobody is refused who has come that far: rather it is not counted."""
        with suppress(Contended):
            self._table.write([self._table.adding(*self._proven(case, now), _end(DAY, now))])

    def seconds_to_wait(self, case: Case, now: datetime) -> int:
        """Until this may be asked again."""
        proven = self._table.get(*self._proven(case, now))
        full = proven is not None and proven["taken"] >= WITH_NIK
        return seconds_to_wait(now, DAY if full else HOUR)

    def _proven(self, case: Case, now: datetime) -> tuple[str, str]:
        return self._window(f"nik:{case.applicant.nik}:{case.applicant.phone}", DAY, now)

    def _window(self, what: str, span: timedelta, now: datetime) -> tuple[str, str]:
        place = int(now.timestamp() // span.total_seconds())
        return f"LIMIT#{keyed_hash(self._key, what)}#{place}", "LIMIT"


def seconds_to_wait(now: datetime, span: timedelta = HOUR) -> int:
    """Until the next one begins to be counted."""
    return int(span.total_seconds() - now.timestamp() % span.total_seconds())


def _end(span: timedelta, now: datetime) -> int:
    return int((now + 2 * span).timestamp())
