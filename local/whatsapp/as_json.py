"""What the sample's controls are asked, and what they tell of a message."""

from typing import Any

from flask import request

from local.whatsapp.phones import ChatMessage


def asked() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def shown(message: ChatMessage) -> dict[str, Any]:
    content, held = message.content, message.content.document
    document = held and {
        "media_id": held.media_id,
        "filename": held.filename,
        "sha256": held.sha256,
    }
    buttons = [
        {"kind": one.kind, "label": one.label, "value": one.value} for one in content.buttons
    ]
    return {
        "id": message.id,
        "phone": message.phone.number,
        "from_office": message.from_office,
        "kind": content.kind,
        "template": content.template,
        "text": content.text,
        "buttons": buttons,
        "document": document,
        "attempt_id": message.attempt_id,
        "at": message.at.isoformat(),
        "arrived": message.arrived,
        "statuses": list(message.statuses),
    }
