"""Is the applicant the person on the record? Titles, punctuation and short forms vary."""

import re
from datetime import date
from difflib import SequenceMatcher
from typing import Literal, Protocol

Match = Literal["same", "near", "other"]
TITLES = frozenset({"H", "HJ", "DR", "DRA", "DRS", "IR", "ALM", "ALMH"})
NEAR = 0.8


class Person(Protocol):
    @property
    def nik(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def birth_date(self) -> date: ...


def match(applicant: Person, recorded: Person) -> Match:
    """NIK, name and birth date agree; or one of them just misses, which an officer judges."""
    names = _likeness(applicant.name, recorded.name)
    dates = applicant.birth_date == recorded.birth_date
    if applicant.nik != recorded.nik:
        return "other"
    if names == 1 and dates:
        return "same"
    return "near" if names == 1 or (names >= NEAR and dates) else "other"


def bare_name(name: str) -> str:
    """Capital letters, without the degrees behind a comma, titles and punctuation."""
    words = re.sub(r"[^A-Z ]", " ", name.upper().partition(",")[0].replace("'", "")).split()
    return " ".join(word for word in words if word not in TITLES) or " ".join(words)


def bare_number(number: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, bare_name(one), bare_name(other), autojunk=False).ratio()
