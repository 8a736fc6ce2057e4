"""The key under which a person stands: whoever may read the table can't look for one in it."""

import hashlib
import hmac


def keyed_hash(key: str, of: str) -> str:
    """Of a NIK, a phone, a user id, or what somebody asked for."""
    return hmac.new(key.encode(), of.encode(), hashlib.sha256).hexdigest()


def person_key(key: str, whom: str) -> str:
    return f"PERSON#{keyed_hash(key, whom)}"
