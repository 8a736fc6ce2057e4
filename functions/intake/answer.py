"""One message out for one message in."""

from dataclasses import dataclass
from typing import Literal

from menwa.case import Case
from menwa.whatsapp_messages import Choices, LinkMessage, Menu, Message, PhoneRequest, ReplyButton

LONGEST = 4096
LONGEST_WITH_BUTTON = 1024
Button = Literal["none", "form", "track", "survey", "share_phone"]


@dataclass(frozen=True)
class Answer:
    """`kind`: of each at most one goes out a minute. `case`: whose page its button opens. `menu`
    is the label of a button that opens the choices: they may be more than three."""

    kind: str
    text: str
    button: Button = "none"
    choices: tuple[ReplyButton, ...] = ()
    menu: str = ""
    case: Case | None = None

    def message(self, label: str = "", url: str = "") -> Message:
        """`label` and `url` of the button to the form or a page, where it has one. What is too
        long for a button stands as text, with the address below."""
        if self.button == "share_phone":
            return PhoneRequest(text=self.text)
        if self.menu:
            return Menu(text=self.text, label=self.menu, rows=self.choices)
        if self.choices:
            return Choices(text=self.text[:LONGEST_WITH_BUTTON], buttons=self.choices)
        if not url:
            return self.text[:LONGEST]
        if len(self.text) > LONGEST_WITH_BUTTON:
            return f"{self.text[: LONGEST - len(url) - 2]}\n\n{url}"
        return LinkMessage(text=self.text, label=label, url=url)
