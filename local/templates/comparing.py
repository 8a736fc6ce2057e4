"""Whether Meta has a template as the office's file has it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.templates.account import Registered

Component = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    what: str
    in_file: str
    at_meta: str


def differences(body: Mapping[str, Any], registered: Registered) -> list[Difference]:
    """`body` as it would be submitted. Of a code's template Meta writes all words itself."""
    pairs = [("category", body["category"], registered.category)]
    if body["category"] != "AUTHENTICATION":
        own, theirs = _by_type(body["components"]), _by_type(registered.components)
        for kind in ("HEADER", "BODY", "FOOTER", "BUTTONS"):
            pairs.append((kind.lower(), _shown(own.get(kind)), _shown(theirs.get(kind))))
    return [Difference(*each) for each in pairs if each[1] != each[2]]


def _by_type(components: list[Component]) -> dict[str, Component]:
    return {str(each.get("type", "")).upper(): each for each in components}


def _shown(component: Component | None) -> str:
    """What people see of it: examples are the reviewers', and Meta replaces them."""
    if component is None:
        return "-"
    buttons = [_button(each) for each in component.get("buttons", [])]
    text = component.get("text") or str(component.get("format", ""))
    return " | ".join(filter(None, [text, *buttons]))


def _button(button: Component) -> str:
    return " ".join(_words(button))


def _words(button: Component) -> Iterator[str]:
    yield str(button.get("type", "")).lower()
    yield repr(button.get("text", ""))
    if "url" in button:
        yield str(button["url"])
