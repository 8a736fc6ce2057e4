"""A message's body, checked as the Cloud API checks it and turned into what the phone shows."""

from collections.abc import Callable
from typing import Any

from local.whatsapp import templates
from local.whatsapp.graph_errors import GraphError, required
from local.whatsapp.media import Medium
from local.whatsapp.phones import Button, Content, HeldDocument
from local.whatsapp.templates import Templates

Body = dict[str, Any]
FindMedium = Callable[[str], Medium | None]

LONGEST_TEXT = 4096
LONGEST_BODY = 1024
LONGEST_LABEL = 20
LONGEST_ID = 256
LONGEST_FILENAME = 240


def content_of(body: Body, known: Templates, find: FindMedium) -> Content:
    """GraphError for whatever Meta would refuse at once."""
    kind = body.get("type", "text")
    if kind == "text":
        return _text(_part(body, "text"))
    if kind == "document":
        return _document(_part(body, "document"), find)
    if kind == "interactive":
        return _interactive(_part(body, "interactive"))
    if kind == "template":
        return _template(_part(body, "template"), known, find)
    raise GraphError(131051, f"Message type {kind} is not supported")


def _text(part: Body) -> Content:
    text = _words(part, "body", "text['body']")
    if len(text) > LONGEST_TEXT:
        said = f"Param text['body'] must be at most {LONGEST_TEXT} characters long."
        raise GraphError(100, message=f"(#100) {said}")
    return Content("text", text)


def _document(part: Body, find: FindMedium) -> Content:
    caption = str(part.get("caption") or "")
    _at_most(caption, LONGEST_BODY, "Caption")
    return Content("document", caption, document=_held(part, find))


def _held(part: Body, find: FindMedium) -> HeldDocument:
    if ("id" in part) == ("link" in part):
        raise GraphError(131009, "Exactly one of id and link is required")
    if "link" in part:
        raise GraphError(131009, "This sample fetches no links: upload the file")
    filename = str(part.get("filename") or "Untitled")
    _at_most(filename, LONGEST_FILENAME, "Filename")
    medium = find(str(part["id"]))
    if medium is None:
        raise GraphError(131009, "Media ID is not valid")
    return HeldDocument(medium.id, filename, medium.content)


def _interactive(part: Body) -> Content:
    text = _words(_part(part, "body"), "text", "interactive['body']['text']")
    _at_most(text, LONGEST_BODY, "Body text")
    footer = str((part.get("footer") or {}).get("text") or "")
    action = _part(part, "action")
    if part.get("type") == "cta_url":
        return Content("link", text, footer, buttons=(_link(_part(action, "parameters")),))
    if part.get("type") == "button":
        return Content("buttons", text, footer, buttons=_replies(action))
    raise GraphError(131009, "Interactive type is not one that this sample knows")


def _link(parameters: Body) -> Button:
    label = _words(parameters, "display_text", "display_text")
    url = _words(parameters, "url", "url")
    _at_most(label, LONGEST_LABEL, "Button title")
    if not url.startswith(("https://", "http://")):
        raise GraphError(131009, "The button's url is not valid")
    return Button("link", label, url, "interactive")


def _replies(action: Body) -> tuple[Button, ...]:
    replies = [_part(button, "reply") for button in action.get("buttons") or []]
    found = tuple(
        Button("reply", _words(one, "title", "title"), _words(one, "id", "id"), "interactive")
        for one in replies
    )
    if not 1 <= len(found) <= 3 or len({button.label for button in found}) != len(found):
        raise GraphError(131009, "Buttons: one to three, each with a title of its own")
    for button in found:
        _at_most(button.label, LONGEST_LABEL, "Button title")
        _at_most(button.value, LONGEST_ID, "Button id")
    return found


def _template(part: Body, known: Templates, find: FindMedium) -> Content:
    template = known.for_message(part)
    header = templates.header_document(part)
    return Content(
        "template",
        templates.body_text(template, part),
        template.part("FOOTER").text,
        _held(header, find) if header is not None else None,
        templates.buttons(template, part),
        template.name,
    )


def _part(body: Body, name: str) -> Body:
    part = body.get(name)
    if not isinstance(part, dict):
        raise required(name)
    return part


def _words(part: Body, name: str, shown: str) -> str:
    words = part.get(name)
    if not isinstance(words, str) or not words.strip():
        raise GraphError(131008, f"Required parameter is missing: {shown}")
    return words


def _at_most(text: str, longest: int, what: str) -> None:
    if len(text) > longest:
        raise GraphError(131009, f"{what} length invalid. Min length: 1, Max length: {longest}")
