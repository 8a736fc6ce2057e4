"""DynamoDB's table in memory, as far as `menwa.table` uses one: fast enough to measure with.

Items lie as the JSON in which DynamoDB sends them, packed, and are read from it each time.
`tests/steps/test_memory_table.py` holds it to what moto's table does.
"""

import json
import re
import zlib
from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from botocore.exceptions import ClientError

Attributes = dict[str, Any]
Key = tuple[str, str]
INDEXES = {"by_day": ("day", "proven_at"), "waiting": ("waiting_for", "since")}
CONDITION = re.compile(r"(#?\w+) (=|<=) (:\w+)|begins_with\((\w+), (:\w+)\)")
SETTING = re.compile(r"(\w+) (=) (:\w+)")
THERE = re.compile(r"attribute_(?:not_)?exists\(pk\)")
FEWER = re.compile(r"attribute_not_exists\((\w+)\) OR \1 < (:\w+)")
COUNTING = re.compile(r"ADD (\w+) (:\w+) SET (\w+) = (:\w+)")
A_PAGE = 500  # items; DynamoDB's is a megabyte


class Exceptions:
    class TransactionCanceledException(ClientError):
        pass

    class TransactionConflictException(ClientError):
        pass

    class ConditionalCheckFailedException(ClientError):
        pass


class MemoryTable:
    """A client of one table; `reads` counts the items and pages that were asked for."""

    exceptions = Exceptions

    def __init__(self) -> None:
        self._items: dict[str, dict[str, Any]] = {}
        self._listed: dict[tuple[str, str], list[tuple[str, Key]]] = {}
        self.reads = 0

    def get_item(self, *, Key: Attributes, **_: Any) -> Attributes:  # noqa: N803  as AWS spells it
        self.reads += 1
        found = self._found(*_key(Key))
        return {"Item": found} if found else {}

    def put_item(self, *, Item: Attributes, **condition: Any) -> Attributes:  # noqa: N803
        if not self._holds(Item, condition):
            _refuse(Exceptions.ConditionalCheckFailedException, "PutItem")
        self._put(Item)
        return {}

    def update_item(self, *, Key: Attributes, **update: Any) -> Attributes:  # noqa: N803
        if not self._holds(Key, update):
            _refuse(Exceptions.ConditionalCheckFailedException, "UpdateItem")
        self._put(self._counted(Key, update))
        return {}

    def delete_item(self, *, Key: Attributes, **_: Any) -> Attributes:  # noqa: N803
        self._remove(*_key(Key))
        return {}

    def batch_get_item(self, *, RequestItems: Mapping[str, Any]) -> Attributes:  # noqa: N803
        [(table, asked)] = RequestItems.items()
        self.reads += len(asked["Keys"])
        found = [self._found(*_key(key)) for key in asked["Keys"]]
        return {"Responses": {table: [item for item in found if item]}, "UnprocessedKeys": {}}

    def transact_write_items(self, *, TransactItems: Sequence[Attributes]) -> Attributes:  # noqa: N803
        writes = [(kind, write) for each in TransactItems for kind, write in each.items()]
        if not all(self._holds(write.get("Item") or write["Key"], write) for _, write in writes):
            _refuse(Exceptions.TransactionCanceledException, "TransactWriteItems")
        for kind, write in writes:
            if kind == "Put":
                self._put(write["Item"])
            elif kind == "Update":
                self._put(self._counted(write["Key"], write))
            elif kind == "Delete":
                self._remove(*_key(write["Key"]))
        return {}

    def get_paginator(self, _operation: str) -> "MemoryTable":
        return self

    def paginate(self, **query: Any) -> Iterator[Attributes]:
        keys = list(self._matching(query))
        for start in range(0, max(len(keys), 1), A_PAGE):
            self.reads += 1
            page = [self.unpacked(self._items[pk][sk]) for pk, sk in keys[start : start + A_PAGE]]
            yield {"Items": page}

    def _matching(self, query: Mapping[str, Any]) -> Iterator[Key]:
        names, values = (
            query.get("ExpressionAttributeNames", {}),
            query["ExpressionAttributeValues"],
        )
        found = CONDITION.findall(query["KeyConditionExpression"])
        asked = {
            names.get(n or b, n or b): (o or "begins", values[v or p]["S"])
            for n, o, v, b, p in found
        }
        hash_name, range_name = INDEXES.get(query.get("IndexName", ""), ("pk", "sk"))
        listed = self._listed_under(query.get("IndexName"), asked[hash_name][1])
        operator, limit = asked.get(range_name, ("begins", ""))
        for value, key in listed:
            if value.startswith(limit) if operator == "begins" else value <= limit:
                yield key

    def _listed_under(self, index: str | None, value: str) -> list[tuple[str, Key]]:
        if index:
            return self._listed.get((index, value), [])
        return [(sk, (value, sk)) for sk in sorted(self._items.get(value, {}))]

    def _put(self, item: Attributes) -> None:
        pk, sk = _key(item)
        self._remove(pk, sk)
        self._items.setdefault(pk, {})[sk] = self.packed(item)
        for index, (hash_name, range_name) in INDEXES.items():
            if hash_name in item and range_name in item:
                listed = self._listed.setdefault((index, item[hash_name]["S"]), [])
                insort(listed, (item[range_name]["S"], (pk, sk)))

    def _remove(self, pk: str, sk: str) -> None:
        item = self._found(pk, sk)
        self._items.get(pk, {}).pop(sk, None)
        for index, (hash_name, range_name) in INDEXES.items():
            if item and hash_name in item and range_name in item:
                listed = self._listed[index, item[hash_name]["S"]]
                listed.remove((item[range_name]["S"], (pk, sk)))

    def _holds(self, of: Attributes, write: Mapping[str, Any]) -> bool:
        condition: str | None = write.get("ConditionExpression")
        there = self._found(*_key(of))
        if condition is None:
            return True
        if THERE.fullmatch(condition):
            return bool(there) == condition.startswith("attribute_exists")
        values, item = write["ExpressionAttributeValues"], there or {}
        if fewer := FEWER.fullmatch(condition):
            taken = item.get(fewer[1])
            return taken is None or int(taken["N"]) < int(values[fewer[2]]["N"])
        return all(item.get(name) == values[value] for name, _, value in SETTING.findall(condition))

    def _counted(self, key: Attributes, update: Mapping[str, Any]) -> Attributes:
        """The one kind of update there is: one more, and until when that counts."""
        found = COUNTING.fullmatch(update["UpdateExpression"])
        assert found is not None, update["UpdateExpression"]
        counter, more, other, value = found.groups()
        item, values = self._found(*_key(key)) or key, update["ExpressionAttributeValues"]
        count = int(item.get(counter, {"N": "0"})["N"]) + int(values[more]["N"])
        return item | {counter: {"N": str(count)}, other: values[value]}

    def _found(self, pk: str, sk: str) -> Attributes | None:
        packed = self._items.get(pk, {}).get(sk)
        return self.unpacked(packed) if packed else None

    @staticmethod
    def packed(item: Attributes) -> Any:
        return zlib.compress(json.dumps(item).encode(), level=1)

    @staticmethod
    def unpacked(packed: Any) -> Attributes:
        item: Attributes = json.loads(zlib.decompress(packed))
        return item


def _key(item: Attributes) -> Key:
    return item["pk"]["S"], item["sk"]["S"]


def _refuse(error: type[ClientError], operation: str) -> NoReturn:
    raise error({"Error": {"Code": error.__name__, "Message": "refused"}}, operation)
