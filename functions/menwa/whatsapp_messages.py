"""The bodies of the messages that MENWA sends, as the Cloud API takes them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from menwa.recipient import Recipient

Content = dict[str, Any]


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


class TemplateDocument(_Frozen):
    media_id: str
    filename: str


class ReplyButton(_Frozen):
    """`id` comes back when it is tapped: at most 256 characters; of the title WhatsApp shows 20."""

    id: str
    title: str


class Choices(_Frozen):
    """One to three buttons below a text, perhaps with a PDF above it. Inside the window only."""

    text: str
    buttons: tuple[ReplyButton, ...]
    document: TemplateDocument | None = None
    footer: str = ""


class Menu(_Frozen):
    """A text with one button, `label` (20 characters), that opens up to ten rows; of each title
    WhatsApp shows 24. Inside the window only."""

    text: str
    label: str
    rows: tuple[ReplyButton, ...]


class LinkMessage(_Frozen):
    """A text with one button that opens an address; of the label WhatsApp takes 20 characters.
    Inside the window only."""

    text: str
    label: str
    url: str


class PhoneRequest(_Frozen):
    """A text with a button that shares the person's own number; WhatsApp words the button."""

    text: str


class TemplateButton(_Frozen):
    """`value` is the end of a link's address, a code to copy (to Meta a "url" too), or what comes
    back when a quick reply is tapped."""

    kind: Literal["url", "quick_reply"]
    value: str


class TemplateMessage(_Frozen):
    """A message that Meta has approved; `values` by name (or by place: "1"), buttons in the
    template's order."""

    name: str
    language: str = "id"
    values: dict[str, str] = {}
    document: TemplateDocument | None = None
    buttons: tuple[TemplateButton, ...] = ()


Message = str | TemplateMessage | Choices | Menu | LinkMessage | PhoneRequest


def content_of(message: Message) -> Content:
    match message:
        case str():
            return text(message)
        case TemplateMessage():
            return template(message)
        case Choices():
            return choices(message)
        case Menu():
            return menu(message)
        case LinkMessage():
            return link(message.text, message.label, message.url)
        case PhoneRequest():
            return contact_request(message.text)


def message_to(to: Recipient, content: Content, attempt_id: str | None) -> Content:
    body = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    echoed = {"biz_opaque_callback_data": attempt_id} if attempt_id is not None else {}
    return {**body, **to.address(), **content, **echoed}


def text(body: str) -> Content:
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def read(wamid: str, *, typing: bool) -> Content:
    body = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    return {**body, "typing_indicator": {"type": "text"}} if typing else {**body}


def document(media_id: str, filename: str, caption: str) -> Content:
    held = {"id": media_id, "filename": filename}
    return {"type": "document", "document": held | ({"caption": caption} if caption else {})}


def link(body: str, label: str, url: str) -> Content:
    action = {"name": "cta_url", "parameters": {"display_text": label, "url": url}}
    return _interactive({"type": "cta_url", "body": {"text": body}, "action": action})


def contact_request(body: str) -> Content:
    action = {"name": "request_contact_info"}
    return _interactive({"type": "contact_request", "body": {"text": body}, "action": action})


def choices(message: Choices) -> Content:
    replies = [{"type": "reply", "reply": button.model_dump()} for button in message.buttons]
    body = {"type": "button", "body": {"text": message.text}, "action": {"buttons": replies}}
    header = {"header": _held(message.document)} if message.document is not None else {}
    footer = {"footer": {"text": message.footer}} if message.footer else {}
    return _interactive({**header, **body, **footer})


def menu(message: Menu) -> Content:
    rows = [row.model_dump() for row in message.rows]
    action = {"button": message.label, "sections": [{"rows": rows}]}
    return _interactive({"type": "list", "body": {"text": message.text}, "action": action})


def template(message: TemplateMessage) -> Content:
    components = [*_header(message), *_body(message), *_buttons(message)]
    language = {"code": message.language}
    parts = {"name": message.name, "language": language, "components": components}
    return {"type": "template", "template": parts}


def _header(message: TemplateMessage) -> list[Content]:
    if message.document is None:
        return []
    return [{"type": "header", "parameters": [_held(message.document)]}]


def _held(document: TemplateDocument) -> Content:
    held = {"id": document.media_id, "filename": document.filename}
    return {"type": "document", "document": held}


def _interactive(interactive: Content) -> Content:
    return {"type": "interactive", "interactive": interactive}


def _body(message: TemplateMessage) -> list[Content]:
    if not message.values:
        return []
    parameters = [
        {"type": "text", "text": value, **({} if name.isdigit() else {"parameter_name": name})}
        for name, value in message.values.items()
    ]
    return [{"type": "body", "parameters": parameters}]


def _buttons(message: TemplateMessage) -> list[Content]:
    return [
        {
            "type": "button",
            "sub_type": button.kind,
            "index": str(index),
            "parameters": [
                {"type": "text", "text": button.value}
                if button.kind == "url"
                else {"type": "payload", "payload": button.value}
            ],
        }
        for index, button in enumerate(message.buttons)
    ]
