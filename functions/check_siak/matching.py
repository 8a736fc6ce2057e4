"""Is the applicant the person on the record? Titles, short forms and punctuation vary."""

import re
import unicodedata
from datetime import date
from difflib import SequenceMatcher
from typing import Literal, Protocol

Match = Literal["same", "near", "other"]
TITLES = frozenset(
    {"H", "HJ", "HAJI", "HAJJAH", "KH", "DR", "DRA", "DRS", "DRG", "IR", "PROF", "SDR", "TN", "NY"}
)
LATE = re.compile("ALMH?|ALMARHUM(AH)?")
# Those that are nobody's name: MA, for one, is a surname too.
DEGREES = re.compile(
    "SH|SE|SP|ST|SAG|SAP|SIP|SKM|SPD|SPDI|SSI|SSOS|SKOM|SKED|SKEP|SFARM|SPSI|SPT|SKG|SHI|SHUT|SPI|"
    "MM|MH|MSI|MPD|MPDI|MT|MKES|MKOM|MAP|MSC|MAG|MHUM|AMD|AMDKEB|AMKEB|AMK|LC|PHD|APT|NERS"
)
# "M." alone may be Maria: that one is near, and an officer's.
MUHAMMAD = re.compile(r"M[OU](CH|KH|H|K)AM+[AE]D|MUH|MOH|MUCH|MOCH|MHD|MUHD|MOHD|MUHAMAT")
SHORT = {"ABD": "ABDUL"}
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
    names = match_names(applicant.name, recorded.name)
    dates = applicant.birth_date == recorded.birth_date
    if applicant.nik != recorded.nik:
        return "other"
    if names == "same":
        return "same" if dates else "near"
    return names if dates else "other"


def match_names(one: str, other: str) -> Match:
    """Same: the same letters, however they are spaced, titled and shortened."""
    bare, recorded = bare_name(one), bare_name(other)
    if not bare or not recorded:
        return "other"
    if bare.replace(" ", "") == recorded.replace(" ", "") or _shortened(bare, recorded):
        return "same"
    first, second = sorted((bare, recorded))
    alike = SequenceMatcher(None, first, second, autojunk=False).ratio()
    return "near" if alike >= NEAR or _initialled(bare.split(), recorded.split()) else "other"


def bare_name(name: str) -> str:
    """Capital letters, without titles before the name and degrees behind it."""
    plain = unicodedata.normalize("NFKD", name.upper().partition(",")[0])
    words = re.sub(r"[^A-Z. ]", " ", re.sub(r"['`\u2019\u02bc\u0300-\u036f]", "", plain)).split()
    while len(words) > 1 and _is_no_name(words[-1].replace(".", "")):
        words.pop()
    words = " ".join(words).replace(".", " ").split()
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    return " ".join("MUHAMMAD" if MUHAMMAD.fullmatch(w) else SHORT.get(w, w) for w in words)


def _is_no_name(word: str) -> bool:
    return bool(DEGREES.fullmatch(word) or LATE.fullmatch(word))


def _shortened(one: str, other: str) -> bool:
    """`M. Faiz` is how most Muhammad Faiz write themselves."""
    long, short = (one, other) if one.startswith("MUHAMMAD ") else (other, one)
    return long.startswith("MUHAMMAD ") and short == "M " + long.removeprefix("MUHAMMAD ")


def _initialled(words: list[str], others: list[str]) -> bool:
    """`A. Rahman` for Ahmad Rahman: some words stand as their first letter, another one whole."""
    pairs = list(zip(words, others, strict=False))
    fit = all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs)
    return len(words) == len(others) and fit and any(a == b and len(a) > 1 for a, b in pairs)
