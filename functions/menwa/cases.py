"""The table of cases: the one module that knows its keys (docs/data-model.md)."""

import hashlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from menwa.card import Entry
from menwa.case import PROOF, Attempt, Case, CaseFile, Stored, Wait
from menwa.errors import Contended, NotFound
from menwa.types import Level

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]
Model = TypeVar("Model", bound=Stored)
SEEN_FOR = timedelta(days=9)  # Meta repeats a webhook for seven days
CODES_LIVE = timedelta(hours=24)
TURNS = 8


class Code(Stored):
    """A proof code, kept by its hash alone."""

    case_id: str
    expires_at: int


class Link(Stored):
    """An official's link, kept by its token's hash alone. It answers one visit of one question."""

    case_id: str
    official: str
    level: Level
    visit: str
    valid_until: datetime
    expires_at: int


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class CaseStore:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def create(self, case: Case) -> None:
        """File an unproven request and the code that proves it, both or neither."""
        expires_at = int((case.created_at + CODES_LIVE).timestamp())
        code = Code(case_id=case.id, expires_at=expires_at)
        unproven = self._put_new(f"CASE#{case.id}", "CASE", case)
        unproven["Put"]["Item"] |= _item({"waiting_for": PROOF, "since": _moment(case.created_at)})
        self._write(
            [
                unproven,
                self._put_new(f"CODE#{case.proof_hash}", "CODE", code),
            ]
        )

    def erase_unproven(self, case: Case) -> bool:
        """Erase a request that nobody proved, and its code; False if it was proven meanwhile."""
        erased = self._delete(f"CASE#{case.id}", "CASE") | {
            "ConditionExpression": "version = :version",
            "ExpressionAttributeValues": {":version": {"N": str(case.version)}},
        }
        try:
            self._write(
                [{"Delete": erased}, {"Delete": self._delete(f"CODE#{case.proof_hash}", "CODE")}]
            )
        except Contended:
            return False
        return True

    def load(self, case_id: str) -> CaseFile:
        """The whole file in one query; NotFound if there is none, or if it has expired."""
        items = list(
            self._query(
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": f"CASE#{case_id}"}},
                ConsistentRead=True,
            )
        )
        case = next((Case.model_validate(item) for item in items if item["sk"] == "CASE"), None)
        if case is None:
            raise NotFound(case_id)
        kinds = partial(_of_kind, items)
        return CaseFile(
            case=case,
            entries=tuple(Entry.model_validate(_without_keys(item)) for item in kinds("CARD#")),
            wait=next((Wait.model_validate(item) for item in kinds("WAIT")), None),
            attempts=tuple(Attempt.model_validate(item) for item in kinds("SEND#")),
            notes={int(item["sk"].removeprefix("NOTE#")): item["text"] for item in kinds("NOTE#")},
        )

    def change(self, before: CaseFile, decide: Callable[[CaseFile], CaseFile]) -> CaseFile:
        """Decide and save; load and decide once more wherever somebody else wrote first."""
        for turn in range(TURNS):
            after = decide(before)
            try:
                return before if after == before else self.save(before, after)
            except Contended:
                time.sleep(random.uniform(0, 0.02 * 2**turn))  # noqa: S311  only spreads writers
                before = self.load(before.case.id)
        raise Contended(before.case.id)

    def save(
        self, before: CaseFile, after: CaseFile, link: tuple[str, Link] | None = None
    ) -> CaseFile:
        """Write what changed, in one transaction, if nobody else wrote this case meanwhile.

        Contended if somebody did: load again and decide again. Returns the file as it stands.
        """
        key = f"CASE#{after.case.id}"
        case = after.case.model_copy(update={"version": before.case.version + 1})
        writes: list[Item] = [
            self._put(
                key,
                "CASE",
                case,
                ConditionExpression="version = :version",
                ExpressionAttributeValues={":version": {"N": str(before.case.version)}},
            )
        ]
        writes += [
            self._put_new(key, f"CARD#{entry.sequence:04}", entry)
            for entry in after.entries[len(before.entries) :]
        ]
        writes += [
            {"Put": {"TableName": self._table, "Item": _keyed(key, f"NOTE#{n:04}", {"text": text})}}
            for n, text in after.notes.items()
            if n not in before.notes
        ]
        writes += [
            self._put(key, f"SEND#{attempt.number:04}", attempt)
            for attempt in after.attempts
            if attempt not in before.attempts
        ]
        if after.wait is None and before.wait is not None:
            writes.append({"Delete": self._delete(key, "WAIT")})
        elif after.wait is not None and after.wait != before.wait:
            writes.append(self._put(key, "WAIT", after.wait))
        if link is not None:
            writes.append(self._put_new(f"LINK#{hash_of(link[0])}", "LINK", link[1]))
        self._write(writes)
        return replace(after, case=case)

    def code(self, proof_code: str) -> Code | None:
        return self._get(f"CODE#{hash_of(proof_code)}", "CODE", Code)

    def link(self, token: str) -> Link | None:
        return self._get(f"LINK#{hash_of(token)}", "LINK", Link)

    def waiting(self, waiting_for: str, before: datetime) -> Iterator[str]:
        """Ids of the cases that have waited for this one since before then, longest first."""
        for item in self._query(
            IndexName="waiting",
            KeyConditionExpression="waiting_for = :who AND since <= :before",
            ExpressionAttributeValues={
                ":who": {"S": waiting_for},
                ":before": {"S": _moment(before)},
            },
        ):
            yield item["pk"].removeprefix("CASE#")

    def of_day(self, day: date) -> Iterator[Case]:
        """The cases registered on this day of the office, in order."""
        for item in self._query(
            IndexName="by_day",
            KeyConditionExpression="#day = :day",
            ExpressionAttributeNames={"#day": "day"},
            ExpressionAttributeValues={":day": {"S": day.isoformat()}},
        ):
            yield Case.model_validate(item)

    def first_time(self, occasion: str, now: datetime) -> bool:
        """True for whoever comes first with this occasion: a message is said once."""
        seen = {"expires_at": int((now + SEEN_FOR).timestamp())}
        try:
            self._client.put_item(
                TableName=self._table,
                Item=_keyed(f"SEEN#{occasion}", "SEEN", seen),
                ConditionExpression="attribute_not_exists(pk)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def renew(self, expired: str, token: str, link: Link, now: datetime) -> bool:
        """File another link in place of an expired one; False if that was done already."""
        if not self.first_time(f"renewed:{hash_of(expired)}", now):
            return False
        self._write([self._put_new(f"LINK#{hash_of(token)}", "LINK", link)])
        return True

    def forget(self, occasion: str) -> None:
        """What was certainly not said may be said later."""
        self._client.delete_item(TableName=self._table, Key=_key(f"SEEN#{occasion}", "SEEN"))

    def _get(self, pk: str, sk: str, model: type[Model]) -> Model | None:
        found = self._client.get_item(TableName=self._table, Key=_key(pk, sk)).get("Item")
        return model.model_validate(_plain(found)) if found else None

    def _query(self, **query: Any) -> Iterator[Item]:
        pages = self._client.get_paginator("query").paginate(TableName=self._table, **query)
        for page in pages:
            yield from map(_plain, page["Items"])

    def _put(self, pk: str, sk: str, model: Any, **condition: Any) -> Item:
        content = model.model_dump(mode="json", exclude_none=True)
        return {"Put": {"TableName": self._table, "Item": _keyed(pk, sk, content), **condition}}

    def _delete(self, pk: str, sk: str) -> Item:
        return {"TableName": self._table, "Key": _key(pk, sk)}

    def _put_new(self, pk: str, sk: str, model: Any) -> Item:
        return self._put(pk, sk, model, ConditionExpression="attribute_not_exists(pk)")

    def _write(self, writes: list[Any]) -> None:
        try:
            self._client.transact_write_items(TransactItems=writes)
        except (
            self._client.exceptions.TransactionCanceledException,
            self._client.exceptions.TransactionConflictException,
        ) as error:
            raise Contended("somebody else wrote first") from error
        except ClientError as error:
            if error.response["Error"]["Code"] == "TransactionInProgressException":
                raise Contended("somebody else is writing") from error
            raise


def _key(pk: str, sk: str) -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _keyed(pk: str, sk: str, content: Item) -> Item:
    return _key(pk, sk) | _item(content)


def _item(content: Item) -> Item:
    serialize = TypeSerializer().serialize
    return {name: serialize(value) for name, value in content.items()}


def _plain(item: Item) -> Item:
    deserialize = TypeDeserializer().deserialize
    return {name: deserialize(value) for name, value in item.items()}


def _without_keys(item: Item) -> Item:
    return {name: value for name, value in item.items() if name not in {"pk", "sk"}}


def _of_kind(items: Sequence[Item], prefix: str) -> list[Item]:
    return [item for item in items if item["sk"].startswith(prefix)]


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
