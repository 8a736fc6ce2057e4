"""What a function's role in the template lets it do, and which of that its calls need."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import product
from typing import Any, NamedTuple

from tests.infra.reading import Node, deployed

CONDITIONS = {"dynamodb:LeadingKeys", "ses:FromAddress"}
TABLE = "${CasesTable.Arn}"
SEALED = ("s3:PutObject", "sqs:SendMessage")  # what lies under the key once it is written


class Call(NamedTuple):
    """`resource` as the template writes it; `keys`: of the table's items, all asked for at once."""

    action: str
    resource: str
    keys: tuple[str, ...] = ("",)


class Permission(NamedTuple):
    action: str
    resource: str
    key: str = "*"

    def fits(self, call: Call) -> bool:
        return self.action == call.action and fnmatchcase(call.resource, self.resource)


@dataclass(frozen=True)
class Statement:
    permissions: frozenset[Permission]

    def allows(self, call: Call) -> bool:
        """As ForAllValues has it: one statement for all of a call's keys."""
        fitting = [each.key for each in self.permissions if each.fits(call)]
        return all(any(fnmatchcase(key, pattern) for pattern in fitting) for key in call.keys)

    def without(self, permission: Permission) -> "Statement":
        return Statement(self.permissions - {permission})


Role = Sequence[Statement]


def _to_items(*actions_and_keys: str) -> frozenset[Call]:
    """`PutItem CASE#…`"""
    parts = [each.split() for each in actions_and_keys]
    return frozenset(Call(f"dynamodb:{action}", TABLE, (key,)) for action, key in parts)


MACHINE = (
    "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:menwa-${Stage}"
)
TOGETHER = (
    # answering.carry_on: whatever stands on the wait, an answer or a failure
    frozenset({Call("states:SendTaskSuccess", MACHINE), Call("states:SendTaskFailure", MACHINE)}),
    # CaseStore.save: a wait may be over, a number found, corrected or forgotten
    _to_items("PutItem CASE#…", "DeleteItem CASE#…", "PutItem NUMBER#…", "DeleteItem NUMBER#…"),
    # Citizens.say: once; not at all, if Meta's limit of the day is reached or WhatsApp is away
    _to_items(
        *("PutItem SEEN#…", "DeleteItem SEEN#…"),
        *(
            "Query LIMIT#written_first",
            "PutItem LIMIT#written_first",
            "DeleteItem LIMIT#written_first",
        ),
    ),
)


def may(role: Role, call: Call) -> bool:
    return any(statement.allows(call) for statement in role)


def needless(role: Role, calls: Iterable[Call]) -> Iterator[Permission]:
    """Each without which every call would still be allowed."""
    might = {call for each in calls for call in (each, *might_follow(each)) if may(role, call)}
    for place, statement in enumerate(role):
        for permission in sorted(statement.permissions):
            rest = [*role[:place], statement.without(permission), *role[place + 1 :]]
            if all(may(rest, call) for call in might if permission.fits(call)):
                yield permission


def might_follow(call: Call) -> Iterator[Call]:
    """What the same line of code calls as well, if the table, or somebody faster, has it so."""
    for key in call.keys:
        one = call._replace(keys=(key,))
        yield from (other for others in TOGETHER if one in others for other in others - {one})


def roles_in(parsed: Node) -> dict[str, Role]:
    """By the handler's name."""
    return {
        function["Handler"]: [
            _statement(each) for policy in function["Policies"] for each in policy["Statement"]
        ]
        for function in deployed(parsed).values()
    }


def calls_for_the_key(function: Node, calls: Iterable[Call]) -> Iterator[Call]:
    """Of KMS, made by the services: a function's environment is sealed, and so is all it reads;
    what could not be done for an event is put into a queue in the function's own name."""
    key = written(function["KmsKeyArn"])
    yield Call("kms:Decrypt", key)
    if "EventInvokeConfig" in function or any(call.action in SEALED for call in calls):
        yield Call("kms:GenerateDataKey", key)


def written(value: Any) -> str:
    """!Ref, !GetAtt and !Sub, all as !Sub writes them."""
    if isinstance(value, str):
        return value
    [(kind, given)] = value.items()
    return {
        "Ref": lambda: f"${{{given}}}",
        "Fn::GetAtt": lambda: f"${{{'.'.join(given)}}}",
        "Fn::Sub": lambda: str(given),
    }[kind]()


def _statement(node: Node) -> Statement:
    resources = [written(each) for each in _listed(node["Resource"])]
    return Statement(
        frozenset(
            Permission(*each)
            for each in product(_listed(node["Action"]), resources, _keys(node.get("Condition")))
        )
    )


def _keys(condition: Mapping[str, Mapping[str, Any]] | None) -> list[str]:
    """Of the one condition that a statement may have."""
    if condition is None:
        return ["*"]
    [(name, values)] = [each for asked in condition.values() for each in asked.items()]
    assert name in CONDITIONS, name
    return [written(each) for each in _listed(values)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
