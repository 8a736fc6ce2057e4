"""The Cloud API's refusals, in the shape in which Meta writes them."""

import secrets
from typing import Any

_KNOWN = {
    2: (503, "Service temporarily unavailable"),
    3: (500, "Capability issue"),
    10: (403, "Permission denied"),
    100: (400, "Invalid parameter"),
    190: (401, "Invalid OAuth access token."),
    130429: (400, "Rate limit hit"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131026: (400, "Message undeliverable"),
    131042: (400, "Business eligibility payment issue"),
    131047: (400, "Re-engagement message"),
    131051: (400, "Unsupported message type"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (500, "Account in maintenance mode"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Translated text too long"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is Paused"),
    132016: (400, "Template is Disabled"),
    132018: (400, "Template parameters are not valid"),
    133004: (503, "Server temporarily unavailable"),
    137000: (400, "Identity key mismatch"),
}


class GraphError(Exception):
    def __init__(self, code: int, details: str = "", *, message: str | None = None) -> None:
        self.status, title = _KNOWN.get(code, (400, "Unknown error"))
        self.code = code
        self.title = title
        self.details = details or title
        self.message = message or f"(#{code}) {title}"
        super().__init__(self.message)

    def body(self) -> dict[str, Any]:
        error = {
            "message": self.message,
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": "A" + secrets.token_urlsafe(16).replace("-", "_")[:22],
        }
        return {"error": error}

    def in_webhook(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "title": self.title,
            "message": self.title,
            "error_data": {"details": self.details},
            "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        }


def required(name: str) -> GraphError:
    return GraphError(100, message=f"(#100) The parameter {name} is required.")
