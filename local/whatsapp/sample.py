"""WhatsApp as the office meets it: what it accepted, whom it reached, what it tells the office."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from local.whatsapp.addressing import addressee
from local.whatsapp.chats import Chats
from local.whatsapp.contents import content_of
from local.whatsapp.definitions import SampleTemplate, TemplateStatus
from local.whatsapp.faults import Faults, FaultSwitch
from local.whatsapp.graph_errors import GraphError
from local.whatsapp.limits import Limits
from local.whatsapp.media import Media
from local.whatsapp.phones import ChatMessage, Content, SamplePhone
from local.whatsapp.receipts import receipts_for
from local.whatsapp.subscription import Subscription
from local.whatsapp.switches import Switches
from local.whatsapp.templates import Templates
from local.whatsapp.webhook_bodies import (
    Line,
    Update,
    new_message_id,
    receipt,
    tapped,
    typed,
)
from local.whatsapp.webhook_news import template_status
from local.whatsapp.webhook_sender import WebhookSender

TYPING = timedelta(seconds=25)
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
        self.switches = Switches()
        self.stopping = Event()
        self.templates = Templates(templates)
        self.typing_until: dict[str, datetime] = {}
        self._clock = now
        self._limits = Limits()
        self._sender = WebhookSender(
            self.line, lambda update: self.chats.tell(update.message_id, update.status)
        )

    def start(
        self,
        webhook_url: str,
        app_secret: str,
        previous_secret: str | None = None,
        verify_token: str | None = None,
    ) -> None:
        """From now on the office hears of what happens, and of what has happened so far."""
        self.stopping.clear()
        self._sender.start(Subscription(webhook_url, app_secret, previous_secret, verify_token))

    def stop(self) -> None:
        self.stopping.set()
        self._sender.stop()

    def now(self) -> datetime:
        return self._clock() + timedelta(hours=self.switches.hours_ahead)

    def switch(self, switches: Switches) -> None:
        self.switches = switches
        self._sender.switch(hold=switches.hold_webhooks, signature=switches.signature)

    def tell(self, update: Update, delay: float = 0.0) -> None:
        """The office hears of it."""
        self._sender.post(update, delay)

    def accept(self, body: dict[str, Any]) -> tuple[ChatMessage, Faults]:
        """GraphError if Meta would refuse; what it cannot deliver it accepts, and says so later.
        ConnectionAbortedError if it is swallowed: nothing was accepted, and nothing is said."""
        phone = addressee(body, self.chats)
        now = self.now()
        content = content_of(body, self.templates, lambda found: self.media.get(found, now))
        self._check_limits(phone, body, content)
        faults = self.faults.take(phone.number)
        if faults.swallow:
            raise ConnectionAbortedError
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
        self.typing_until.pop(phone.number, None)
        for status, delay in receipts_for(code, faults):
            self.tell(receipt(self.line, message, status, now, code), delay)
        return message, faults

    def write(self, number: str, text: str) -> ChatMessage:
        """Someone types on a phone."""
        message = self.from_phone(number, Content("text", text))
        self.tell(typed(self.line, message))
        return message

    def tap(
        self, number: str, message_id: str, index: int, *, with_context: bool = True
    ) -> ChatMessage | None:
        """Someone taps a reply button; None if there is no such button on this phone."""
        asked = {message.id: message for message in self.chats.on_phone(number)}.get(message_id)
        button = asked.content.button(index) if asked is not None else None
        if asked is None or button is None or button.kind != "reply":
            return None
        message = self.from_phone(number, Content("text", button.label))
        self.tell(tapped(self.line, message, button, asked if with_context else None))
        return message

    def open_chat(self, number: str) -> None:
        """Someone looks at a phone: whatever was unread there is read now."""
        for message in self.chats.unread(number):
            self.chats.tell(message.id, "read")
            self.tell(receipt(self.line, message, "read", self.now()))

    def read_by_office(self, message_id: str, *, typing: bool = False) -> None:
        message = self.chats.message(message_id)
        if message is None:
            raise GraphError(131009, "Message ID is not valid")
        self.chats.tell(message_id, "read")
        if typing:
            self.typing_until[message.phone.number] = self.now() + TYPING

    def types(self, number: str) -> bool:
        """Whether the phone shows that the office is about to answer."""
        until = self.typing_until.get(number)
        return until is not None and self.now() < until

    def turn_template(self, name: str, status: TemplateStatus) -> bool:
        """Meta approves, pauses or disables a template, and says so; False if it knows none."""
        template = self.templates.turn(name, status)
        if template is not None:
            self.tell(template_status(template))
        return template is not None

    def from_phone(self, number: str, content: Content) -> ChatMessage:
        phone = self.chats.phone(number)
        message = ChatMessage(new_message_id(phone), phone, False, content, self.now())
        self.chats.add(message)
        return message

    def _check_limits(self, phone: SamplePhone, body: dict[str, Any], content: Content) -> None:
        if not body.get("to") and any(button.kind == "copy" for button in content.buttons):
            raise GraphError(131062)
        if not self.switches.limits:
            return
        code = self._limits.refusal_of(phone.number, self.now().timestamp())
        if code is not None:
            raise GraphError(code)

    def _undeliverable(self, phone: SamplePhone, content: Content, now: datetime) -> int | None:
        if content.kind == "template" or self.chats.window_is_open(phone.number, now):
            return None
        return 131047
