"""What Meta refuses of messages that use a template, and how the others read."""

import re
from collections.abc import Iterable
from typing import Any

from local.whatsapp.definitions import PLACEHOLDER, SampleTemplate, TemplateStatus
from local.whatsapp.graph_errors import GraphError
from local.whatsapp.phones import Button, ButtonKind

_UNFIT = re.compile(r"[\n\t]| {5}")
LONGEST_BODY = 1024
LONGEST_CODE = 15
_KINDS: dict[str, ButtonKind] = {"QUICK_REPLY": "reply", "OTP": "copy"}
Component = dict[str, Any]


class Templates:
    def __init__(self, templates: Iterable[SampleTemplate]) -> None:
        self._known = {(template.name, template.language): template for template in templates}

    def all(self) -> list[SampleTemplate]:
        return list(self._known.values())

    def has(self, template: SampleTemplate) -> bool:
        return (template.name, template.language) in self._known

    def keep(self, template: SampleTemplate) -> None:
        """A new one, or another version of one that was there."""
        self._known[(template.name, template.language)] = template

    def turn(self, name: str, status: TemplateStatus) -> SampleTemplate | None:
        """As Meta approves, pauses or disables one; None if there is no such template."""
        for key, template in self._known.items():
            if template.name == name:
                self._known[key] = template.model_copy(update={"status": status})
                return self._known[key]
        return None

    def for_message(self, sent: Component) -> SampleTemplate:
        """The template that this message uses; GraphError if it uses it wrongly."""
        name, language = sent.get("name"), (sent.get("language") or {}).get("code")
        template = self._known.get((str(name), str(language)))
        if template is None or template.status in {"PENDING", "REJECTED"}:
            raise GraphError(132001, f"template name ({name}) does not exist in {language}")
        if template.status != "APPROVED":
            raise GraphError(132015 if template.status == "PAUSED" else 132016)
        _check_header(template, sent)
        _check_body(template, sent)
        _check_buttons(template, sent)
        return template


def body_text(template: SampleTemplate, sent: Component) -> str:
    values = _values(template, sent)
    return PLACEHOLDER.sub(lambda found: values[found[1]], template.part("BODY").text)


def buttons(template: SampleTemplate, sent: Component) -> tuple[Button, ...]:
    given = _button_values(sent)
    return tuple(
        Button("link", button.text, PLACEHOLDER.sub(given.get(index, ""), button.url))
        if button.type == "URL"
        else Button(_KINDS[button.type], button.text, given.get(index, button.text))
        for index, button in enumerate(template.part("BUTTONS").buttons)
    )


def header_document(sent: Component) -> Component | None:
    for parameter in _parameters(sent, "header"):
        if parameter.get("type") == "document":
            held = parameter.get("document")
            return held if isinstance(held, dict) else {}
    return None


def _check_header(template: SampleTemplate, sent: Component) -> None:
    expected = template.part("HEADER").format == "DOCUMENT"
    if expected != (header_document(sent) is not None):
        received = "UNKNOWN" if expected else "DOCUMENT"
        raise GraphError(132012, f"header: Format mismatch, received {received}")


def _check_body(template: SampleTemplate, sent: Component) -> None:
    given, expected = _parameters(sent, "body"), template.variables
    if len(given) != len(expected):
        details = f"body: number of localizable_params ({len(given)}) does not match the expected"
        raise GraphError(132000, f"{details} number of params ({len(expected)})")
    if set(_values(template, sent)) != set(expected):
        raise GraphError(100, "Parameter name is missing or not one of the template's")
    if not all(_values(template, sent).values()):
        raise GraphError(131008, "body: a parameter's text is missing")
    if any(_UNFIT.search(value) for value in _values(template, sent).values()):
        raise GraphError(132018, "Param text cannot have new-line/tab or 4 consecutive spaces")
    if len(body_text(template, sent)) > LONGEST_BODY:
        raise GraphError(132005)


def _check_buttons(template: SampleTemplate, sent: Component) -> None:
    expected = template.part("BUTTONS").buttons
    given = _button_values(sent)
    for index, button in enumerate(expected):
        if button.type != "QUICK_REPLY" and button.varies and not given.get(index):
            raise GraphError(131008, f"Button at index {index} of type Url requires a parameter")
        if button.type == "OTP" and len(given[index]) > LONGEST_CODE:
            raise GraphError(132005, f"Button at index {index}: the code is too long")
    if any(index >= len(expected) or not expected[index].varies for index in given):
        raise GraphError(132000, "buttons: more parameters than the template has")


def _values(template: SampleTemplate, sent: Component) -> dict[str, str]:
    """By name; without names, in the order in which the template's body has them."""
    names = iter(template.variables)
    return {
        str(parameter.get("parameter_name") or next(names, "")): str(parameter.get("text") or "")
        for parameter in _parameters(sent, "body")
    }


def _button_values(sent: Component) -> dict[int, str]:
    values = {}
    for component in _components(sent, "button"):
        for parameter in component.get("parameters") or []:
            value = parameter.get("text") or parameter.get("payload") or ""
            values[int(component.get("index", 0))] = str(value)
    return values


def _components(sent: Component, kind: str) -> list[Component]:
    return [found for found in sent.get("components") or [] if found.get("type") == kind]


def _parameters(sent: Component, kind: str) -> list[Component]:
    return [p for found in _components(sent, kind) for p in found.get("parameters") or []]
