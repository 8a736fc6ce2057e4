"""How often something secret may be guessed. Whoever asks again does not begin anew."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from menwa.cases import hash_of
from menwa.errors import Contended
from menwa.table import NEW, Table, only_if

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

REMEMBERED = timedelta(days=365)


class Tries:
    """Counted by what is guessed at, not by who guesses: another phone brings no other five."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def take(self, secret_of: str, case_id: str, most: int, now: datetime) -> bool:
        """True for at most so many cases, and for each of these however often it is asked."""
        key = (f"LIMIT#{hash_of(secret_of)}", "TRIES")
        while True:
            found = self._table.get(*key, consistent=True)
            taken = list(found["cases"]) if found else []
            if case_id in taken or len(taken) >= most:
                return case_id in taken
            counted = {
                "cases": [*taken, case_id],
                "taken": len(taken) + 1,
                "expires_at": int((now + REMEMBERED).timestamp()),
            }
            unchanged = only_if("taken", len(taken)) if found else NEW
            try:
                self._table.write([self._table.putting(*key, counted, **unchanged)])
            except Contended:
                continue  # another try was faster: there are only a few
            return True
