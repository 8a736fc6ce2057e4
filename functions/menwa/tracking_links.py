"""The tracking page's address, as a chat has it: it opens one case, for the number that it has."""

import base64
import hashlib
import hmac
import re
from datetime import datetime, timedelta

from menwa.case import Case, CaseFile
from menwa.cases import CaseStore
from menwa.errors import NotFound

LIVES = timedelta(days=60)
_TOKEN = re.compile(r"([0-9A-Z]{11})([0-9a-f]{8})([A-Za-z0-9_-]{22})")


def tracking_url(public_url: str, case: Case, key: str, now: datetime) -> str:
    return f"{public_url}/lacak/{tracking_token(case, key, now)}"


def tracking_token(case: Case, key: str, now: datetime) -> str:
    """Sealed with `key`, the persons'. Another number has other links: the old ones end with it."""
    expires = f"{int((now + LIVES).timestamp()):08x}"
    return f"{case.id.removeprefix('MW-')}{expires}{_seal(case, expires, key)}"


def case_behind(token: str, store: CaseStore, key: str, now: datetime) -> CaseFile:
    """NotFound for whatever is no link of ours any more."""
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        raise NotFound("tracking link")
    body, expires, seal = parts.groups()
    file = store.load(f"MW-{body}")
    sealed = hmac.compare_digest(seal, _seal(file.case, expires, key))
    if not sealed or now.timestamp() >= int(expires, 16):
        raise NotFound("tracking link")
    return file


def _seal(case: Case, expires: str, key: str) -> str:
    number = case.identity.model_dump_json() if case.identity else ""
    sealed = f"lacak\n{case.id}\n{expires}\n{number}".encode()
    digest = hmac.new(key.encode(), sealed, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
