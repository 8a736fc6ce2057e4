"""Is the text of a PDF that of the document asked for?

Read only what the signature gate has passed: another family's genuine card passes it too.
"""

import logging
import re
import unicodedata
from io import BytesIO

from pydantic import BaseModel, ConfigDict
from pypdf import PdfReader

from check_siak.time_limit import OutOfTime, at_most

SECONDS = 10.0
MOST_PAGES = 50
MOST_CHARACTERS = 500_000

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
        with at_most(SECONDS):
            text = _extracted(pdf)
    except (Exception, OutOfTime):  # pypdf, too, leaks errors of any kind on hostile files
        return None
    return text if text.strip() else None


def missing_from(text: str, must_contain: Expected) -> tuple[str, ...]:
    """The names of what is not there, whatever its case, accents, spaces and punctuation."""
    folded = _folded(text)
    asked = must_contain.model_dump(exclude_none=True)
    return tuple(name for name, wanted in asked.items() if not _stands_in(folded, wanted))


def _extracted(pdf: bytes) -> str:
    reader = PdfReader(BytesIO(pdf))
    texts: list[str] = []
    for number, page in enumerate(reader.pages):
        texts.append(page.extract_text())
        if number >= MOST_PAGES or sum(map(len, texts)) > MOST_CHARACTERS:
            return ""
    return "\n".join(texts)


def _stands_in(folded: str, wanted: str) -> bool:
    """Whole: the name Ani is not in Daniel, nor a number inside a longer one."""
    characters = [each for each in _folded(wanted) if each.isalnum()]
    if not characters:
        return False
    before, after = _more_like(characters[0]), _more_like(characters[-1])
    spaced = r"[\W_]*".join(characters)
    return re.search(f"(?<!{before}){spaced}(?!{after})", folded) is not None


def _more_like(character: str) -> str:
    return r"\d" if character.isdigit() else r"[^\W\d_]"


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()
