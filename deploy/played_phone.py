"""A phone that is played: what Meta would post to the webhook if somebody wrote from it."""

import hmac
import json
import secrets
from dataclasses import dataclass, field
from time import time
from typing import Any

import httpx

WEBHOOK = "/webhook/whatsapp"


@dataclass(frozen=True)
class PlayedPhone:
    """`phone_number_id` is the office's number at Meta. No user id is sent: a made-up one would
    later look as if the number had changed hands."""

    number: str
    phone_number_id: str
    app_secret: str = field(repr=False)

    def write(self, http: httpx.Client, text: str) -> httpx.Response:
        return self._post(http, {"type": "text", "text": {"body": text}})

    def cancel(self, http: httpx.Client, case_id: str) -> httpx.Response:
        """As the button does it by which a citizen confirms it."""
        reply = {"id": f"CANCEL_YES:{case_id}", "title": "Ya, batalkan"}
        button = {"type": "button_reply", "button_reply": reply}
        return self._post(http, {"type": "interactive", "interactive": button})

    def _post(self, http: httpx.Client, content: dict[str, Any]) -> httpx.Response:
        body = json.dumps(self._update(content)).encode()
        signature = hmac.new(self.app_secret.encode(), body, "sha256").hexdigest()
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}
        return http.post(WEBHOOK, content=body, headers=headers)

    def _update(self, content: dict[str, Any]) -> dict[str, Any]:
        digits = self.number.removeprefix("+")
        message = {
            "from": digits,
            "id": f"wamid.smoke{secrets.token_hex(12)}",
            "timestamp": str(int(time())),
            **content,
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "0", "phone_number_id": self.phone_number_id},
            "contacts": [{"profile": {"name": "Uji Coba"}, "wa_id": digits}],
            "messages": [message],
        }
        change = {"field": "messages", "value": value}
        return {
            "object": "whatsapp_business_account",
            "entry": [{"id": "0", "changes": [change]}],
        }
