"""Where moto is quicker with help, through names that it does not promise: `hooks.py` holds it to
its exact version. Each of these took a tenth of an office's time, or a third.
"""

from functools import cache
from typing import Any

from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

PLAIN = frozenset({"S", "N", "BOOL", "NULL"})

_original_structure = BaseJSONSerializer._serialize_type_structure
_original_copy = DynamoType.__deepcopy__
_original_parse = AmazonStateLanguageParser.parse


def hasten_moto() -> None:
    """May be called again."""
    for owner, name, ours in (
        (BaseJSONSerializer, "_serialize_type_structure", _as_it_is),
        (DynamoType, "__deepcopy__", _shared),
        (AmazonStateLanguageParser, "parse", staticmethod(_read_once)),
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


def _read_once(definition: str) -> tuple[Any, Any]:
    """Each execution has parts of its own, made from one reading of the definition."""
    tree = _tree_of(definition)
    return Preprocessor().visit(tree), tree


@cache
def _tree_of(definition: str) -> Any:
    return _original_parse(definition)[1]
