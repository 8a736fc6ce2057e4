"""The form, a citizen's or the desk's: a request, or an error beside each field to mend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from menwa.applicant import Applicant, Subject
from menwa.case import Case
from menwa.cases import CODES_LIVE, hash_of
from menwa.document_numbers import bare_digits, check_nik, check_number, normal_number
from menwa.mistakes import Mistake
from menwa.office import DocumentType, Office
from menwa.types import Status, new_case_id

AboutDocument = Literal["document_type", "relation", "subject_name", "subject_nik", "number"]
Field = AboutDocument | Literal["receipt", "nik", "name", "birth_date", "phone"]
PARTS = ("day", "month", "year")
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class Request:
    document_type: str
    number: str | None
    applicant: Applicant
    receipt: str | None = None
    subject: Subject | None = None


def read_form(
    fields: Mapping[str, str], office: Office, today: date, proven: str | None = None
) -> tuple[Request | None, dict[Field, Mistake]]:
    """A request, or what is wrong with it by field.

    `whom`, if it is given, is for whom: `self` or whose relative; these have a name. `proven`: the
    phone, where that is known already; WhatsApp has numbers that are no mobile ones.
    """
    document = office.documents.get(fields.get("document_type", ""))
    birth_date = read_date(fields)
    phone = proven or normal_phone(fields.get("phone", ""))
    receipt = _receipt(fields, office)
    errors: dict[Field, Mistake | None] = {
        "document_type": None if document else Mistake("error_document_type"),
        **_about_subject(fields),
        "number": _number_error(fields, document, today),
        "receipt": _receipt_error(receipt),
        "nik": check_nik(fields.get("nik", "")),
        "name": _name_error(fields.get("name", ""), "error_name"),
        "birth_date": _birth_date_error(fields, birth_date, today),
        "phone": None if phone else _phone_error(fields.get("phone", "")),
    }
    found = {field: error for field, error in errors.items() if error}
    if found or document is None or birth_date is None or phone is None:
        return None, found
    applicant = Applicant(
        nik=bare_digits(fields["nik"]),
        name=_one_line(fields["name"]),
        birth_date=birth_date,
        phone=phone,
    )
    number = None if _unknown(fields) else normal_number(fields["number"], document.numbers)
    request = Request(
        fields["document_type"], number, applicant, receipt or None, subject_in(fields)
    )
    return request, {}


def unproven(request: Request, code: str, now: datetime, entered_by: str | None = None) -> Case:
    """`entered_by` is the officer who typed it for a citizen at the counter."""
    return Case(
        id=new_case_id(),
        status=Status.UNPROVEN,
        document_type=request.document_type,
        number=request.number,
        receipt=request.receipt,
        applicant=request.applicant,
        subject=request.subject,
        entered_by=entered_by,
        created_at=now,
        proof_hash=hash_of(code),
        expires_at=int((now + CODES_LIVE).timestamp()),
    )


def subject_in(fields: Mapping[str, str]) -> Subject | None:
    """Whose document it is; None if the applicant's own, or not said."""
    whom = fields.get("whom", "self")
    if whom == "self":
        return None
    return Subject(
        relation=_one_line(fields.get("relation", "")) if whom == "other" else whom,
        name=_one_line(fields.get("subject_name", "")),
        nik=bare_digits(fields.get("subject_nik", "")) or None,
    )


def normal_phone(typed: str) -> str | None:
    """`0812…`, `62812…`, `+62 812-…` and `+62 0812…` are one number; None if it is none."""
    digits = re.sub(r"[^0-9]", "", typed)
    if re.search(r"[^0-9\s+().-]", typed):
        return None
    if typed.strip().startswith("+") and not digits.startswith("62"):
        return f"+{digits}" if re.fullmatch(r"[1-9][0-9]{7,14}", digits) else None
    national = digits.removeprefix("62").removeprefix("0")
    return f"+62{national}" if re.fullmatch(r"8[0-9]{7,11}", national) else None


def read_date(fields: Mapping[str, str]) -> date | None:
    try:
        day, month, year = (int(fields[f"birth_{part}"]) for part in PARTS)
        return date(year, month, day)
    except (KeyError, OverflowError, ValueError):
        return None


def _unknown(fields: Mapping[str, str]) -> bool:
    return bool(fields.get("number_unknown"))


def _one_line(typed: str) -> str:
    return " ".join(typed.split())


def _number_error(
    fields: Mapping[str, str], document: DocumentType | None, today: date
) -> Mistake | None:
    if document is None or _unknown(fields):
        return None
    return check_number(fields.get("number", ""), document, today).mistake


def _about_subject(fields: Mapping[str, str]) -> dict[Field, Mistake | None]:
    """A newborn has no NIK yet."""
    whom = fields.get("whom", "self")
    if whom == "self":
        return {}
    relation, nik = _one_line(fields.get("relation", "")), fields.get("subject_nik", "")
    named = whom != "other" or 2 <= len(relation) <= 40
    return {
        "relation": None if named else Mistake("error_relation"),
        "subject_name": _name_error(fields.get("subject_name", ""), "error_subject_name"),
        "subject_nik": check_nik(nik) if bare_digits(nik) else None,
    }


def _name_error(typed: str, missing: str) -> Mistake | None:
    length = len(_one_line(typed))
    if length > 100:
        return Mistake("error_name_too_long")
    if length == 1:
        return Mistake("error_name_too_short")
    return None if length else Mistake(missing)


def _birth_date_error(fields: Mapping[str, str], born: date | None, today: date) -> Mistake | None:
    typed = {part: fields.get(f"birth_{part}", "") for part in PARTS}
    if not all(typed.values()):
        return Mistake("error_birth_date")
    if not all(re.fullmatch(r"[0-9]{1,4}", each) for each in typed.values()):
        return Mistake("error_birth_date_digits")
    if len(typed["year"]) < 4:
        return Mistake("error_birth_year", typed)
    if born is None:
        return Mistake("error_birth_date_none", typed)
    if born > today:
        return Mistake("error_birth_date_ahead")
    return None if born >= EARLIEST else Mistake("error_birth_year", typed)


def _phone_error(typed: str) -> Mistake:
    digits = re.sub(r"[^0-9]", "", typed)
    if not typed.strip():
        return Mistake("error_phone")
    if re.search(r"[^0-9\s+().-]", typed) or not digits:
        return Mistake("error_phone_digits")
    national = digits.removeprefix("62").removeprefix("0")
    if national.startswith("8"):
        error = "error_phone_too_short" if len(national) < 8 else "error_phone_too_long"
        return Mistake(error, {"typed": str(len(digits))})
    return Mistake("error_phone_not_mobile")


def _receipt(fields: Mapping[str, str], office: Office) -> str:
    """Only where it proves something is it asked for; "" if it was not given."""
    asked = office.receipts_are_unguessable
    return re.sub(r"\s", "", fields.get("receipt", "")).upper() if asked else ""


def _receipt_error(receipt: str) -> Mistake | None:
    fits = re.fullmatch(r"[0-9A-Z/.-]{4,40}|", receipt)
    return None if fits else Mistake("error_receipt")
