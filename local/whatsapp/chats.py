"""All phones and all their messages, safe for many threads."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import RLock

from local.whatsapp.phones import ChatMessage, SamplePhone

WINDOW = timedelta(hours=24)


class Chats:
    def __init__(self, phones: Iterable[SamplePhone]) -> None:
        self._lock = RLock()
        self._phones = {phone.number: phone for phone in phones}
        self._messages: dict[str, ChatMessage] = {}

    def phones(self) -> list[SamplePhone]:
        with self._lock:
            return list(self._phones.values())

    def phone(self, number: str) -> SamplePhone:
        """A number nobody introduced belongs to a citizen without a name, once it is used."""
        with self._lock:
            return self._phones.get(number) or SamplePhone(number, "Nomor lain")

    def phone_of(self, user_id: str) -> SamplePhone | None:
        with self._lock:
            return next((phone for phone in self.phones() if phone.user_id == user_id), None)

    def replace(self, old: SamplePhone, new: SamplePhone) -> None:
        """Its owner hides the number, has another user id, or has moved to another number."""
        with self._lock:
            self._phones.pop(old.number, None)
            self._phones[new.number] = new
            for message in list(self._messages.values()):
                if message.phone.number == old.number:
                    self._messages[message.id] = replace(message, phone=new)

    def add(self, message: ChatMessage) -> None:
        with self._lock:
            self._phones.setdefault(message.phone.number, message.phone)
            self._messages[message.id] = message

    def tell(self, message_id: str, status: str) -> None:
        with self._lock:
            if message_id in self._messages:
                self._messages[message_id] = self._messages[message_id].with_status(status)

    def message(self, message_id: str) -> ChatMessage | None:
        with self._lock:
            return self._messages.get(message_id)

    def sent_by_office(self) -> list[ChatMessage]:
        """All that was accepted, also what never arrived."""
        with self._lock:
            return [message for message in self._messages.values() if message.from_office]

    def on_phone(self, number: str) -> list[ChatMessage]:
        with self._lock:
            return [
                message
                for message in self._messages.values()
                if message.phone.number == number and message.arrived
            ]

    def unread(self, number: str) -> list[ChatMessage]:
        return [
            message
            for message in self.on_phone(number)
            if message.from_office and "read" not in message.statuses
        ]

    def window_is_open(self, number: str, now: datetime) -> bool:
        typed = [message.at for message in self.on_phone(number) if not message.from_office]
        return bool(typed) and now - max(typed) < WINDOW
