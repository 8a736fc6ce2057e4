"""A role is no wider than what its function calls; `tests.permissions` asks so of all of them."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.infra.reading import Node, template
from tests.infra.roles import TABLE, Call, Permission, calls_for_the_key, may, needless, roles_in
from tests.permissions import faults

HANDLER = "notify_officials.bounces.handler"
NAME = "NotifyOfficialsBouncesFunction"
CALLS = {
    Call("dynamodb:GetItem", TABLE, ("LETTERS",)),
    Call("dynamodb:PutItem", TABLE, ("LETTERS",)),
}


def of_this_one(found: Any) -> list[str]:
    return [each for each in found if each.startswith(f"{NAME} ")]


def changed(change: Callable[[list[Any]], None]) -> Node:
    """A copy of the template whose role has other statements."""
    copy: dict[str, Any] = deepcopy(dict(template()))
    [policy] = copy["Resources"][NAME]["Properties"]["Policies"]
    change(policy["Statement"])
    return copy


def a_role(*statements: dict[str, Any]) -> Any:
    function = {"Handler": "a", "Policies": [{"Statement": statements}]}
    parsed = {
        "Globals": {"Function": {}},
        "Resources": {"F": {"Type": "AWS::Serverless::Function", "Properties": function}},
    }
    return roles_in(parsed)["a"]


def on_items(actions: list[str], keys: list[str]) -> dict[str, Any]:
    return {
        "Action": [f"dynamodb:{action}" for action in actions],
        "Resource": {"Fn::GetAtt": ["CasesTable", "Arn"]},
        "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": keys}},
    }


def test_a_role_that_fits_is_not_spoken_of() -> None:
    assert of_this_one(faults(template(), {HANDLER: CALLS})) == []


def test_a_needed_action_that_is_missing_is_named() -> None:
    def without_put(statements: list[Any]) -> None:
        [items] = [each for each in statements if "dynamodb:PutItem" in each["Action"]]
        items["Action"] = ["dynamodb:GetItem"]

    assert of_this_one(faults(changed(without_put), {HANDLER: CALLS})) == [
        f"{NAME} calls, but may not: dynamodb:PutItem ${{CasesTable.Arn}} LETTERS"
    ]


def test_a_needless_action_is_named() -> None:
    def with_delete(statements: list[Any]) -> None:
        statements.append(on_items(["DeleteItem"], ["LETTERS"]))

    assert of_this_one(faults(changed(with_delete), {HANDLER: CALLS})) == [
        f"{NAME} may, but never calls: dynamodb:DeleteItem ${{CasesTable.Arn}} LETTERS"
    ]


def test_where_no_test_called_anything_all_is_needless() -> None:
    """A worker whose calls were lost lets nothing pass."""
    found = list(faults(template(), {}))
    assert {each.partition(" ")[0] for each in found} == {
        name
        for name, resource in template()["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def test_a_permission_given_twice_is_needless() -> None:
    role = a_role(on_items(["GetItem"], ["A#*"]), on_items(["GetItem"], ["A#*", "B#*"]))
    calls = {Call("dynamodb:GetItem", TABLE, (key,)) for key in ("A#…", "B#…")}
    assert set(needless(role, calls)) == {Permission("dynamodb:GetItem", TABLE, "A#*")}


def test_one_statement_has_to_allow_all_keys_of_a_call() -> None:
    both = Call("dynamodb:BatchGetItem", TABLE, ("A#…", "B#…"))
    apart = a_role(on_items(["BatchGetItem"], ["A#*"]), on_items(["BatchGetItem"], ["B#*"]))
    assert not may(apart, both)
    assert may(a_role(on_items(["BatchGetItem"], ["A#*", "B#*"])), both)


def test_what_the_same_line_of_code_may_call_is_not_needless() -> None:
    """Whether a wait is answered or fails stands on the wait, whoever carries it on."""
    role = a_role(
        on_items(["PutItem", "DeleteItem"], ["SEEN#*"]), on_items(["DeleteItem"], ["X#*"])
    )
    said = {Call("dynamodb:PutItem", TABLE, ("SEEN#…",))}
    assert set(needless(role, said)) == {Permission("dynamodb:DeleteItem", TABLE, "X#*")}


@pytest.mark.parametrize(
    ("function", "calls", "of_the_key"),
    [
        ({}, [], {"kms:Decrypt"}),
        ({"EventInvokeConfig": {}}, [], {"kms:Decrypt", "kms:GenerateDataKey"}),
        ({}, [Call("s3:PutObject", "b")], {"kms:Decrypt", "kms:GenerateDataKey"}),
        ({}, [Call("s3:GetObject", "b")], {"kms:Decrypt"}),
    ],
)
def test_who_seals_something_needs_the_key_for_it(
    function: dict[str, Any], calls: list[Call], of_the_key: set[str]
) -> None:
    key = {"KmsKeyArn": {"Fn::GetAtt": ["Key", "Arn"]}}
    assert {call.action for call in calls_for_the_key(function | key, calls)} == of_the_key


def test_no_role_reaches_all_items_of_the_table() -> None:
    wide = [
        (handler, permission)
        for handler, role in roles_in(template()).items()
        for statement in role
        for permission in statement.permissions
        if permission.resource == TABLE and permission.key.startswith("*")
    ]
    assert wide == []
