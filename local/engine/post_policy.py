"""A signed form's policy, as S3 holds browsers to it; moto looks at none of it."""

import hashlib
import hmac
import json
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from typing import Any, Literal

Refusal = Literal["AccessDenied", "SignatureDoesNotMatch", "EntityTooLarge", "EntityTooSmall"]
_UNSIGNED = {"policy", "x-amz-signature"}
STATUS: dict[Refusal, int] = {
    "AccessDenied": 403,
    "SignatureDoesNotMatch": 403,
    "EntityTooLarge": 400,
    "EntityTooSmall": 400,
}


def refusal(form: Mapping[str, str], size: int, secret: str, now: datetime) -> Refusal | None:
    """`form`: its fields but for the file, and the bucket; names in small letters."""
    policy = form.get("policy", "")
    if not policy:
        return "AccessDenied"
    if not hmac.compare_digest(_signature(form, policy, secret), form.get("x-amz-signature", "")):
        return "SignatureDoesNotMatch"
    said = json.loads(b64decode(policy))
    if now >= datetime.fromisoformat(said["expiration"]):
        return "AccessDenied"
    return _by_conditions(said["conditions"], form, size)


def _by_conditions(conditions: list[Any], form: Mapping[str, str], size: int) -> Refusal | None:
    allowed = set(_UNSIGNED)
    for condition in conditions:
        if isinstance(condition, dict):
            (name, wanted), kind = next(iter(condition.items())), "eq"
        else:
            kind, name, wanted = condition
        if kind == "content-length-range":
            if size < int(name):
                return "EntityTooSmall"
            if size > int(wanted):
                return "EntityTooLarge"
            continue
        field = name.removeprefix("$").lower()
        allowed.add(field)
        given = form.get(field, "")
        if not (given.startswith(wanted) if kind == "starts-with" else given == wanted):
            return "AccessDenied"
    return None if set(form) - {"bucket"} <= allowed else "AccessDenied"


def _signature(form: Mapping[str, str], policy: str, secret: str) -> str:
    """AWS Signature Version 4 of the policy as it stands in the form."""
    scope = form.get("x-amz-credential", "").split("/")[1:]
    key = reduce(_signed, scope, f"AWS4{secret}".encode())
    return _signed(key, policy).hex()


def _signed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
