"""Where moto is quicker with help, through names that it does not promise: `hooks.py` holds it to
its exact version. Each of these took a tenth of an office's time, or a third.
"""

from collections import defaultdict
from copy import copy
from functools import cache
from typing import Any

from moto import backends
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

PLAIN = frozenset({"S", "N", "BOOL", "NULL"})
INDEX_NAME = 6
"""Where it stands among what `Table.query` is given after the hash key."""

_original_structure = BaseJSONSerializer._serialize_type_structure
_original_copy = DynamoType.__deepcopy__
_original_parse = AmazonStateLanguageParser.parse
_original_cast = DynamoType.cast_value
_original_query = Table.query
_original_items = Table.all_items
_MODULES = frozenset(backends.list_of_moto_modules())


def hasten_moto() -> None:
    """May be called again."""
    for owner, name, ours in (
        (BaseJSONSerializer, "_serialize_type_structure", _as_it_is),
        (DynamoType, "__deepcopy__", _shared),
        (DynamoType, "cast_value", property(_of_text_at_once)),
        (Table, "query", _within_a_partition),
        (Table, "all_items", _by_their_keys),
        (AmazonStateLanguageParser, "parse", staticmethod(_read_once)),
        (backends, "list_of_moto_modules", lambda: _MODULES),  # else from disk, at each call
    ):
        setattr(owner, name, ours)


def _as_it_is(self: BaseJSONSerializer, out: Any, value: Any, shape: Any, key: str) -> None:
    """Plain values are sent as they are kept; moto would try each type that they might have."""
    if shape.name == "AttributeValue" and not PLAIN.isdisjoint(value):
        self._default_serialize(out, value, shape, key)
    else:
        _original_structure(self, out, value, shape, key)


def _shared(self: DynamoType, memo: dict[int, Any]) -> DynamoType:
    """A plain value never changes: an item that does is given another."""
    return self if self.type in PLAIN else _original_copy(self, memo)


def _of_text_at_once(self: DynamoType) -> Any:
    return self.value if self.type == "S" else _original_cast.__get__(self)


def _within_a_partition(self: Table, hash_key: Any, *given: Any, **named: Any) -> Any:
    """moto would look for it among all the items, as it must where there is an index."""
    table = self
    if given[INDEX_NAME] is None:
        table = copy(self)
        table.items = defaultdict(dict)
        if hash_key in self.items:
            table.items[hash_key] = self.items[hash_key]
    return _original_query(table, hash_key, *given, **named)


def _by_their_keys(self: Table) -> list[Any]:
    if (self.hash_key_type, self.range_key_type) != ("S", "S"):
        return _original_items(self)
    items = [item for partition in self.items.values() for item in partition.values()]
    return sorted(items, key=lambda item: (item.hash_key.value, item.range_key.value))


def _read_once(definition: str) -> tuple[Any, Any]:
    """Each execution has parts of its own, made from one reading of the definition."""
    tree = _tree_of(definition)
    return Preprocessor().visit(tree), tree


@cache
def _tree_of(definition: str) -> Any:
    return _original_parse(definition)[1]
