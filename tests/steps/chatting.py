"""A citizen's chat with the inbox, message by message."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from intake import inbox
from local.whatsapp.phones import Button
from menwa.recipient import Recipient
from menwa.whatsapp_updates import InboundMessage
from tests.builders import PHONE
from tests.steps.calling import queued
from tests.steps.world import World

_numbers = count(1)


@dataclass
class Chat:
    """`phone` is where the answers arrive; `seen` whether the office sees it."""

    world: World
    phone: str = PHONE
    seen: bool = True
    user_id: str | None = field(default=None)

    def __post_init__(self) -> None:
        self.user_id = self.user_id or self.world.whatsapp.chats.phone(self.phone).user_id

    @property
    def sender(self) -> Recipient:
        return Recipient(phone=self.phone if self.seen else None, user_id=self.user_id)

    def message(self, text: str | None = None, **changes: Any) -> str:
        known = {
            "id": f"wamid.chat.{next(_numbers)}",
            "sender": self.sender,
            "kind": "text",
            "text": text,
            "timestamp": self.world.clock.moment,
        }
        read = InboundMessage.model_validate(known | changes)
        return read.model_dump_json(exclude_none=True)

    def writes(self, text: str | None = None, **changes: Any) -> list[str]:
        """What is answered to it."""
        return self.sends(self.message(text, **changes))

    def sends(self, *messages: str) -> list[str]:
        self.world.whatsapp.write(self.phone, "…")  # Meta's window opens
        before = len(self.world.texts(self.phone))
        assert queued(inbox.handler, *messages) == []
        return self.world.texts(self.phone)[before:]

    def taps(self, payload: str) -> list[str]:
        return self.writes("Tombol", kind="button", payload=payload)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Of the office's last message."""
        return self.world.on_phone(self.phone)[-1].content.buttons

    @property
    def link(self) -> str:
        (button,) = self.buttons
        return button.value
