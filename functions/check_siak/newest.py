"""When the newest PDF was signed that ever passed, by type and number: an older one is refused."""

from datetime import datetime
from typing import TYPE_CHECKING

from menwa.document_key import document_key
from menwa.errors import Contended
from menwa.stored import Stored
from menwa.table import NEW, Table, contents_of, only_if

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

TURNS = 3


class Newest(Stored):
    signed_at: datetime


class NewestDocuments:
    """A number stands in the table by its hash alone."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def signed_at(self, document_type: str, number: str) -> datetime | None:
        """None: none has passed yet, or no number is known ("")."""
        found = self._table.get(document_key(document_type, number), "NEWEST") if number else None
        return Newest.model_validate(found).signed_at if found else None

    def passed(self, document_type: str, number: str, signed_at: datetime) -> None:
        """Only ever moves forward, whoever else writes it at the same moment."""
        for _turn in range(TURNS):
            known = self.signed_at(document_type, number)
            if known is not None and signed_at <= known:
                return
            unchanged = NEW if known is None else only_if("signed_at", _as_kept(known))
            newest = contents_of(Newest(signed_at=signed_at))
            try:
                key = document_key(document_type, number)
                self._table.write([self._table.putting(key, "NEWEST", newest, **unchanged)])
            except Contended:
                continue
            return


def _as_kept(signed_at: datetime) -> str:
    return str(contents_of(Newest(signed_at=signed_at))["signed_at"])
