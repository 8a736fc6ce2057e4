"""The SOP's report, request by request: who asked for what, and when it was collected."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from menwa.case import Case
from menwa.office import Office
from menwa.types import Status
from report.waiting import MACHINE, minutes

STATUS_WORDS = {
    Status.UNPROVEN: "Belum terbukti",
    Status.CHECKING: "Sedang diperiksa",
    Status.WITH_OFFICIAL: "Menunggu pejabat",
    Status.AT_DESK: "Di meja petugas",
    Status.SENDING: "Sedang dikirim",
    Status.DELIVERED: "Diterima pemohon",
    Status.RETURNED: "Dikembalikan",
    Status.CLOSED: "Ditutup",
}
HEADINGS = (
    "Masuk",
    "Kode",
    "Nama",
    "Telepon",
    "Dokumen",
    "Nomor dokumen",
    "Pintu",
    "Dicari di",
    "Oleh",
    "Dikirim",
    "Diterima",
    "Lama (menit kerja)",
    "Keadaan",
    "Alasan",
)
Cell = str | int | Decimal | datetime | None


class Row(NamedTuple):
    """In the order of HEADINGS. Times are the office's; `minutes` of office time from the proof
    of the phone until the case ended; `reason` only of what ended without a document."""

    at: datetime
    case_id: str
    name: str
    phone: str
    document: str
    number: str
    door: str
    obtained: str
    obtained_by: str
    sent_at: datetime | None
    delivered_at: datetime | None
    minutes: int | None
    status: str
    reason: str


def row_of(case: Case, office: Office, *, shows_phones: bool = False) -> Row:
    began, ended = case.proven_at or case.created_at, case.ended_at
    done = case.status is Status.DELIVERED
    obtained, obtained_by = _obtained(case, office)
    return Row(
        at=office.local(began),
        case_id=case.id,
        name=case.applicant.name,
        phone=_phone(case, shown=shows_phones),
        document=office.document(case.document_type).name,
        number=case.found.number if case.found else case.number or "",
        door=f"Loket ({called(case.entered_by, office)})" if case.entered_by else "Formulir",
        obtained=obtained,
        obtained_by=obtained_by,
        sent_at=office.local(case.sent_at) if case.sent_at else None,
        delivered_at=office.local(ended) if done and ended else None,
        minutes=minutes(office.hours.office_time(began, ended)) if ended else None,
        status=STATUS_WORDS[case.status],
        reason=office.act(case.reason) if case.reason and case.status.ended and not done else "",
    )


def called(officer: str, office: Office) -> str:
    """By name; who has left the office by the key that the card knows."""
    known = office.officers.get(officer)
    return known.name if known else officer


def masked(phone: str) -> str:
    return f"{phone[:5]}{'•' * (len(phone) - 8)}{phone[-3:]}"


def _phone(case: Case, *, shown: bool) -> str:
    if case.erased_at is not None:
        return ""
    return case.applicant.phone if shown else masked(case.applicant.phone)


def _obtained(case: Case, office: Office) -> tuple[str, str]:
    """Where the document was found, and by whom; nothing until it was."""
    if case.found is None:
        return "", ""
    if case.found.looked_up_by == "SIAK":
        return "SIAK, lewat gerbang", MACHINE
    return "SIAK, oleh petugas", called(case.found.looked_up_by, office)
