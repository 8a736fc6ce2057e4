"""Messages with buttons: they may be sent inside the 24-hour window only."""

from local.whatsapp.checks import Body, FindMedium, at_most, held_document, part_of, words_of
from local.whatsapp.graph_errors import GraphError
from local.whatsapp.phones import Button, Content, HeldDocument, Kind

LONGEST_BODY = 1024
LONGEST_HEADER = 60
LONGEST_LABEL = 20
LONGEST_ROW = 24
LONGEST_ID = 256
LONGEST_URL = 2000
MOST_ROWS = 10
LONGEST_ROW_ID, LONGEST_DESCRIPTION = 200, 72
WITH_DOCUMENT = {"button", "cta_url"}


def interactive_content(part: Body, find: FindMedium) -> Content:
    text = words_of(part_of(part, "body"), "text", "interactive['body']['text']")
    footer = str((part.get("footer") or {}).get("text") or "")
    at_most(text, LONGEST_BODY, "Body text")
    at_most(footer, LONGEST_HEADER, "Footer text")
    header, document = _header(part, find)
    text = f"*{header}*\n{text}" if header else text
    buttons = _buttons(str(part.get("type")), part_of(part, "action"))
    action = part_of(part, "action")
    menu = str(action["button"]) if part.get("type") == "list" else ""
    kind: Kind = "link" if buttons[0].kind == "link" else "buttons"
    return Content(kind, text, footer, document, buttons, menu=menu)


def _header(part: Body, find: FindMedium) -> tuple[str, HeldDocument | None]:
    header = part.get("header")
    if not isinstance(header, dict):
        return "", None
    if header.get("type") == "document" and part.get("type") in WITH_DOCUMENT:
        return "", held_document(part_of(header, "document"), find)
    if header.get("type") != "text" or part.get("type") == "contact_request":
        raise GraphError(131009, "Header type is not one that this sample knows")
    text = words_of(header, "text", "interactive['header']['text']")
    at_most(text, LONGEST_HEADER, "Header text")
    return text, None


def _buttons(kind: str, action: Body) -> tuple[Button, ...]:
    if kind == "cta_url":
        return (_link(part_of(action, "parameters")),)
    if kind == "button":
        return _replies(action)
    if kind == "list":
        return _rows(action)
    if kind == "contact_request":
        if action.get("name") != "request_contact_info":
            raise GraphError(131009, "Action name is not valid")
        return (Button("share", "Bagikan nomor saya", "", "interactive"),)
    raise GraphError(131009, "Interactive type is not one that this sample knows")


def _link(parameters: Body) -> Button:
    label = words_of(parameters, "display_text", "display_text")
    url = words_of(parameters, "url", "url")
    at_most(label, LONGEST_LABEL, "Button title")
    at_most(url, LONGEST_URL, "Button url")
    if not url.startswith(("https://", "http://")):
        raise GraphError(131009, "The button's url is not valid")
    return Button("link", label, url, "interactive")


def _replies(action: Body) -> tuple[Button, ...]:
    replies = [part_of(button, "reply") for button in action.get("buttons") or []]
    found = tuple(
        Button("reply", words_of(one, "title", "title"), words_of(one, "id", "id"), "interactive")
        for one in replies
    )
    if not 1 <= len(found) <= 3 or len({button.label for button in found}) != len(found):
        raise GraphError(131009, "Buttons: one to three, each with a title of its own")
    for button in found:
        at_most(button.label, LONGEST_LABEL, "Button title")
        at_most(button.value, LONGEST_ID, "Button id")
    return found


def _rows(action: Body) -> tuple[Button, ...]:
    at_most(words_of(action, "button", "interactive['action']['button']"), LONGEST_LABEL, "Button")
    rows = [row for section in action.get("sections") or [] for row in section.get("rows") or []]
    if not 1 <= len(rows) <= MOST_ROWS:
        raise GraphError(131009, f"Total row count exceed max allowed count: {MOST_ROWS}")
    found = tuple(map(_row, rows))
    for row in found:
        at_most(row.label, LONGEST_ROW, "Row title")
        at_most(row.value, LONGEST_ROW_ID, "Row id")
        at_most(row.about, LONGEST_DESCRIPTION, "Row description")
    return found


def _row(row: Body) -> Button:
    title, value = words_of(row, "title", "title"), words_of(row, "id", "id")
    return Button("reply", title, value, "list", str(row.get("description") or ""))
