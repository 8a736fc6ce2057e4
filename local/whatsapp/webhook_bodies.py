"""What the sample posts to the office, as Meta writes it."""

import base64
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from local.whatsapp.graph_errors import GraphError
from local.whatsapp.phones import Button, ChatMessage, SamplePhone

Value = dict[str, Any]


@dataclass(frozen=True)
class Update:
    """`status` is what the message has come to once the office has answered 200."""

    value: Value
    message_id: str = ""
    status: str = ""
    field: str = "messages"


@dataclass(frozen=True)
class Line:
    """The office's number, as Meta knows it."""

    account_id: str
    phone_number_id: str
    number: str

    def value(self) -> Value:
        metadata = {
            "display_phone_number": self.number.removeprefix("+"),
            "phone_number_id": self.phone_number_id,
        }
        return {"messaging_product": "whatsapp", "metadata": metadata}


def new_message_id(phone: SamplePhone) -> str:
    """As Meta's, it holds the phone, readable to anyone who decodes it."""
    digits = phone.wa_id.encode()
    head = b"\x1c\x18" + bytes([len(digits)]) + digits + b"\x15\x02\x00\x11\x18\x14"
    random = secrets.token_hex(10).upper().encode()
    return "wamid." + base64.b64encode(head + random + b"\x00").decode()


def typed(line: Line, message: ChatMessage) -> Update:
    content = {"type": "text", "text": {"body": message.content.text}}
    return _inbound(line, message, content)


def written(line: Line, message: ChatMessage, content: Value) -> Update:
    """Whatever else people send."""
    return _inbound(line, message, content)


def tapped(
    line: Line, message: ChatMessage, button: Button, asked: ChatMessage | None = None
) -> Update:
    """`asked` None: without the context, which Meta sometimes leaves out."""
    if button.origin == "template":
        content: Value = {
            "type": "button",
            "button": {"payload": button.value, "text": button.label},
        }
    else:
        kind = "list_reply" if button.origin == "list" else "button_reply"
        reply = {"id": button.value, "title": button.label}
        content = {"type": "interactive", "interactive": {"type": kind, kind: reply}}
    if asked is not None:
        content["context"] = {"from": line.number.removeprefix("+"), "id": asked.id}
    return _inbound(line, message, content)


def receipt(
    line: Line, message: ChatMessage, status: str, now: datetime, code: int | None = None
) -> Update:
    found: Value = {"id": message.id, "status": status, "timestamp": str(int(now.timestamp()))}
    found["recipient_user_id"] = message.phone.user_id
    if not message.phone.hides_number:
        found["recipient_id"] = message.phone.wa_id
    if message.attempt_id is not None:
        found["biz_opaque_callback_data"] = message.attempt_id
    value = line.value() | {"statuses": [found]}
    if code is not None:
        found["errors"] = [GraphError(code).in_webhook()]
        return Update(value, message.id, status)
    if status != "read" or "delivered" not in message.statuses:
        found["pricing"] = _pricing(message)
    return Update(value | {"contacts": [_contact(message.phone)]}, message.id, status)


def signed_body(line: Line, updates: Sequence[Update], app_secret: str) -> tuple[bytes, str]:
    """The bytes (all but ASCII escaped, as Meta does) and their X-Hub-Signature-256."""
    changes = [{"value": update.value, "field": update.field} for update in updates]
    entries = [{"id": line.account_id, "changes": [change]} for change in changes]
    body = {"object": "whatsapp_business_account", "entry": entries}
    raw = json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()
    return raw, "sha256=" + hmac.new(app_secret.encode(), raw, "sha256").hexdigest()


def _inbound(line: Line, message: ChatMessage, content: Value) -> Update:
    head = {
        "from_user_id": message.phone.user_id,
        "id": message.id,
        "timestamp": str(int(message.at.timestamp())),
    }
    visible = {} if message.phone.hides_number else {"from": message.phone.wa_id}
    people = {"contacts": [_contact(message.phone)]}
    value = line.value() | people | {"messages": [visible | head | content]}
    return Update(value, message.id, "delivered")


def _contact(phone: SamplePhone) -> Value:
    profile = {"name": phone.owner}
    if phone.hides_number:
        username = "@" + phone.owner.lower().replace(" ", ".")
        return {"profile": profile | {"username": username}, "user_id": phone.user_id}
    return {"profile": profile, "wa_id": phone.wa_id, "user_id": phone.user_id}


def _pricing(message: ChatMessage) -> Value:
    known = {"billable": True, "pricing_model": "PMP", "type": "regular"}
    return {**known, "category": message.content.category}
