"""What the running office asks of AWS while a request is carried out."""

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.dynamodb.models import DynamoDBBackend

from local.engine.functions import Functions

Key = tuple[str, str]
INDEXED = {"by_day": "day", "waiting": "waiting_for"}
A_UNIT = 1024
KINDS = frozenset({"S", "N", "BOOL", "NULL", "L", "M", "B"})


class Units:
    """Write units of DynamoDB, by table or index and partition key. In a transaction each counts
    twice; an index counts an item that has its key, and once more to take away what it had."""

    def __init__(self) -> None:
        self.by_key: Counter[Key] = Counter()

    @property
    def total(self) -> int:
        return sum(self.by_key.values())

    def add(self, writes: list[dict[str, Any]]) -> None:
        for write in writes:
            ((kind, asked),) = write.items()
            item = asked.get("Item") or asked["Key"]
            self._item(item, 2)
            if kind == "Put":
                self._indexes(item)

    def add_one(self, item: dict[str, Any]) -> None:
        self._item(item, 1)

    def _item(self, item: dict[str, Any], times: int) -> None:
        self.by_key["cases", _kind(item["pk"]["S"])] += times * _units(item)

    def _indexes(self, item: dict[str, Any]) -> None:
        for index, attribute in INDEXED.items():
            if attribute in item:
                moved = 2 if attribute == "waiting_for" else 1
                self.by_key[index, item[attribute]["S"]] += moved * _units(item)


def _units(item: dict[str, Any]) -> int:
    return math.ceil(_size(item) / A_UNIT)


def _size(held: Any) -> int:
    """Names and values; about what DynamoDB counts."""
    if isinstance(held, dict):
        inner = held.values() if len(held) == 1 and held.keys() <= KINDS else ()
        return sum(map(_size, inner)) or sum(len(name) + _size(each) for name, each in held.items())
    return sum(map(_size, held)) if isinstance(held, list) else len(str(held))


def _kind(pk: str) -> str:
    """All cases are one kind here, as every case has a partition of its own."""
    return pk.partition("#")[0]


@contextmanager
def counted_units() -> Iterator[Units]:
    units, backend = Units(), DynamoDBBackend
    together, put, update = backend.transact_write_items, backend.put_item, backend.update_item

    def transact(self: Any, transact_items: list[dict[str, Any]]) -> None:
        units.add(transact_items)
        together(self, transact_items)

    def put_item(
        self: Any, table_name: str, item_attrs: dict[str, Any], *rest: Any, **more: Any
    ) -> Any:
        units.add_one(item_attrs)
        return put(self, table_name, item_attrs, *rest, **more)

    def update_item(
        self: Any, table_name: str, key: dict[str, Any], *rest: Any, **more: Any
    ) -> Any:
        units.add_one(key)
        return update(self, table_name, key, *rest, **more)

    with (
        patch.object(backend, "transact_write_items", transact),
        patch.object(backend, "put_item", put_item),
        patch.object(backend, "update_item", update_item),
    ):
        yield units


@contextmanager
def counted_invocations(functions: Functions) -> Iterator[Counter[str]]:
    counted: Counter[str] = Counter()
    invoke = functions.invoke

    def counting(name: str, payload: bytes) -> Any:
        counted[name] += 1
        return invoke(name, payload)

    with patch.object(functions, "invoke", counting):
        yield counted
