"""The SOP's report of one day: who asked for what, and when it was collected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from menwa.case import Case
from menwa.office import Office
from menwa.types import Status

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


@dataclass(frozen=True)
class Row:
    """`phone` is masked; `minutes` from proof of the phone until the case ended."""

    at: datetime
    case_id: str
    document: str
    name: str
    phone: str
    status: str
    delivered_at: datetime | None
    minutes: int | None


def row_of(case: Case, office: Office) -> Row:
    began = case.proven_at or case.created_at
    ended = case.ended_at
    done = case.status is Status.DELIVERED and ended is not None
    return Row(
        at=office.local(began),
        case_id=case.id,
        document=office.documents[case.document_type].name,
        name=case.applicant.name,
        phone=masked(case.applicant.phone),
        status=STATUS_WORDS[case.status],
        delivered_at=office.local(ended) if done and ended else None,
        minutes=int((ended - began).total_seconds() // 60) if ended else None,
    )


def totals_of(rows: Iterable[Row]) -> dict[str, int]:
    totals = {"Permohonan": 0}
    for row in rows:
        totals["Permohonan"] += 1
        totals[row.status] = totals.get(row.status, 0) + 1
    return totals


def masked(phone: str) -> str:
    return f"{phone[:5]}{'•' * (len(phone) - 8)}{phone[-3:]}"
