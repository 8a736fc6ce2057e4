"""The plain values that the whole procedure speaks of."""

import hashlib
import re
import secrets
from enum import StrEnum
from itertools import count
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_CHARACTERS = CROCKFORD + "*~$=U"
LOOKALIKES = str.maketrans("OIL", "011")

Nik = Annotated[str, StringConstraints(pattern=r"^[0-9]{16}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{7,14}$")]
Level = Literal["kasi", "kabid", "kadis"]
LEVELS: tuple[Level, ...] = ("kasi", "kabid", "kadis")


class Status(StrEnum):
    UNPROVEN = "unproven"
    CHECKING = "checking"
    WITH_OFFICIAL = "with_official"
    AT_DESK = "at_desk"
    SENDING = "sending"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CLOSED = "closed"

    @property
    def ended(self) -> bool:
        return self in {Status.DELIVERED, Status.RETURNED, Status.CLOSED}


def new_case_id() -> str:
    return drawn_case_id(secrets.token_hex(16))


def drawn_case_id(secret: str) -> str:
    """The same for the same secret. Drawn again until the check character is one that an
    execution's name and a URL may hold."""
    for turn in count():
        body = drawn_from(f"{turn}:{secret}", 10)
        if _check_character(body) in CROCKFORD:
            break
    return f"MW-{body}{_check_character(body)}"


def drawn_from(secret: str, length: int) -> str:
    """So many of Crockford's characters, 5 bits each."""
    digest = hashlib.sha256(secret.encode()).digest()
    return "".join(CROCKFORD[byte % 32] for byte in digest[:length])


def _check_character(body: str) -> str:
    number = 0
    for character in body:
        number = number * 32 + CROCKFORD.index(character)
    return CHECK_CHARACTERS[number % 37]


def _as_case_id(text: str) -> str:
    """A case id as people type it: small letters, O for 0, I or L for 1, without its hyphen."""
    typed = text.strip().upper().replace(" ", "").replace("-", "").removeprefix("MW")
    body, check = typed[:10].translate(LOOKALIKES), typed[10:]
    known = len(body) == 10 and set(body) <= set(CROCKFORD)
    if not known or check.translate(LOOKALIKES) != _check_character(body):
        raise ValueError("not a case id")
    return f"MW-{body}{_check_character(body)}"


CaseId = Annotated[str, AfterValidator(_as_case_id)]


def new_proof_code() -> str:
    """Eight characters: 40 bits, single use, bound to one phone and to 24 hours."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(8))


def bare_number(number: str) -> str:
    """Of a NIK or a document's number what counts, however it was typed."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def as_proof_code(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper()).translate(LOOKALIKES)
