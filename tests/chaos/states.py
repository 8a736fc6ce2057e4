"""infra/workflow.asl.yaml as it is read: its states, and what their expressions come to."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonata
import yaml

FILE = Path(__file__).parents[2] / "infra" / "workflow.asl.yaml"
PATH = re.compile(r"\$\w+(\.\w+)*")
Node = dict[str, Any]


@cache
def definition() -> Node:
    written: Node = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return written


def names(rule: Node, error: str) -> bool:
    return error in rule["ErrorEquals"] or "States.ALL" in rule["ErrorEquals"]


def evaluated(value: Any, known: Mapping[str, Any], states: Node) -> Any:
    """A path is followed; whatever says more is JSONata's to work out, once for the same values."""
    if not (isinstance(value, str) and value.startswith("{%")):
        return value
    expression = value.removeprefix("{%").removesuffix("%}").strip()
    if PATH.fullmatch(expression):
        first, *rest = expression.removeprefix("$").split(".")
        found: Any = states if first == "states" else known[first]
        for name in rest:
            found = found[name]
        return found
    used = sorted((name, each) for name, each in known.items() if f"${name}" in expression)
    return _worked_out(expression, tuple(used))


@cache
def _worked_out(expression: str, known: tuple[tuple[str, Any], ...]) -> Any:
    asked = jsonata.Jsonata(expression)
    bound = asked.create_frame()
    for name, value in known:
        bound.bind(name, value)
    return asked.evaluate(None, bound)
