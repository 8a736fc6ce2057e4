"""What people write, as MENWA hands it on, and how it is read from Meta's shape."""

from typing import Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from menwa.recipient import Recipient, phone_of
from menwa.types import Phone
from menwa.whatsapp_queued import Queued
from menwa.whatsapp_shapes import Wire
from menwa.whatsapp_wire import Kind, Media, WireMessage

LONGEST_TEXT = 4096
Change = Literal["number", "user_id", "device"]
_CHANGES: dict[str, Change] = {
    "user_changed_number": "number",
    "user_changed_user_id": "user_id",
    "customer_identity_changed": "device",
    "user_identity_changed": "device",
}


class IdentityChange(BaseModel):
    """Whoever wrote as `sender` is `now` somebody else to Meta: another number, another user id,
    or WhatsApp set up anew. None where Meta does not say."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    what: Change
    now: Recipient | None = None


class InboundMessage(Queued):
    """`payload` is what the tapped button carries; `text` what was typed, or the button's label.

    `shared_phone`: the sender's own number, given at our request (not a card they forwarded).
    """

    id: str
    sender: Recipient
    kind: Kind
    text: str | None = None
    payload: str | None = None
    in_reply_to: str | None = None
    media: Media | None = None
    shared_phone: Phone | None = None
    change: IdentityChange | None = None
    timestamp: AwareDatetime

    @classmethod
    def read(cls, as_it_came: Any) -> Self:
        if isinstance(as_it_came, dict) and isinstance(as_it_came.get("user_id"), dict):
            return cls(**_renewed(as_it_came))
        wire = WireMessage.model_validate(as_it_came)
        return cls(
            id=wire.id,
            sender=wire.sender,
            kind=wire.kind,
            text=wire.words[:LONGEST_TEXT] if wire.words is not None else None,
            payload=wire.payload,
            in_reply_to=wire.context.id if wire.context is not None else None,
            media=wire.media,
            shared_phone=wire.shared_phone,
            change=_change(wire),
            timestamp=wire.timestamp,
        )


class _Renewed(Wire):
    previous: str = Field(min_length=1)
    current: str = Field(min_length=1)


class _Renewal(Wire):
    wa_id: str | None = None
    user_id: _Renewed
    timestamp: AwareDatetime


def _renewed(as_it_came: Any) -> dict[str, Any]:
    """A `user_id_update`, as the system message that says the same."""
    wire = _Renewal.model_validate(as_it_came)
    phone = phone_of(wire.wa_id)
    now = Recipient(phone=phone, user_id=wire.user_id.current)
    return {
        "id": f"user_id_update.{wire.user_id.current}",
        "sender": Recipient(phone=phone, user_id=wire.user_id.previous),
        "kind": "system",
        "change": IdentityChange(what="user_id", now=now),
        "timestamp": wire.timestamp,
    }


def _change(wire: WireMessage) -> IdentityChange | None:
    what = _CHANGES.get(wire.system.type) if wire.system is not None else None
    if wire.system is None or what is None:
        return None
    return IdentityChange(what=what, now=wire.system.now)
