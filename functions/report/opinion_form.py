"""What was chosen and written on the survey's page, and what of it has to be mended."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from menwa.languages import Language, in_language
from menwa.office import Office
from menwa.surveys import ELEMENTS
from report.satisfaction import GRADES

LONGEST = 500
FIELDS = tuple(f"u{number}" for number in range(1, ELEMENTS + 1))
LEFT_OUT = "(dihapus)"
_CODE = re.compile(r"\bMW\W?[0-9A-Z]{11}\b", re.IGNORECASE)
_MAIL = re.compile(r"\S+@\S+")
_NUMBER = re.compile(r"[+(]*\d(?:[\W_]{0,3}\d){5,}")


@dataclass(frozen=True)
class OpinionForm:
    """`errors`: a sentence by field; without any, `grades` and `comment` are what is kept."""

    grades: tuple[int, ...]
    comment: str
    errors: Mapping[str, str]


def read_opinion(fields: Mapping[str, str], office: Office, language: Language) -> OpinionForm:
    def mistake(key: str, **values: object) -> str:
        return in_language(office.texts[key], language, office).format(**values)

    words = {str(grade): grade for grade in GRADES}
    chosen = [words.get(fields.get(name, "")) for name in FIELDS]
    errors = {
        name: mistake("error_grade", number=number)
        for number, (name, grade) in enumerate(zip(FIELDS, chosen, strict=True), 1)
        if grade is None
    }
    comment = " ".join(fields.get("comment", "").split())
    if len(comment) > LONGEST:
        errors["comment"] = mistake("error_comment", typed=len(comment), most=LONGEST)
    return OpinionForm(tuple(grade or 0 for grade in chosen), without_traces(comment), errors)


def without_traces(comment: str) -> str:
    """Without what would lead to a person: numbers of six digits and more, however they are
    spaced, addresses, and requests' codes."""
    for trace in (_CODE, _MAIL, _NUMBER):
        comment = trace.sub(LEFT_OUT, comment)
    return comment
