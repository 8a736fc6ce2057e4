"""What citizens think of the service, kept so that nobody can join it to who they are.

An opinion knows its month and document type, and nothing else of the request; that a case has given
one stands with the case, without a time. The link to the nine questions stands by its hash.
"""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from menwa.errors import Contended
from menwa.links import hash_of
from menwa.person_key import keyed_hash
from menwa.stored import Stored
from menwa.table import NEW, THERE, Item, Table, contents_of

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

LASTS = timedelta(days=30)
A_DAY = 24 * 60 * 60
ELEMENTS = 9
Grade = Annotated[int, Field(ge=1, le=4)]
Grades = Annotated[tuple[Grade, ...], Field(min_length=ELEMENTS, max_length=ELEMENTS)]


class Opinion(Stored):
    """Either the one `overall` word, or the nine `elements` with perhaps a comment: the two are
    not joined either."""

    month: str
    document_type: str
    overall: Grade | None = None
    elements: Grades | None = None
    comment: str = ""


class Invitation(Stored):
    """To the nine questions. It ends at midnight: the second would tell when it was sent."""

    document_type: str
    expires_at: int


class SurveyStore:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def rating(
        self, overall: Grade, document_type: str, token: str, day: date, now: datetime
    ) -> list[Item]:
        """Writes for the transaction that marks the case: the word, and the link to the rest."""
        opinion = Opinion(month=_month(day), document_type=document_type, overall=overall)
        ends = int((now + LASTS).timestamp()) // A_DAY * A_DAY + A_DAY
        link = Invitation(document_type=document_type, expires_at=ends)
        inviting = self._table.putting(_invitation(token), "INVITATION", contents_of(link), **NEW)
        return [self._filing(opinion), inviting]

    def invitation(self, token: str, now: datetime) -> Invitation | None:
        """None if it was used, is too old, or never was."""
        found = self._table.get(_invitation(token), "INVITATION", consistent=True)
        link = Invitation.model_validate(found) if found else None
        return link if link is not None and now.timestamp() < link.expires_at else None

    def fill(self, token: str, opinion: Opinion) -> bool:
        """Uses the link up; False if somebody did before."""
        using = self._table.deleting(_invitation(token), "INVITATION", **THERE)
        try:
            self._table.write([using, self._filing(opinion)])
        except Contended:
            if self._table.get(_invitation(token), "INVITATION", consistent=True):
                raise
            return False
        return True

    def of(self, first: date, last: date) -> Iterator[Opinion]:
        """Of whole months, those that the two days lie in."""
        months = _months(first, last)
        for quarter in dict.fromkeys(map(_quarter, months)):
            for item in self._table.query("pk = :pk", {":pk": f"SURVEY#{quarter}"}):
                opinion = Opinion.model_validate(item)
                if opinion.month in months:
                    yield opinion

    def _filing(self, opinion: Opinion) -> Item:
        key = f"SURVEY#{_quarter(opinion.month)}"
        return self._table.putting(key, secrets.token_hex(16), contents_of(opinion), **NEW)


def opinion_on(day: date, link: Invitation, elements: Grades, comment: str) -> Opinion:
    known = {"month": _month(day), "document_type": link.document_type}
    return Opinion.model_validate({**known, "elements": elements, "comment": comment})


def survey_token(case_id: str, key: str) -> str:
    """The same each time, so that a message that is sent once more leads to the same link; only
    who has the key, the persons', could tell whose it is."""
    return keyed_hash(key, f"survey:{case_id}")


def _months(first: date, last: date) -> list[str]:
    begins, ends = (day.year * 12 + day.month - 1 for day in (first, last))
    return [f"{at // 12}-{at % 12 + 1:02}" for at in range(begins, ends + 1)]


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _quarter(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{year}-T{(int(number) + 2) // 3}"


def _invitation(token: str) -> str:
    return f"SURVEY_LINK#{hash_of(token)}"
