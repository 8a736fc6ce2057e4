"""Where the sample posts its webhooks, and what was agreed with the office."""

import secrets
from dataclasses import dataclass, field

import httpx

from local.whatsapp.switches import Signature


@dataclass(frozen=True)
class Subscription:
    """Where Meta posts, and what was agreed: without a `verify_token` there is no handshake."""

    url: str
    app_secret: str = field(repr=False)
    previous_secret: str | None = field(default=None, repr=False)
    verify_token: str | None = field(default=None, repr=False)

    def secret_for(self, signature: Signature) -> str:
        if signature == "wrong":
            return secrets.token_hex()
        return self.previous_secret or "" if signature == "previous" else self.app_secret

    def is_known(self, http: httpx.Client) -> bool:
        """By the handshake: the office gives the challenge back to whoever knows the token."""
        if self.verify_token is None:
            return True
        challenge = str(secrets.randbelow(10**10))
        asked = {
            "hub.mode": "subscribe",
            "hub.challenge": challenge,
            "hub.verify_token": self.verify_token,
        }
        try:
            answer = http.get(self.url, params=asked)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK and answer.text == challenge
