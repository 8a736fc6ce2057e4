"""The phones, and what stands in each one's talk with the office."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

Role = Literal["warga", "pejabat"]
ButtonKind = Literal["link", "reply", "copy", "share"]
Sent = Literal["text", "document", "link", "buttons", "template"]
Simulated = Literal[
    "voice",
    "sticker",
    "image",
    "video",
    "file",
    "location",
    "contact",
    "form",
    "reaction",
    "unsupported",
]
Kind = Sent | Simulated


@dataclass(frozen=True)
class SamplePhone:
    """`hides_number`: its owner has a username, so that the office sees a user id only.

    `renewals`: how often Meta has given them another user id."""

    number: str
    owner: str
    role: Role = "warga"
    hides_number: bool = False
    renewals: int = 0

    @property
    def user_id(self) -> str:
        known = self.number + "'" * self.renewals
        digest = hashlib.sha256(known.encode()).hexdigest()
        return f"ID.{int(digest[:14], 16)}"

    @property
    def wa_id(self) -> str:
        return self.number.removeprefix("+")


@dataclass(frozen=True)
class Button:
    """A "link" opens an address; a "reply" sends its value back, as `origin` does it; "copy" takes
    it to the clipboard; "share" sends the phone's own number. `about` stands below a list's row."""

    kind: ButtonKind
    label: str
    value: str
    origin: Literal["interactive", "list", "template"] = "template"
    about: str = ""


@dataclass(frozen=True)
class HeldDocument:
    media_id: str
    filename: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Content:
    """What a bubble shows; `category`: what Meta charges for it; `menu`: behind this button lie
    the others."""

    kind: Kind
    text: str = ""
    footer: str = ""
    document: HeldDocument | None = None
    buttons: tuple[Button, ...] = ()
    template: str | None = None
    category: str = "service"
    menu: str = ""

    def button(self, index: int) -> Button | None:
        return dict(enumerate(self.buttons)).get(index)


@dataclass(frozen=True)
class ChatMessage:
    """`statuses` are those that the office has been told, or for a typed message has caused."""

    id: str
    phone: SamplePhone
    from_office: bool
    content: Content
    at: datetime
    attempt_id: str | None = None
    arrived: bool = True
    statuses: tuple[str, ...] = field(default=())

    def with_status(self, status: str) -> "ChatMessage":
        if status in self.statuses:
            return self
        return replace(self, statuses=(*self.statuses, status))


def as_number(typed: str) -> str:
    """`+62…` of whatever stands in an address: with or without its plus."""
    return "+" + "".join(character for character in typed if character.isdecimal())
