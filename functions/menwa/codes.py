"""Codes for signing in: six digits, ten minutes, five tries, of use in one browser alone."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from menwa.cases import hash_of
from menwa.errors import Contended
from menwa.stored import Stored
from menwa.table import NEW, Item, Table, contents_of, only_if

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

CODES_LIVE = timedelta(minutes=10)
MOST_TRIES = 5
WINDOW = timedelta(hours=1)
Verdict = Literal["right", "wrong", "spent"]


def new_code() -> str:
    return f"{secrets.randbelow(10**6):06}"


def digest_of(code: str, door: str) -> str:
    """Keyed with the browser's own token, of which the table has only the hash: who reads the
    table can't try out the million codes."""
    return hmac.new(door.encode(), code.encode(), hashlib.sha256).hexdigest()


class SignInCode(Stored):
    """`officer` is whoever asked, known or not; `device` the enrolled one's hash; `person` whom
    a code was sent to that enrols an official's."""

    officer: str
    person: str = ""
    digest: str
    device: str | None = None
    tries: int = 0
    expires_at: int

    @property
    def tries_left(self) -> int:
        return max(0, MOST_TRIES - self.tries)

    def judged(self, given: str, door: str, now: datetime) -> Verdict:
        if now.timestamp() >= self.expires_at:
            return "spent"
        right = hmac.compare_digest(self.digest, digest_of(given, door))
        return "right" if right else "wrong"


class CodeStore:
    """By the hash of the browser's token: one code at a time for each browser."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def keep(self, door: str, code: SignInCode) -> None:
        self._table.write([self._table.putting(_key(door), "SIGN_IN", contents_of(code))])

    def try_once(self, door: str) -> SignInCode | None:
        """The code with this try counted; None if there is none or its tries are used up.

        Of two tries at the same moment, Contended stops the second: none goes uncounted.
        """
        found = self._table.get(_key(door), "SIGN_IN", consistent=True)
        if found is None:
            return None
        code = SignInCode.model_validate(found)
        if code.tries >= MOST_TRIES:
            return None
        tried = code.model_copy(update={"tries": code.tries + 1})
        unchanged = only_if("tries", code.tries)
        self._table.write(
            [self._table.putting(_key(door), "SIGN_IN", contents_of(tried), **unchanged)]
        )
        return tried

    def used_up(self, door: str, code: SignInCode) -> Item:
        """A write: this very code, and nobody can use it again."""
        return self._table.deleting(_key(door), "SIGN_IN", **only_if("digest", code.digest))

    def may_have_another(self, whom: str, most: int, now: datetime) -> bool:
        """At most so many an hour, and this one counted; also for names that nobody has."""
        hour = int(now.timestamp() // WINDOW.total_seconds())
        pk, expires_at = f"LIMIT#{hash_of(whom)}#{hour}", int((now + 2 * WINDOW).timestamp())
        found = self._table.get(pk, "LIMIT", consistent=True)
        taken = int(found["taken"]) if found else 0
        if taken >= most:
            return False
        unchanged = only_if("taken", taken) if found else NEW
        counted = {"taken": taken + 1, "expires_at": expires_at}
        try:
            self._table.write([self._table.putting(pk, "LIMIT", counted, **unchanged)])
        except Contended:
            return False
        return True


def _key(door: str) -> str:
    return f"CODE#{hash_of(door)}"
