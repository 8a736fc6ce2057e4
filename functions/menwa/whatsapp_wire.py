"""Meta's messages, as far as MENWA reads them."""

from typing import Literal

from pydantic import AwareDatetime, Field

from menwa.recipient import Recipient, phone_of
from menwa.whatsapp_shapes import (
    Wire,
    WireButton,
    WireCard,
    WireContext,
    WireInteractive,
    WireMedia,
    WireReply,
    WireSystem,
    WireText,
)

Kind = Literal["text", "button", "media", "contact", "form", "reaction", "system", "unsupported"]
Media = Literal["voice", "audio", "document", "image", "sticker", "video"]

_KINDS: dict[str, Kind] = {
    "text": "text",
    "button": "button",
    "document": "media",
    "image": "media",
    "audio": "media",
    "video": "media",
    "sticker": "media",
    "contacts": "contact",
    "reaction": "reaction",
    "system": "system",
}


class WireMessage(Wire):
    """`from` and the contact's `wa_id` are absent where the person hides their phone."""

    id: str = Field(min_length=1)
    phone: str | None = Field(default=None, alias="from")
    user_id: str | None = Field(default=None, alias="from_user_id")
    timestamp: AwareDatetime
    type: str = "unknown"
    context: WireContext | None = None
    text: WireText | None = None
    button: WireButton | None = None
    interactive: WireInteractive | None = None
    audio: WireMedia | None = None
    document: WireMedia | None = None
    image: WireMedia | None = None
    sticker: WireMedia | None = None
    video: WireMedia | None = None
    contacts: tuple[WireCard, ...] = ()
    origin: str | None = None
    system: WireSystem | None = None

    @property
    def sender(self) -> Recipient:
        """A changed user id comes from nobody: then it is whoever had the old one."""
        phone = f"+{self.phone.removeprefix('+')}" if self.phone else None
        before = self.system.previous_user_id if self.system is not None else None
        return Recipient(phone=phone, user_id=self.user_id or before)

    @property
    def kind(self) -> Kind:
        if self.payload is not None:
            return "button"
        if self.interactive is not None and self.interactive.nfm_reply is not None:
            return "form"
        return _KINDS.get(self.type, "unsupported")

    @property
    def media(self) -> Media | None:
        if self.audio is not None:
            return "voice" if self.audio.voice else "audio"
        held: dict[Media, WireMedia | None] = {
            "document": self.document,
            "image": self.image,
            "sticker": self.sticker,
            "video": self.video,
        }
        return next((name for name, medium in held.items() if medium is not None), None)

    @property
    def payload(self) -> str | None:
        if self.button is not None:
            return self.button.payload
        return self._reply.id if self._reply is not None else None

    @property
    def words(self) -> str | None:
        """What was typed, also below a picture or document, or stands on the tapped button."""
        if self.text is not None:
            return self.text.body
        if self.button is not None:
            return self.button.text
        if self._reply is not None:
            return self._reply.title
        captioned = (self.document, self.image, self.video)
        return next((medium.caption for medium in captioned if medium and medium.caption), None)

    @property
    def shared_phone(self) -> str | None:
        """The sender's own number, given at our request."""
        for card in self.contacts:
            if "contact_request" in (card.origin, self.origin):
                numbers = (phone_of(each.wa_id or each.phone) for each in card.phones)
                return next((number for number in numbers if number), None)
        return None

    @property
    def _reply(self) -> WireReply | None:
        return self.interactive.reply if self.interactive is not None else None
