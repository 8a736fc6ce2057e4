"""Whose PDFs went out lately, and to which phones: kept by keyed hashes, with cases' ids alone."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from menwa import aws
from menwa.case import MAY_HAVE_LEFT, Case, CaseFile
from menwa.cases import CaseStore
from menwa.environment import WithCases
from menwa.errors import NotFound
from menwa.person_key import person_key
from menwa.settings import secret
from menwa.table import Item, Table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

REMEMBERED = timedelta(days=90)


class Deliveries:
    """`key`: without it a NIK can't be looked for, by whoever may read the table."""

    def __init__(self, client: "DynamoDBClient", table: str, key: str) -> None:
        self._table = Table(client, table)
        self._cases = CaseStore(client, table)
        self._key = key

    def recording(self, case: Case, now: datetime) -> list[Item]:
        """Writes for the transaction in which the PDF's leaving is intended."""
        remembered = {"at": now.isoformat(), "expires_at": int((now + REMEMBERED).timestamp())}
        return [self._table.putting(*key, remembered) for key in self._keys(case)]

    def forgetting(self, case: Case) -> list[Item]:
        """Writes: nothing is known any more of whose PDF it was."""
        return [self._table.deleting(*key) for key in self._keys(case)]

    def to_any(self, whom: Iterable[str], since: datetime, but: str) -> list[Case]:
        """Cases, `but` this one, of these NIKs or phones whose PDF has left since then, or may
        have; newest last. What was erased meanwhile is forgotten here too."""
        ids = {case_id for one in whom for case_id in self._cases_of(one, since)}
        files = self._loaded(ids - {but})
        left = [file.case for file in files if _may_have_left(file, since)]
        return sorted(left, key=lambda case: case.created_at)

    def _cases_of(self, whom: str, since: datetime) -> Iterator[str]:
        found = self._table.query(
            "pk = :who AND begins_with(sk, :case)", {":who": self._person(whom), ":case": "CASE#"}
        )
        return (
            item["sk"].removeprefix("CASE#")
            for item in found
            if datetime.fromisoformat(item["at"]) >= since
        )

    def _loaded(self, ids: Iterable[str]) -> Iterator[CaseFile]:
        for case_id in ids:
            with suppress(NotFound):
                yield self._cases.load(case_id)

    def _keys(self, case: Case) -> list[tuple[str, str]]:
        whom = sorted({*niks_of(case), case.applicant.phone})
        return [(self._person(one), f"CASE#{case.id}") for one in whom]

    def _person(self, whom: str) -> str:
        return person_key(self._key, whom)


class WithDeliveries(WithCases):
    person_key_secret_arn: str

    def deliveries(self) -> Deliveries:
        key = secret(self.person_key_secret_arn)["key"]
        return Deliveries(aws.dynamodb(), self.cases_table, key)


def niks_of(case: Case) -> set[str]:
    """The applicant, and whose document it is."""
    subject = case.found.subject_nik if case.found else None
    return {case.applicant.nik, subject or case.applicant.nik}


def _may_have_left(file: CaseFile, since: datetime) -> bool:
    return any(one.outcome in MAY_HAVE_LEFT and one.at >= since for one in file.attempts)
