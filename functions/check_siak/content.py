"""Is the text of a PDF that of the document asked for?

Read only what the signature gate has passed: another family's genuine card passes it too.
"""

import logging
import re
import unicodedata
from collections.abc import Mapping
from io import BytesIO

from pydantic import BaseModel, ConfigDict
from pypdf import PdfReader

from check_siak.time_limit import OutOfTime, modestly

CPU_SECONDS = 0.4
BYTES = 160 * 1024 * 1024
MOST_PAGES = 50
MOST_CHARACTERS = 500_000
WORD = r"[^\W_]"
JOINED = "/-"  # 1471-LU-05032021-0012 is one number, and 0012 is not in it

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # its warnings quote the file


class Expected(BaseModel):
    """What the text has to hold; None is not asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    number: str | None = None
    nik: str | None = None
    name: str | None = None


def read_text(pdf: bytes) -> str | None:
    """None: no text to be read (a scan, a damaged or an overlong file). Never raises."""
    try:
        with modestly(CPU_SECONDS, BYTES):
            text = _extracted(pdf)
    except (Exception, OutOfTime):  # pypdf, too, leaks errors of any kind on hostile files
        return None
    return text if text.strip() else None


def missing_from(text: str, must_contain: Expected) -> tuple[str, ...]:
    """The names of what is not there, whatever its case, accents, spaces and punctuation."""
    folded = _folded(text)
    asked = must_contain.model_dump(exclude_none=True)
    joined = {"number": JOINED}
    return tuple(
        name
        for name, wanted in asked.items()
        if _place_of(folded, wanted, joined.get(name, "")) is None
    )


def kind_of(text: str, titles: Mapping[str, str]) -> str | None:
    """The type whose title comes first: others may be spoken of further down."""
    folded = _folded(text)
    found = {kind: _place_of(folded, title) for kind, title in titles.items() if title}
    places = {kind: place for kind, place in found.items() if place is not None}
    return min(places, key=lambda kind: places[kind], default=None)


def _extracted(pdf: bytes) -> str:
    reader = PdfReader(BytesIO(pdf))
    texts: list[str] = []
    for number, page in enumerate(reader.pages):
        texts.append(page.extract_text())
        if number >= MOST_PAGES or sum(map(len, texts)) > MOST_CHARACTERS:
            return ""
    return "\n".join(texts)


def _place_of(folded: str, wanted: str, joined: str = "") -> int | None:
    """Whole: the name Ani is not in Daniel, nor a number inside a longer one, also where the
    marks of `joined` hold that together."""
    characters = [each for each in _folded(wanted) if each.isalnum()]
    if not characters:
        return None
    before, after = _more_like(characters[0]), _more_like(characters[-1])
    spaced = r"[\W_]*".join(characters)
    alone = (f"(?<!{WORD}[{joined}])", f"(?![{joined}]{WORD})") if joined else ("", "")
    found = re.search(f"(?<!{before}){alone[0]}{spaced}(?!{after}){alone[1]}", folded)
    return found.start() if found else None


def _more_like(character: str) -> str:
    return r"\d" if character.isdigit() else r"[^\W\d_]"


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()
