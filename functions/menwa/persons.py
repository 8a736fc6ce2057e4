"""Who writes on WhatsApp, and what they have asked for: kept by keyed hashes, with cases' ids."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from menwa import aws
from menwa.case import Case
from menwa.environment import WithCases
from menwa.person_key import keyed_hash, person_key
from menwa.recipient import Recipient
from menwa.settings import secret
from menwa.table import NEW, Item, Table, only_if
from menwa.types import bare_number

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

REMEMBERED = timedelta(days=365)


class PersonStore:
    """A person with a phone and a user id stands under both."""

    def __init__(self, client: "DynamoDBClient", table: str, key: str) -> None:
        self._table = Table(client, table)
        self._key = key

    def key_of(self, person: Recipient) -> str:
        """Under which the talk with them stands: by the phone, where it is known."""
        return person_key(self._key, person.phone or str(person.user_id))

    def whole(self, sender: Recipient) -> Recipient:
        """With the phone that somebody whose number is hidden has shared with us."""
        if sender.phone is not None:
            return sender
        shared = self._table.get(self.key_of(sender), "PHONE", consistent=True)
        return sender.model_copy(update={"phone": shared["phone"]}) if shared else sender

    def note_phone(self, person: Recipient, now: datetime) -> None:
        """Of somebody known by user id alone, who has shared it."""
        hidden = self.key_of(Recipient(user_id=person.user_id))
        shared = {"phone": person.phone, "expires_at": _expiry(now)}
        self._table.write([self._table.putting(hidden, "PHONE", shared)])

    def forget_phone(self, user_id: str) -> None:
        """Whoever has this user id may have another number now."""
        self._table.delete(person_key(self._key, user_id), "PHONE")

    def cases_of(self, person: Recipient) -> list[str]:
        """Ids of what they have asked for, newest first; of each document the last request.

        Whether they may still know of it, its case tells: numbers change hands.
        """
        found = {item["case_id"]: item["at"] for item in self._asked(person)}
        return sorted(found, key=lambda case_id: found[case_id], reverse=True)

    def asked_before(self, case: Case, sender: Recipient) -> str | None:
        """The case in which this sender asked last for this document with this NIK."""
        found = self._table.get(self.key_of(sender), self._sort_key(case), consistent=True)
        return str(found["case_id"]) if found else None

    def asking(
        self, case: Case, sender: Recipient, before: str | None, now: datetime
    ) -> list[Item]:
        """Writes for the transaction that proves it: Contended if `before` is not the last any
        more, so that of two requests for one document at the same moment one stands."""
        asked = {"case_id": case.id, "at": now.isoformat(), "expires_at": _expiry(now)}
        unchanged = only_if("case_id", before) if before else NEW
        whose, sort_key = self.key_of(sender), self._sort_key(case)
        others = [key for key in self._keys(sender) if key != whose]
        return [
            self._table.putting(whose, sort_key, asked, **unchanged),
            *(self._table.putting(other, sort_key, asked) for other in others),
        ]

    def forgetting(self, case: Case) -> list[Item]:
        """Writes: that they asked for it, unless another case has taken its place meanwhile."""
        sort_key = self._sort_key(case)
        asked = [(key, sort_key) for key in self._keys(case.identity)] if case.identity else []
        found = self._table.get_all(asked, consistent=True)
        unchanged = only_if("case_id", case.id)
        return [
            self._table.deleting(item["pk"], item["sk"], **unchanged)
            for item in found
            if item["case_id"] == case.id
        ]

    def write(self, writes: list[Item]) -> None:
        """All of them, or Contended."""
        if writes:
            self._table.write(writes)

    def _asked(self, person: Recipient) -> Iterator[Item]:
        for key in self._keys(person):
            yield from self._table.query(
                "pk = :who AND begins_with(sk, :asked)", {":who": key, ":asked": "ASKED#"}
            )

    def _keys(self, person: Recipient) -> list[str]:
        known = (person.phone, person.user_id)
        return [person_key(self._key, whom) for whom in known if whom is not None]

    def _sort_key(self, case: Case) -> str:
        """The same for two requests that fold."""
        number = bare_number(case.number) if case.number else ""
        subject = (case.subject.nik or case.subject.name.casefold()) if case.subject else ""
        asked = f"{case.document_type}|{number}|{case.applicant.nik}|{subject}"
        return f"ASKED#{keyed_hash(self._key, asked)}"


class WithPersons(WithCases):
    person_key_secret_arn: str

    def persons(self) -> PersonStore:
        key = secret(self.person_key_secret_arn)["key"]
        return PersonStore(aws.dynamodb(), self.cases_table, key)


def _expiry(now: datetime) -> int:
    return int((now + REMEMBERED).timestamp())
