"""For whom a message is: by phone, or by user id."""

from typing import Any

from local.whatsapp.chats import Chats
from local.whatsapp.graph_errors import GraphError, required
from local.whatsapp.phones import SamplePhone, as_number


def addressee(body: dict[str, Any], chats: Chats) -> SamplePhone:
    """The phone wins. Without its plus it gets the office's country code, as Meta does it."""
    to, user_id = str(body.get("to") or ""), str(body.get("recipient") or "")
    if not to and not user_id:
        raise required("to")
    found = chats.phone_of(user_id) if not to else None
    if found is not None:
        return found
    number = to if to.startswith(("+", "62")) else f"62{to}"
    if not to or not 8 <= len(as_number(number)) <= 16:
        raise GraphError(131009, "Recipient is not a valid WhatsApp user")
    return chats.phone(as_number(number))
