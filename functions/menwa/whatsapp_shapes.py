"""The parts of Meta's messages, as far as MENWA reads them."""

from pydantic import BaseModel, ConfigDict

from menwa.recipient import Recipient, phone_of


class Wire(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, defer_build=True)


class WireText(Wire):
    body: str


class WireButton(Wire):
    """A quick reply of a template."""

    payload: str
    text: str | None = None


class WireReply(Wire):
    id: str
    title: str | None = None


class WireInteractive(Wire):
    button_reply: WireReply | None = None
    list_reply: WireReply | None = None
    nfm_reply: object = None
    """A filled-in Flow."""

    @property
    def reply(self) -> WireReply | None:
        return self.button_reply or self.list_reply


class WireMedia(Wire):
    caption: str | None = None
    voice: bool = False


class WireContext(Wire):
    id: str | None = None


class WirePhone(Wire):
    phone: str | None = None
    wa_id: str | None = None


class WireCard(Wire):
    """Somebody's contact. Only one with origin `contact_request` is surely the sender's own."""

    phones: tuple[WirePhone, ...] = ()
    origin: str | None = None


class WireSystem(Wire):
    """The new number and user id; the old ones stand with the message, or are `previous_…`."""

    type: str = ""
    wa_id: str | None = None
    user_id: str | None = None
    previous_user_id: str | None = None

    @property
    def now(self) -> Recipient | None:
        phone = phone_of(self.wa_id)
        return Recipient(phone=phone, user_id=self.user_id) if phone or self.user_id else None
