"""Codes that an officer gives an official at the desk, who can't be reached by a second channel.

They are not bound to a browser, as codes that are sent are: the office's secret key stands in, so
that who reads the table still can't try out the million codes.
"""

from datetime import datetime

from menwa.codes import CODES_LIVE, SignInCode, digest_of
from menwa.link_holders import Bearer


def desk_door(bearer: Bearer) -> str:
    """Under which the code stands: one at a time for each official or assistant."""
    return f"meja:{bearer.key}"


def digest_key(bearer: Bearer, secret_key: str) -> str:
    return f"{secret_key}:{bearer.key}"


def desk_code(code: str, bearer: Bearer, secret_key: str, now: datetime) -> SignInCode:
    return SignInCode(
        officer=bearer.key,
        person=bearer.fingerprint,
        digest=digest_of(code, digest_key(bearer, secret_key)),
        expires_at=int((now + CODES_LIVE).timestamp()),
    )
