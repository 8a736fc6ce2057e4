"""Which waiting requests a PDF is for, by its text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from check_siak.content import Expected, kind_of, missing_from
from check_siak.matching import bare_name
from check_siak.rules import SIAK
from check_siak.settling import desk_id
from menwa.case import Case
from menwa.office import Office
from menwa.seen import Found

How = Literal["number", "applicant", "several", "other_applicant", "nothing"]
FEWEST_DIGITS = 6  # fewer stand in any document


@dataclass(frozen=True)
class Match:
    """Those whom it serves; or, where nobody is served, those whom an officer may look at."""

    how: How
    cases: tuple[str, ...] = ()

    @property
    def serves(self) -> bool:
        return self.how in {"number", "applicant"}


def matched(text: str, cases: Iterable[Case], office: Office, officer: str) -> Match:
    """By the number that was asked for, with the applicant; where that is not known, by the
    applicant alone, if there is but one such request. One PDF may serve several people."""
    kind = kind_of(text, _titles(office))
    alike = [case for case in cases if _is_titled(kind, case, office)]
    lacking = [(case, _missing_parts(text, case, office, officer)) for case in alike]
    fitting = [case for case, lacks in lacking if not lacks]
    strong = [case.id for case in fitting if as_stated(case, office, officer).number]
    weak = [case.id for case in fitting if case.id not in strong]
    if strong or len(weak) == 1:
        alone = weak if len(weak) == 1 else []
        return Match("number" if strong else "applicant", (*strong, *alone))
    if weak:
        return Match("several", tuple(weak))
    others = tuple(
        case.id
        for case, lacks in lacking
        if "number" not in lacks and as_stated(case, office, officer).number
    )
    return Match("other_applicant", others) if others else Match("nothing")


def missing(text: str, case: Case, office: Office, officer: str) -> tuple[str, ...]:
    """What the PDF for this case should show, and does not."""
    titled = _is_titled(kind_of(text, _titles(office)), case, office)
    return (*(() if titled else ("title",)), *_missing_parts(text, case, office, officer))


def _titles(office: Office) -> dict[str, str]:
    return {key: kind.title for key, kind in office.documents.items()}


def as_stated(case: Case, office: Office, officer: str) -> Found:
    """What SIAK holds for this case, as the officer says by dropping its PDF: that it is signed
    and active; all else is known already, or is what was asked for."""
    if case.found is not None:
        return case.found.model_copy(update={"signed": True, "active": True})
    number = case.number or ""
    telling = sum(character.isdigit() for character in number) >= FEWEST_DIGITS
    kind = office.document(case.document_type)
    parts = kind.applicant_text if telling else ("nik", "name")
    return Found(
        siak_id=desk_id(case.document_type, number),
        number=number,
        subject_name=case.applicant.name if "name" in parts else "",
        subject_nik=case.applicant.nik if "nik" in parts else None,
        signed=True,
        active=True,
        looked_up_by=officer,
    )


def _is_titled(kind: str | None, case: Case, office: Office) -> bool:
    return kind == case.document_type or not office.document(case.document_type).title


def _missing_parts(text: str, case: Case, office: Office, officer: str) -> tuple[str, ...]:
    """A name stands there as it was typed, or as it is written in full."""
    found = as_stated(case, office, officer)
    held = {"number": found.number, "nik": found.subject_nik, "name": found.subject_name}
    if found.looked_up_by == SIAK:
        held = {name: held[name] for name in office.document(case.document_type).text}
    asked = {name: value for name, value in held.items() if value}
    names = {asked["name"], bare_name(asked["name"])} if "name" in asked else {None}
    return min((missing_from(text, Expected(**asked | {"name": name})) for name in names), key=len)
