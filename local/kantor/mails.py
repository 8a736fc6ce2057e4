"""The mails that left by SES, as moto keeps them."""

import re
from dataclasses import dataclass

from local.engine import hooks


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    body: str

    @property
    def link(self) -> str | None:
        found = re.search(r"https?://\S+", self.body)
        return found[0] if found else None


def sent_mails() -> list[Mail]:
    """Oldest first."""
    return [
        Mail(", ".join(sent["destinations"]["ToAddresses"]), sent["subject"], sent["body"])
        for sent in hooks.sent_mails()
    ]
