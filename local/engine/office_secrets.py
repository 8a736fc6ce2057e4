"""The office's secrets, made up afresh at each start."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any


def _random() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class OfficeSecrets:
    """`app_secret` signs webhooks, `verify_token` is the handshake's; each bearer opens its API;
    `person_key` hides whose PDF went where; `partner_key` signs a sample partner's requests."""

    access_token: str = field(default_factory=_random, repr=False)
    app_secret: str = field(default_factory=_random, repr=False)
    previous_app_secret: str = field(default_factory=_random, repr=False)
    verify_token: str = field(default_factory=_random, repr=False)
    siak_bearer: str = field(default_factory=_random, repr=False)
    person_key: str = field(default_factory=_random, repr=False)
    partner_key: str = field(default_factory=_random, repr=False)

    def value_for(self, variable: str) -> str:
        """For the secret whose ARN functions find in this environment variable."""
        values: dict[str, dict[str, Any]] = {
            "WHATSAPP_SECRET_ARN": {"access_token": self.access_token},
            "WEBHOOK_SECRET_ARN": {
                "app_secret": self.app_secret,
                "previous_app_secret": self.previous_app_secret,
                "verify_token": self.verify_token,
            },
            "SIAK_SECRET_ARN": {"bearer": self.siak_bearer},
            "PERSON_KEY_SECRET_ARN": {"key": self.person_key},
            "PARTNERS_SECRET_ARN": {"kelurahan-contoh": {"key": self.partner_key, "trusted": True}},
        }
        return json.dumps(values[variable])
