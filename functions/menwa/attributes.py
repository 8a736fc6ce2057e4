"""Plain values as DynamoDB writes them, and back."""

from collections.abc import Mapping
from typing import Any

Attribute = dict[str, Any]


def attributes(values: Mapping[str, Any]) -> dict[str, Attribute]:
    """TypeError for what does not stand in the table, a float for one."""
    return {name: _attribute(value) for name, value in values.items()}


def plain(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(attribute) for name, attribute in item.items()}


def _attribute(value: object) -> Attribute:
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int():
            return {"N": str(value)}
        case list() | tuple():
            return {"L": [_attribute(each) for each in value]}
        case Mapping():
            return {"M": attributes(value)}
    raise TypeError(f"no attribute holds a {type(value).__name__}")


def _value(attribute: Attribute) -> Any:
    ((kind, value),) = attribute.items()
    match kind:
        case "NULL":
            return None
        case "N":
            return int(value)
        case "L":
            return [_value(each) for each in value]
        case "M":
            return plain(value)
    return value
