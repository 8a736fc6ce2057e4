"""Whom a WhatsApp message is for, or came from."""

import re
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from menwa.types import Phone

_UserId = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_NUMBER = re.compile(r"[1-9][0-9]{7,14}")


class Recipient(BaseModel):
    """A phone, a business-scoped user id (people with a username may hide their phone), or both."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    phone: Phone | None = None
    user_id: _UserId | None = None

    @model_validator(mode="after")
    def _is_somebody(self) -> Self:
        if self.phone is None and self.user_id is None:
            raise ValueError("neither a phone nor a user id")
        return self

    def address(self) -> dict[str, str]:
        """Meta's fields: the phone wins, with its `+`, or Meta prepends its own country code."""
        if self.phone is not None:
            return {"to": self.phone}
        return {"recipient": str(self.user_id)}


def changed_hands(known: Recipient | None, now: Recipient | None) -> bool:
    """The same phone is another user id's now."""
    if known is None or now is None or None in {known.user_id, now.user_id}:
        return False
    return known.phone == now.phone and known.user_id != now.user_id


def phone_of(number: object) -> Phone | None:
    """`+62…` of Meta's `wa_id`, or of a number as it stands in a contact; None if it is none."""
    digits = re.sub(r"[\s().+-]", "", number) if isinstance(number, str) else ""
    return f"+{digits}" if _NUMBER.fullmatch(digits) else None
