"""What a message means, however it was typed: a code, a command, a tap, or nothing that we know."""

import re
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from intake.typed_words import command_in, is_thanks, plain
from menwa.types import CaseId, as_proof_code
from menwa.whatsapp_updates import InboundMessage

What = Literal[
    "code",
    "broken_code",
    "status",
    "cancel",
    "help",
    "tap",
    "phone",
    "identity",
    "thanks",
    "unclear",
    "nothing",
]

_PAIR = r"([0-9A-Z]{4}\W{0,3}[0-9A-Z]{4})"
_CODE = re.compile(rf"^\W*MENWA\W*(?:KODE\W+)?{_PAIR}\W*$", re.IGNORECASE)
_CODE_AMONG_WORDS = re.compile(r"\bMENWA\W+([0-9A-Z]{4}-[0-9A-Z]{4})(?![\w-])", re.IGNORECASE)
_TWO_WORDS = re.compile(r"(?:[a-z]{4}|[A-Z][a-z]{3}) [a-z]{4}")
_BROKEN = re.compile(r"^menwa ?(?:kode\b|code\b|(?=[^ ]*\d)[0-9a-z]{1,12}( [0-9a-z]{1,6})?$)")
_BARE_CODE = re.compile(
    r"^\W*(?=[A-Z -]*\d)(?=[0-9 -]*[A-Z])[0-9A-Z]{4}[ -]?[0-9A-Z]{4}\W*$", re.IGNORECASE
)
_CASE = re.compile(r"\bMW\W?[0-9A-Z]{11}\b", re.IGNORECASE)
_CASE_ID: TypeAdapter[str] = TypeAdapter(CaseId)
_SIXTEEN = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")
_TAP = re.compile(r"([A-Z_]+):(.+)", re.DOTALL)


@dataclass(frozen=True)
class Meaning:
    """`detail`: the code; the request that a command names, if any; what a tapped button does."""

    what: What
    detail: str = ""
    case_id: str = ""


def understood(message: InboundMessage) -> Meaning:
    if message.change is not None:
        return Meaning("identity")
    if message.kind in {"reaction", "system"}:
        return Meaning("nothing")
    if message.shared_phone is not None:
        return Meaning("phone")
    if message.payload is not None and (tapped := _TAP.fullmatch(message.payload)):
        return Meaning("tap", *tapped.groups())
    return _of_words(message.text or "")


def code_in(text: str | None) -> str | None:
    """The code of a message that proves a phone."""
    found = _CODE.match(text or "") or _CODE_AMONG_WORDS.search(text or "")
    if found is None or _TWO_WORDS.fullmatch(found[1]):
        return None
    return as_proof_code(found[1])


def names_a_person(text: str | None) -> bool:
    """Sixteen digits: a NIK, or the number of a Kartu Keluarga."""
    return _SIXTEEN.search(text or "") is not None


def without_numbers(text: str) -> str:
    """Nobody at the desk needs somebody's NIK out of a chat."""
    return _SIXTEEN.sub("(16 angka)", text)


def _of_words(text: str) -> Meaning:
    if code := code_in(text):
        return Meaning("code", code)
    case_id, said = _case_in(text), _CASE.sub(" ", text)
    if command := command_in(said):
        return Meaning(command, case_id=case_id)
    if case_id and not plain(said):
        return Meaning("status", case_id=case_id)
    if _BROKEN.match(plain(text)) or _BARE_CODE.match(text):
        return Meaning("broken_code")
    return Meaning("thanks" if is_thanks(text) else "unclear")


def _case_in(text: str) -> str:
    named = _CASE.search(text)
    try:
        return _CASE_ID.validate_python(named[0]) if named else ""
    except ValidationError:
        return ""
