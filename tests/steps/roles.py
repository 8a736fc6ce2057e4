"""What a function's role in the template lets it do to the table: moto asks for no role."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, NamedTuple

from menwa import aws
from tests.infra.reading import Node, deployed, template
from tests.memory_table import MemoryTable

WRITES = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
_running: list[Callable[..., Any]] = []


class Call(NamedTuple):
    """IAM looks at each item of a transaction by itself; of an index, at its own keys."""

    action: str
    key: str
    of_index: str = ""


@contextmanager
def held_to_its_role(handler: Callable[..., Any]) -> Iterator[None]:
    """One that is called while another runs is asked for its own role alone."""
    refused: list[Call] = []

    def ask(params: Any, model: Any, **_: Any) -> None:
        if _running[-1:] == [handler]:
            calls = calls_in(model.name, params)
            refused.extend(call for call in calls if not may(_role_of(handler.__module__), call))

    if isinstance(aws.dynamodb(), MemoryTable):  # it tells nobody what it is asked
        yield
        return
    events = aws.dynamodb().meta.events
    events.register("provide-client-params.dynamodb", ask)
    _running.append(handler)
    try:
        yield
    finally:
        _running.pop()
        events.unregister("provide-client-params.dynamodb", ask)
    assert not refused, refused


@contextmanager
def by_the_test_itself() -> Iterator[None]:
    """Also while a handler runs."""
    _running.append(by_the_test_itself)
    try:
        yield
    finally:
        _running.pop()


def calls_in(operation: str, params: Any) -> Iterator[Call]:
    if operation == "TransactWriteItems":
        for write in params["TransactItems"]:
            [(kind, one)] = write.items()
            yield Call(WRITES[kind], (one.get("Key") or one["Item"])["pk"]["S"])
    elif operation == "BatchGetItem":
        for asked in params["RequestItems"].values():
            yield from (Call(operation, key["pk"]["S"]) for key in asked["Keys"])
    elif operation == "Query":
        first = next(iter(params["ExpressionAttributeValues"].values()))
        yield Call(operation, first["S"], params.get("IndexName", ""))
    else:
        yield Call(operation, (params.get("Key") or params["Item"])["pk"]["S"])


def may(role: Sequence[Node], call: Call) -> bool:
    return any(_allows(statement, call) for statement in role)


def _allows(statement: Node, call: Call) -> bool:
    table: Node = {"Fn::GetAtt": ["CasesTable", "Arn"]}
    if call.of_index:
        table = {"Fn::Sub": f"${{CasesTable.Arn}}/index/{call.of_index}"}
    condition = statement.get("Condition", {})
    keys = [key for each in condition.values() for key in each.get("dynamodb:LeadingKeys", [])]
    return (
        f"dynamodb:{call.action}" in _listed(statement["Action"])
        and table in _listed(statement["Resource"])
        and (not condition or any(fnmatchcase(call.key, key) for key in keys))
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def _role_of(module: str) -> Sequence[Node]:
    [function] = [
        each for each in deployed(template()).values() if each["Handler"] == f"{module}.handler"
    ]
    return [each for policy in function["Policies"] for each in policy["Statement"]]
