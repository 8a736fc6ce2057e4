"""What SIAK's answer means for a request. Until the right to the document is established,
every failure is the same to the applicant: a stranger learns nothing by asking."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from check_siak.gateway_messages import FoundDocument
from check_siak.matching import match
from menwa.case import Case, Right
from menwa.office import DocumentType
from menwa.seen import Found
from menwa.types import bare_number

ADULT_YEARS = 17
SIAK = "SIAK"


@dataclass(frozen=True)
class Finding:
    found: Literal["signed", "unsigned", "returned", "desk"]
    reason: str
    right: Right | None = None


IN_DOUBT = Finding("desk", "right_unknown")


@dataclass(frozen=True)
class Known:
    """What the office knows beside SIAK's answer.

    `receipt_counts`: nobody can guess receipts, and this document's few tries are not used up.
    `warnings` are what makes a right that no officer has seen doubtful.
    """

    today: date
    receipt_counts: bool = False
    warnings: tuple[str, ...] = ()


def judge(case: Case, document: FoundDocument | None, kind: DocumentType, known: Known) -> Finding:
    """The right to the document first, then whether it is active, then whether it is signed."""
    if document is None:
        return Finding("returned", "not_matched")
    if not is_the_one_asked_for(case, document):
        return Finding("desk", "siak_contradicts")
    right = _standing_right(case, document, kind) or _right_by_record(case, document, kind, known)
    if isinstance(right, Finding):
        return right
    if known.warnings and right != "officer":
        return Finding("desk", known.warnings[0])
    if not document.active:
        return Finding("returned", "superseded", right)
    return Finding("signed" if document.signed else "unsigned", "none", right)


def is_a_try(case: Case, document: FoundDocument, kind: DocumentType, today: date) -> bool:
    """All hangs on the receipt that was given: whether it is right or wrong, it is counted."""
    by_the_record = judge(case, document, kind, Known(today))
    given = case.receipt is not None and "receipt" in kind.rights
    return by_the_record == IN_DOUBT and given and _may_ask(case, document, kind, today)


def stands_on(case: Case, document: FoundDocument) -> bool:
    """The applicant is a person on this record."""
    return any(match(case.applicant, party) == "same" for party in document.parties)


def as_found(document: FoundDocument, case: Case) -> Found:
    nik = case.applicant.nik
    return Found(
        siak_id=document.id,
        number=document.number,
        issued_on=document.issued_on,
        subject_nik=document.subject.nik,
        subject_name=document.subject.name,
        signed=document.signed,
        active=document.active,
        family=document.family,
        applicant_role=next((one.role for one in document.parties if one.nik == nik), None),
        looked_up_by=SIAK,
    )


def is_the_one_asked_for(case: Case, document: FoundDocument) -> bool:
    """A gateway that answers with somebody else's document is not believed."""
    if document.document_type != case.document_type:
        return False
    if case.number is None:
        everybody = {document.subject.nik, *(party.nik for party in document.parties)}
        return case.applicant.nik in everybody
    return bare_number(case.number) == bare_number(document.number)


def _standing_right(case: Case, document: FoundDocument, kind: DocumentType) -> Right | None:
    """A right once established holds for that very document: an officer who looked it up names
    it by its number alone."""
    found = case.found
    if found is None or case.right not in kind.rights:
        return None
    if case.right != "officer" and not stands_on(case, document):
        return None
    if found.looked_up_by == SIAK:
        return case.right if found.siak_id == document.id else None
    same_number = bare_number(found.number) == bare_number(document.number)
    return case.right if same_number else None


def _right_by_record(
    case: Case, document: FoundDocument, kind: DocumentType, known: Known
) -> Right | Finding:
    if not stands_on(case, document):
        near = any(match(case.applicant, party) == "near" for party in document.parties)
        return Finding("desk", "near_miss") if near else Finding("returned", "not_matched")
    if not _may_ask(case, document, kind, known.today):
        return IN_DOUBT
    if "recorded_phone" in kind.rights and document.recorded_phone == "yes":
        return "recorded_phone"
    if "partner" in kind.rights and _a_partner_vouches(case):
        return "partner"
    counts = "receipt" in kind.rights and known.receipt_counts
    return "receipt" if counts and document.receipt_matches == "yes" else IN_DOUBT


def _a_partner_vouches(case: Case) -> bool:
    """For the number that the partner named: not for one that was put in its place since."""
    return case.partner is not None and case.partner.seen_by is not None and case.number_by is None


def _may_ask(case: Case, document: FoundDocument, kind: DocumentType, today: date) -> bool:
    return any(
        party.role in kind.roles and _is_adult(party.birth_date, today)
        for party in document.parties
        if match(case.applicant, party) == "same"
    )


def _is_adult(birth_date: date, today: date) -> bool:
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday) >= ADULT_YEARS
