"""Webhook bodies: built, or from tests/events."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from menwa.whatsapp_updates import Update, each_update

EVENTS = Path(__file__).parents[2] / "events" / "whatsapp.json"


def a_body(*values: dict[str, Any], field: str = "messages") -> bytes:
    metadata = {"display_phone_number": "6276112345", "phone_number_id": "1065"}
    changes = [{"field": field, "value": {"metadata": metadata, **each}} for each in values]
    body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}
    return json.dumps(body).encode()


def a_text(**changes: Any) -> dict[str, Any]:
    """`None` takes a field away."""
    message = {
        "from": "6281211110001",
        "id": "wamid.A",
        "timestamp": "1749416383",
        "type": "text",
        "text": {"body": "MENWA 7K3Q9XAB"},
    }
    return {name: value for name, value in (message | changes).items() if value is not None}


def a_status(**changes: Any) -> dict[str, Any]:
    status = {"id": "wamid.B", "status": "delivered", "timestamp": "1749416390"}
    return status | {"biz_opaque_callback_data": "MW-0000000000.1"} | changes


@cache
def _events() -> dict[str, Any]:
    events: dict[str, Any] = json.loads(EVENTS.read_text(encoding="utf-8"))
    return events


def event_names() -> list[str]:
    return list(_events())


def an_event(name: str) -> Update:
    """What is understood of the one update in it."""
    (found,) = each_update(json.dumps(_events()[name]).encode())
    return found.update
