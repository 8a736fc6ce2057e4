"""The form, a citizen's or the desk's: a request, or an error beside each field to mend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from menwa.case import Applicant, Case
from menwa.cases import CODES_LIVE, hash_of
from menwa.office import DocumentType, Office
from menwa.types import Status, new_case_id

Field = Literal["document_type", "number", "nik", "name", "birth_date", "phone", "receipt"]


@dataclass(frozen=True)
class Request:
    document_type: str
    number: str | None
    applicant: Applicant
    receipt: str | None = None


def read_form(
    fields: Mapping[str, str], office: Office, today: date
) -> tuple[Request | None, dict[Field, str]]:
    """A request, or the errors by field: the key of a text of the office's."""
    document = office.documents.get(fields.get("document_type", ""))
    number = _number(fields, document)
    nik = _digits(fields.get("nik", ""))
    name = " ".join(fields.get("name", "").split())
    birth_date = read_date(fields)
    phone = normal_phone(fields.get("phone", ""))
    receipt = _receipt(fields, office)
    errors: dict[Field, str | None] = {
        "document_type": None if document else "error_document_type",
        "number": _number_error(number, document),
        "nik": None if re.fullmatch(r"[0-9]{12}(?!0000)[0-9]{4}", nik) else "error_nik",
        "name": None if 2 <= len(name) <= 100 else "error_name",
        "birth_date": _birth_date_error(birth_date, today),
        "phone": None if phone else "error_phone",
        "receipt": None if re.fullmatch(r"[0-9A-Z/.-]{4,40}|", receipt) else "error_receipt",
    }
    found = {field: error for field, error in errors.items() if error}
    if found or birth_date is None or phone is None:
        return None, found
    applicant = Applicant(nik=nik, name=name, birth_date=birth_date, phone=phone)
    return Request(fields["document_type"], number, applicant, receipt or None), {}


def unproven(request: Request, code: str, now: datetime, entered_by: str | None = None) -> Case:
    """`entered_by` is the officer who typed it for a citizen at the counter."""
    return Case(
        id=new_case_id(),
        status=Status.UNPROVEN,
        document_type=request.document_type,
        number=request.number,
        receipt=request.receipt,
        applicant=request.applicant,
        entered_by=entered_by,
        created_at=now,
        proof_hash=hash_of(code),
        expires_at=int((now + CODES_LIVE).timestamp()),
    )


def _number(fields: Mapping[str, str], document: DocumentType | None) -> str | None:
    """None if it is not known."""
    if fields.get("number_unknown"):
        return None
    return normal_number(fields.get("number", ""), document)


def normal_number(typed: str, document: DocumentType | None) -> str:
    """One blank between words, none around slashes and hyphens."""
    if document and document.number_pattern.startswith("[0-9]"):
        return re.sub(r"[\s.-]", "", typed)
    return re.sub(r"\s*([/-])\s*", r"\1", " ".join(typed.split())).upper()


def _receipt(fields: Mapping[str, str], office: Office) -> str:
    """Only where it proves something is it asked for; "" if it was not given."""
    asked = office.receipts_are_unguessable
    return re.sub(r"\s", "", fields.get("receipt", "")).upper() if asked else ""


def normal_phone(typed: str) -> str | None:
    """`0812…`, `62812…`, `+62 812-…` and `+62 0812…` are one number; None if it is none."""
    digits = _digits(typed)
    if re.search(r"[^0-9\s+().-]", typed):
        return None
    if typed.strip().startswith("+") and not digits.startswith("62"):
        return f"+{digits}" if re.fullmatch(r"[1-9][0-9]{7,14}", digits) else None
    national = digits.removeprefix("62").removeprefix("0")
    return f"+62{national}" if re.fullmatch(r"8[0-9]{7,11}", national) else None


def read_date(fields: Mapping[str, str]) -> date | None:
    try:
        day, month, year = (int(fields[f"birth_{part}"]) for part in ("day", "month", "year"))
        return date(year, month, day)
    except (KeyError, OverflowError, ValueError):
        return None


def _number_error(number: str | None, document: DocumentType | None) -> str | None:
    if number is None or document is None:
        return None
    if not number:
        return "error_number_missing"
    return None if re.fullmatch(document.number_pattern, number) else "error_number"


def _birth_date_error(birth_date: date | None, today: date) -> str | None:
    if birth_date is None:
        return "error_birth_date"
    return None if date(1900, 1, 1) <= birth_date <= today else "error_birth_date_range"


def _digits(typed: str) -> str:
    return re.sub(r"[^0-9]", "", typed)
