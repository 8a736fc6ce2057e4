"""Links to the form that carry the proof of a phone: for whoever has just written from it."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from menwa.cases import hash_of
from menwa.recipient import Recipient
from menwa.stored import Stored
from menwa.table import NEW, THERE, Item, Table, contents_of

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

LASTS = timedelta(minutes=30)


class FormLink(Stored):
    person: Recipient
    expires_at: int


class FormLinks:
    """Kept by their tokens' hashes alone."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def issue(self, person: Recipient, now: datetime) -> str:
        """The token of a link that is good for half an hour, and for one request."""
        token = secrets.token_urlsafe(32)
        link = FormLink(person=person, expires_at=int((now + LASTS).timestamp()))
        self._table.write([self._table.putting(_key(token), "FORM", contents_of(link), **NEW)])
        return token

    def find(self, token: str, now: datetime) -> Recipient | None:
        """Whose phone it proves; None if it is used up, too old, or was never issued."""
        found = self._table.get(_key(token), "FORM", consistent=True)
        link = FormLink.model_validate(found) if found else None
        return link.person if link is not None and now.timestamp() < link.expires_at else None

    def using(self, token: str) -> Item:
        """A write for the transaction that registers the request: Contended if it is used up."""
        return self._table.deleting(_key(token), "FORM", **THERE)


def _key(token: str) -> str:
    return f"FORM#{hash_of(token)}"
