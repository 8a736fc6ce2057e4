"""What SIAK's answer means for a request. Until the right to the document is established,
every failure is the same to the applicant: a stranger learns nothing by asking."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from check_siak.gateway_messages import FoundDocument
from check_siak.matching import bare_number, match
from menwa.case import Case, Found, Right
from menwa.office import DocumentType

ADULT_YEARS = 17


@dataclass(frozen=True)
class Finding:
    found: Literal["signed", "unsigned", "returned", "desk"]
    reason: str
    right: Right | None = None


def judge(case: Case, document: FoundDocument | None, kind: DocumentType, today: date) -> Finding:
    """The right to the document first, then whether it is active, then whether it is signed."""
    if document is None:
        return Finding("returned", "not_matched")
    if not _is_the_one_asked_for(case, document):
        return Finding("desk", "siak_contradicts")
    right = _standing_right(case, document) or _right_by_record(case, document, kind, today)
    if isinstance(right, Finding):
        return right
    if not document.active:
        return Finding("returned", "superseded", right)
    return Finding("signed" if document.signed else "unsigned", "none", right)


def as_found(document: FoundDocument) -> Found:
    return Found(
        siak_id=document.id,
        number=document.number,
        issued_on=document.issued_on,
        subject_nik=document.subject.nik,
        subject_name=document.subject.name,
        signed=document.signed,
        active=document.active,
    )


def _is_the_one_asked_for(case: Case, document: FoundDocument) -> bool:
    """A gateway that answers with somebody else's document is not believed."""
    same_number = case.number is None or bare_number(case.number) == bare_number(document.number)
    return document.document_type == case.document_type and same_number


def _standing_right(case: Case, document: FoundDocument) -> Right | None:
    """A right once established holds for that very document."""
    same = case.found is not None and case.found.siak_id == document.id
    return case.right if same else None


def _right_by_record(
    case: Case, document: FoundDocument, kind: DocumentType, today: date
) -> Right | Finding:
    matches = [(match(case.applicant, party), party) for party in document.parties]
    themselves = [party for matched, party in matches if matched == "same"]
    if not themselves:
        near = any(matched == "near" for matched, _ in matches)
        return Finding("desk", "near_miss") if near else Finding("returned", "not_matched")
    may_ask = any(
        party.role in kind.roles and _is_adult(party.birth_date, today) for party in themselves
    )
    if may_ask and document.recorded_phone == "yes":
        return "recorded_phone"
    return Finding("desk", "right_unknown")


def _is_adult(birth_date: date, today: date) -> bool:
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday) >= ADULT_YEARS
