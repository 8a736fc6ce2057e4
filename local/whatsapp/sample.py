"""WhatsApp as the office meets it: what it accepted, whom it reached, what it tells the office."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from threading import Event
from typing import Any

from local.whatsapp.chats import Chats
from local.whatsapp.contents import content_of
from local.whatsapp.definitions import SampleTemplate
from local.whatsapp.faults import Faults, FaultSwitch
from local.whatsapp.graph_errors import GraphError, required
from local.whatsapp.media import Media
from local.whatsapp.phones import Button, ChatMessage, Content, SamplePhone, as_number
from local.whatsapp.receipts import receipts_for
from local.whatsapp.templates import Templates
from local.whatsapp.webhook_bodies import Line, new_message_id, receipt, tapped, typed
from local.whatsapp.webhook_sender import WebhookSender

ACCOUNT_ID = "102290129340398"


class SampleWhatsApp:
    """`number` is the office's own; people whose phones are not among `phones` may write too."""

    def __init__(
        self,
        *,
        office_name: str,
        number: str,
        phone_number_id: str,
        access_token: str,
        phones: Iterable[SamplePhone] = (),
        templates: Iterable[SampleTemplate] = (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.office_name = office_name
        self.access_token = access_token
        self.line = Line(ACCOUNT_ID, phone_number_id, number)
        self.chats = Chats(phones)
        self.media = Media()
        self.faults = FaultSwitch()
        self.stopping = Event()
        self.now = now
        self._templates = Templates(templates)
        self._sender = WebhookSender(
            self.line, lambda update: self.chats.tell(update.message_id, update.status)
        )

    def start(self, webhook_url: str, app_secret: str) -> None:
        """From now on the office hears of what happens, and of what has happened so far."""
        self.stopping.clear()
        self._sender.start(webhook_url, app_secret)

    def stop(self) -> None:
        self.stopping.set()
        self._sender.stop()

    def accept(self, body: dict[str, Any]) -> tuple[ChatMessage, Faults]:
        """GraphError if Meta would refuse; what it cannot deliver it accepts, and says so later."""
        phone = self._addressee(body)
        now = self.now()
        content = content_of(body, self._templates, lambda found: self.media.get(found, now))
        faults = self.faults.take(phone.number)
        if faults.refuse_code is not None or faults.unavailable:
            raise GraphError(faults.refuse_code if faults.refuse_code is not None else 2)
        code = faults.failed_code or self._undeliverable(phone, content, now)
        message = ChatMessage(
            id=new_message_id(phone),
            phone=phone,
            from_office=True,
            content=content,
            at=now,
            attempt_id=body.get("biz_opaque_callback_data"),
            arrived=code is None,
        )
        self.chats.add(message)
        for status, delay in receipts_for(code, faults):
            self._sender.post(receipt(self.line, message, status, now, code), delay)
        return message, faults

    def write(self, number: str, text: str) -> ChatMessage:
        """Someone types on a phone."""
        message = self._from_phone(number, text)
        self._sender.post(typed(self.line, message))
        return message

    def tap(self, number: str, message_id: str, index: int) -> ChatMessage | None:
        """Someone taps a reply button; None if there is no such button on this phone."""
        asked = {message.id: message for message in self.chats.on_phone(number)}.get(message_id)
        offered = dict(enumerate(asked.content.buttons)) if asked is not None else {}
        button: Button | None = offered.get(index)
        if asked is None or button is None or button.kind != "reply":
            return None
        message = self._from_phone(number, button.label)
        self._sender.post(tapped(self.line, message, button, asked))
        return message

    def open_chat(self, number: str) -> None:
        """Someone looks at a phone: whatever was unread there is read now."""
        for message in self.chats.unread(number):
            self.chats.tell(message.id, "read")
            self._sender.post(receipt(self.line, message, "read", self.now()))

    def read_by_office(self, message_id: str) -> None:
        if not self.chats.has(message_id):
            raise GraphError(131009, "Message ID is not valid")
        self.chats.tell(message_id, "read")

    def _from_phone(self, number: str, text: str) -> ChatMessage:
        phone = self.chats.phone(number)
        content = Content("text", text)
        message = ChatMessage(new_message_id(phone), phone, False, content, self.now())
        self.chats.add(message)
        return message

    def _addressee(self, body: dict[str, Any]) -> SamplePhone:
        """Without its plus a number gets the office's country code, as Meta does it."""
        to, user_id = str(body.get("to") or ""), str(body.get("recipient") or "")
        if not to and not user_id:
            raise required("to")
        found = self.chats.phone_of(user_id) if not to else None
        if found is not None:
            return found
        number = to if to.startswith(("+", "62")) else f"62{to}"
        if not to or not 8 <= len(as_number(number)) <= 16:
            raise GraphError(131009, "Recipient is not a valid WhatsApp user")
        return self.chats.phone(as_number(number))

    def _undeliverable(self, phone: SamplePhone, content: Content, now: datetime) -> int | None:
        if content.kind == "template" or self.chats.window_is_open(phone.number, now):
            return None
        return 131047
