"""Meta's own shapes, as far as MENWA reads them."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from menwa.recipient import Recipient

Kind = Literal["text", "button", "media", "reaction", "system", "unsupported"]
Status = Literal["sent", "delivered", "read", "failed", "unknown"]

_KINDS: dict[str, Kind] = {
    "text": "text",
    "button": "button",
    "document": "media",
    "image": "media",
    "audio": "media",
    "video": "media",
    "sticker": "media",
    "reaction": "reaction",
    "system": "system",
}
_STATUSES: dict[str, Status] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class WireText(_Wire):
    body: str


class WireButton(_Wire):
    """A quick reply of a template."""

    payload: str
    text: str | None = None


class WireReply(_Wire):
    id: str
    title: str | None = None


class WireInteractive(_Wire):
    button_reply: WireReply | None = None
    list_reply: WireReply | None = None

    @property
    def reply(self) -> WireReply | None:
        return self.button_reply or self.list_reply


class WireMessage(_Wire):
    """`from` and the contact's `wa_id` are absent where the person hides their phone."""

    id: str = Field(min_length=1)
    phone: str | None = Field(default=None, alias="from")
    user_id: str | None = Field(default=None, alias="from_user_id")
    timestamp: AwareDatetime
    type: str = "unknown"
    text: WireText | None = None
    button: WireButton | None = None
    interactive: WireInteractive | None = None

    @property
    def sender(self) -> Recipient:
        phone = f"+{self.phone.removeprefix('+')}" if self.phone else None
        return Recipient(phone=phone, user_id=self.user_id)

    @property
    def kind(self) -> Kind:
        return "button" if self.payload is not None else _KINDS.get(self.type, "unsupported")

    @property
    def payload(self) -> str | None:
        if self.button is not None:
            return self.button.payload
        return self._reply.id if self._reply is not None else None

    @property
    def words(self) -> str | None:
        if self.text is not None:
            return self.text.body
        if self.button is not None:
            return self.button.text
        return self._reply.title if self._reply is not None else None

    @property
    def _reply(self) -> WireReply | None:
        return self.interactive.reply if self.interactive is not None else None


class WireStatus(_Wire):
    id: str = Field(min_length=1)
    status: str
    timestamp: AwareDatetime
    biz_opaque_callback_data: str | None = None
    errors: object = None

    @property
    def known_status(self) -> Status:
        return _STATUSES.get(self.status, "unknown")

    @property
    def error_code(self) -> int | None:
        """A failure must be heard of even where its reason cannot be read."""
        first = self.errors[0] if isinstance(self.errors, list) and self.errors else None
        code = first.get("code") if isinstance(first, dict) else None
        return code if isinstance(code, int) else None
