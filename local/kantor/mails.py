"""The mails that left by SES, as moto keeps them, and what SES says when one does not arrive."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from local.engine import hooks


@dataclass(frozen=True)
class Mail:
    """`html` is empty where the mail has none. SES gives its events the mail's `tags`."""

    to: str
    subject: str
    body: str
    html: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def link(self) -> str | None:
        found = re.search(r"https?://\S+", self.body)
        return found[0] if found else None

    def bounced(self) -> bytes:
        """The event, as EventBridge hands it to a function."""
        tags = {name: [value] for name, value in self.tags.items()}
        detail = {
            "eventType": "Bounce",
            "bounce": {"bounceType": "Permanent", "bounceSubType": "General"},
            "mail": {"destination": [self.to], "tags": tags},
        }
        event = {"source": "aws.ses", "detail-type": "Email Bounced", "detail": detail}
        return json.dumps(event).encode()


def sent_mails() -> list[Mail]:
    """Oldest first."""
    return [
        Mail(
            to=", ".join(sent["destinations"]["ToAddresses"]),
            subject=sent["subject"],
            body=sent["text"] or sent["body"],
            html=sent["body"] if sent["text"] != sent["body"] else "",
            tags=sent["tags"],
        )
        for sent in hooks.sent_mails()
    ]
