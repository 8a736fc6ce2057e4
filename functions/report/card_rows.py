"""The kartu kendali as officers read it: each hand-over, and whether it was in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from menwa.card import Card, Entry
from menwa.case import Case, CaseFile
from menwa.dates import in_words, wait_in_words
from menwa.office import Office
from report.waiting import MACHINE, Waited, minutes, waited_at, worked_on

UNKNOWN = "—"


@dataclass(frozen=True)
class CardRow:
    """`is_late` is None where nobody is timed."""

    sequence: int
    step: int
    act: str
    note: str | None
    holder: str
    handed_to: str
    received_at: datetime
    handed_over_at: datetime
    paraf: str
    standard: str
    worked: str
    waited: str
    is_late: bool | None


def card_of(file: CaseFile) -> Card:
    return Card(
        case_id=file.case.id,
        length=file.case.card_length,
        head=file.case.card_head,
        entries=file.entries,
        notes=file.notes,
    )


def facts_of(case: Case, office: Office) -> list[tuple[str, str]]:
    document = office.document(case.document_type)
    number = case.number or (case.found.number if case.found else "tidak diketahui pemohon")
    return [
        ("Nomor permintaan", case.id),
        ("Jenis dokumen", document.name),
        (document.number_name or "Nomor dokumen", number),
        ("Pemohon", case.applicant.name),
        ("Masuk", in_words(office.local(case.proven_at or case.created_at))),
        ("Selesai", in_words(office.local(case.ended_at)) if case.ended_at else "belum"),
    ]


def rows_of(file: CaseFile, office: Office) -> list[CardRow]:
    return [_row(file, entry, office) for entry in file.entries]


def _row(file: CaseFile, entry: Entry, office: Office) -> CardRow:
    waited = waited_at(entry, file.case.sent_at, office)
    return CardRow(
        sequence=entry.sequence,
        step=entry.step,
        act=office.act(entry.act),
        note=file.notes.get(entry.sequence),
        holder=entry.holder,
        handed_to=entry.handed_to,
        received_at=office.local(entry.received_at),
        handed_over_at=office.local(entry.handed_over_at),
        paraf=entry.paraf,
        standard=f"{minutes(waited.standard)} menit" if waited else UNKNOWN,
        worked=_worked(entry, worked_on(entry)),
        waited=_waited(waited),
        is_late=waited.is_late if waited else None,
    )


def _worked(entry: Entry, worked: timedelta | None) -> str:
    if worked is not None:
        return f"{max(minutes(worked), 1)} menit"
    return "otomatis" if entry.post == MACHINE else UNKNOWN


def _waited(waited: Waited | None) -> str:
    return wait_in_words(waited.waited) if waited else UNKNOWN
