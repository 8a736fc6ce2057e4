"""WhatsApp's receipts: what became of a message that MENWA sent, from Meta's shape to our own."""

from typing import Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from menwa.recipient import Recipient, phone_of
from menwa.whatsapp_queued import Queued
from menwa.whatsapp_shapes import Wire

Status = Literal["sent", "delivered", "read", "failed", "unknown"]

_STATUSES: dict[str, Status] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}


class Price(BaseModel):
    """By message: free are only `free_customer_service` and `free_entry_point`."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    category: str
    type: str


class Receipt(Queued):
    """`recipient` as Meta knows them by now: perhaps by more than the message was sent to."""

    wamid: str
    status: Status
    attempt_id: str | None = None
    timestamp: AwareDatetime
    error_code: int | None = None
    recipient: Recipient | None = None
    price: Price | None = None

    @classmethod
    def read(cls, as_it_came: Any) -> Self:
        wire = _WireStatus.model_validate(as_it_came)
        return cls(
            wamid=wire.id,
            status=_STATUSES.get(wire.status, "unknown"),
            attempt_id=wire.biz_opaque_callback_data,
            timestamp=wire.timestamp,
            error_code=wire.error_code,
            recipient=wire.recipient,
            price=wire.price,
        )


class _WireStatus(Wire):
    """A failure must be heard of even where its reason cannot be read; so with all the rest."""

    id: str = Field(min_length=1)
    status: str
    timestamp: AwareDatetime
    biz_opaque_callback_data: str | None = None
    recipient_id: object = None
    recipient_user_id: object = None
    pricing: object = None
    errors: object = None

    @property
    def error_code(self) -> int | None:
        first = self.errors[0] if isinstance(self.errors, list) and self.errors else None
        code = first.get("code") if isinstance(first, dict) else None
        return code if isinstance(code, int) else None

    @property
    def recipient(self) -> Recipient | None:
        known = {"phone": phone_of(self.recipient_id), "user_id": self.recipient_user_id}
        try:
            return Recipient.model_validate(known)
        except ValidationError:
            return None

    @property
    def price(self) -> Price | None:
        known = self.pricing if isinstance(self.pricing, dict) else {}
        try:
            return Price.model_validate({name: known.get(name) for name in ("category", "type")})
        except ValidationError:
            return None
