"""Who asks, for whose document, and through whom."""

from datetime import date

from menwa.stored import Stored
from menwa.types import Nik, Phone


class Applicant(Stored):
    nik: Nik
    name: str
    birth_date: date
    phone: Phone


class Subject(Stored):
    """Whose document it is, where that is not the applicant, as the applicant says; `relation` is
    `child`, `parent`, `spouse`, or the applicant's own word."""

    relation: str
    name: str
    nik: Nik | None = None


class ThroughPartner(Stored):
    """A partner's system sent it; `seen_by`: who saw the applicant's KTP-el there."""

    id: str
    seen_by: str | None = None
