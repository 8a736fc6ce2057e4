"""DynamoDB with plain values in and out: reads, and writes that happen together or not at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from pydantic import BaseModel

from menwa.attributes import attributes, plain
from menwa.errors import Contended

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]
NEW = {"ConditionExpression": "attribute_not_exists(pk)"}
AT_ONCE = 100
THERE = {"ConditionExpression": "attribute_exists(pk)"}


class Table:
    """`pk` and `sk` are its keys; what they mean, others know."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self._client = client
        self._name = name

    def get(self, pk: str, sk: str, *, consistent: bool = False) -> Item | None:
        """`consistent`: as it stands now, not as it stood a moment ago."""
        found = self._client.get_item(
            TableName=self._name, Key=_key(pk, sk), ConsistentRead=consistent
        ).get("Item")
        return plain(found) if found else None

    def query(self, condition: str, values: Mapping[str, str], **query: Any) -> Iterator[Item]:
        """All pages of it; `values` are those that the condition names."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._name,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=attributes(values),
            **query,
        )
        for page in pages:
            yield from map(plain, page["Items"])

    def get_all(
        self, keys: Iterable[tuple[str, str]], *, consistent: bool = False
    ) -> Iterator[Item]:
        """Those of them that are there, in any order; one read for every hundred."""
        unread = [_key(*key) for key in dict.fromkeys(keys)]
        while unread:
            asked = {self._name: {"Keys": unread[:AT_ONCE], "ConsistentRead": consistent}}
            found: Any = self._client.batch_get_item(RequestItems=asked)  # type: ignore[arg-type]
            yield from map(plain, found["Responses"].get(self._name, ()))
            left = found["UnprocessedKeys"].get(self._name, {}).get("Keys", [])
            unread = [*left, *unread[AT_ONCE:]]

    def put_new(self, pk: str, sk: str, content: Mapping[str, Any]) -> bool:
        """False if it is there already."""
        item = _key(pk, sk) | attributes(content)
        try:
            self._client.put_item(
                TableName=self._name, Item=item, ConditionExpression=NEW["ConditionExpression"]
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def take(self, pk: str, sk: str, most: int, expires_at: int) -> bool:
        """One more of at most so many; False if all are taken."""
        try:
            self._client.update_item(**self.taking(pk, sk, most, expires_at)["Update"])
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def taking(self, pk: str, sk: str, most: int, expires_at: int) -> Item:
        """A write: one more of at most so many."""
        values = attributes({":one": 1, ":most": most, ":end": expires_at})
        return {
            "Update": {
                "TableName": self._name,
                "Key": _key(pk, sk),
                "UpdateExpression": "ADD taken :one SET expires_at = :end",
                "ConditionExpression": "attribute_not_exists(taken) OR taken < :most",
                "ExpressionAttributeValues": values,
            }
        }

    def adding(self, pk: str, sk: str, expires_at: int) -> Item:
        """A write: one more, however many there are."""
        return {
            "Update": {
                "TableName": self._name,
                "Key": _key(pk, sk),
                "UpdateExpression": "ADD taken :one SET expires_at = :end",
                "ExpressionAttributeValues": attributes({":one": 1, ":end": expires_at}),
            }
        }

    def summing(self, pk: str, sk: str, what: str, many: int, at: str) -> Item:
        """A write: so many more of this; `at` is when the last of them was."""
        return {
            "Update": {
                "TableName": self._name,
                "Key": _key(pk, sk),
                "UpdateExpression": f"ADD {what} :many SET last_at = :at",
                "ExpressionAttributeValues": attributes({":many": many, ":at": at}),
            }
        }

    def fewer(self, pk: str, sk: str, most: int) -> Item:
        """A condition alone: not all of so many are taken."""
        condition = {
            "ConditionExpression": "attribute_not_exists(taken) OR taken < :most",
            "ExpressionAttributeValues": attributes({":most": most}),
        }
        return self.still(pk, sk, **condition)

    def delete(self, pk: str, sk: str) -> None:
        self._client.delete_item(TableName=self._name, Key=_key(pk, sk))

    def putting(self, pk: str, sk: str, content: Mapping[str, Any], **condition: Any) -> Item:
        item = _key(pk, sk) | attributes(content)
        return {"Put": {"TableName": self._name, "Item": item, **condition}}

    def deleting(self, pk: str, sk: str, **condition: Any) -> Item:
        return {"Delete": {"TableName": self._name, "Key": _key(pk, sk), **condition}}

    def absent(self, pk: str, sk: str) -> Item:
        """A condition alone: there is no such item."""
        return {"ConditionCheck": {"TableName": self._name, "Key": _key(pk, sk), **NEW}}

    def still(self, pk: str, sk: str, **condition: Any) -> Item:
        """A condition alone, on an item that stays as it is."""
        return {"ConditionCheck": {"TableName": self._name, "Key": _key(pk, sk), **condition}}

    def write(self, writes: Sequence[Any]) -> None:
        """All of them, or Contended if a condition fails or somebody else is writing the same."""
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


def only_if(attribute: str, value: int | str) -> Item:
    """A condition: the stored item still has this value."""
    return {
        "ConditionExpression": f"{attribute} = :{attribute}",
        "ExpressionAttributeValues": attributes({f":{attribute}": value}),
    }


def contents_of(model: BaseModel) -> Item:
    return model.model_dump(mode="json", exclude_none=True)


def _key(pk: str, sk: str) -> Item:
    return attributes({"pk": pk, "sk": sk})
