"""The last step of `make test`: `python -m tests.permissions FOLDER` names every permission in the
template that no test's call needed.

Each process of the steps ring has left its calls there, in a file of its own. One that is missing
lets nothing pass: what only its tests called would be found to be needless.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.infra.reading import Node, deployed, template
from tests.infra.roles import Call, calls_for_the_key, may, needless, roles_in

Made = Mapping[str, set[Call]]


def made_in(folder: Path) -> Made:
    made: defaultdict[str, set[Call]] = defaultdict(set)
    for file in folder.glob("*.json"):
        for handler, calls in json.loads(file.read_text(encoding="utf-8")).items():
            made[handler] |= {Call(each[0], each[1], tuple(each[2])) for each in calls}
    return made


def faults(parsed: Node, made: Made) -> Iterator[str]:
    """Calls that a role does not allow, and permissions that no call needs."""
    roles = roles_in(parsed)
    for name, function in deployed(parsed).items():
        handler = function["Handler"]
        calls = made.get(handler, set())
        calls = calls.union(calls_for_the_key(function, calls))
        for call in sorted(calls):
            if not may(roles[handler], call):
                yield f"{name} calls, but may not: {_spoken(call.action, call.resource, call.keys)}"
        for one in needless(roles[handler], calls):
            yield f"{name} may, but never calls: {_spoken(one.action, one.resource, [one.key])}"


def _spoken(action: str, resource: str, keys: Iterable[str]) -> str:
    of_items = " ".join(key for key in keys if key not in {"", "*"})
    return f"{action} {resource} {of_items}".rstrip()


if __name__ == "__main__":
    found = list(faults(template(), made_in(Path(sys.argv[1]))))
    if found:
        sys.exit(
            "\n".join(["Roles in infra/template.yaml and what the tests called differ:", *found])
        )
