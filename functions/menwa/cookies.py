"""The three cookies of signing in. None can be read by a script, sent over plain HTTP, or set by
another host: `__Host-` (browsers count http://127.0.0.1 as safe, so one machine needs no other)."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from menwa.cases import hash_of

SESSION = "__Host-menwa-sesi"
DOOR = "__Host-menwa-pintu"
"""Of a browser that has not signed in yet: its codes are bound to it."""
DEVICE_LIVES = timedelta(days=30)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """256 bits."""
    return secrets.token_urlsafe(32)


def device_of(officer: str) -> str:
    """One cookie for each officer: several may share the desk's device, none another's token."""
    return f"__Host-menwa-perangkat-{hash_of(officer)[:8]}"


def token_in(cookies: Sequence[str], name: str) -> str | None:
    """`cookies` as API Gateway hands them over: `name=value` each."""
    found = dict(cookie.strip().partition("=")[::2] for cookie in cookies).get(name, "")
    return found if _TOKEN.fullmatch(found) else None


def kept(name: str, token: str, lives: timedelta | None = None) -> Cookie:
    """Until the browser closes, if it does not say how long."""
    return _cookie(name, token, int(lives.total_seconds()) if lives else None)


def dropped(name: str) -> Cookie:
    return _cookie(name, "", 0)


def token_for_forms(browsers_token: str) -> str:
    """Against forged forms: follows from a token that only this browser has, and lasts as long."""
    return hmac.new(browsers_token.encode(), b"csrf", hashlib.sha256).hexdigest()


def _cookie(name: str, value: str, max_age: int | None) -> Cookie:
    return Cookie(
        name,
        value,
        path="/",
        secure=True,
        http_only=True,
        same_site=SameSite.LAX_MODE,
        max_age=max_age,
    )
