"""All that is known of one person, to be handed over: what is another's is blacked out.

Of their own requests: what they typed, and what was found once their right was established. Of
those that others made for their document: that it happened, and nothing of whoever asked.
"""

from dataclasses import dataclass
from datetime import datetime

from menwa.card import Leg
from menwa.case import Attempt, Case, CaseFile
from menwa.data_requests import DataSubject
from menwa.dates import day_in_words, in_words
from menwa.delivery import mark_of
from menwa.office import Office
from menwa.retention import erased_on
from report.listing import STATUS_WORDS
from report.personal_data_cases import Concerned

BLACK = "█████"
Facts = list[tuple[str, str]]
RELATIONS = {"child": "anak", "parent": "orang tua", "spouse": "suami atau istri"}
SENT = {
    "intended": "mungkin terkirim",
    "accepted": "diterima WhatsApp",
    "delivered": "sampai di HP",
    "refused": "ditolak WhatsApp",
    "failed": "gagal",
    "given_up": "tidak ada kabar",
}


@dataclass(frozen=True)
class CaseExport:
    """`notes`: what was written on the card; an officer's word may be about others."""

    case_id: str
    facts: Facts
    sends: Facts
    way: list[tuple[str, str, str]]
    notes: Facts


def exported(
    file: CaseFile, concerned: Concerned, person: DataSubject, office: Office
) -> CaseExport:
    own = concerned.own
    return CaseExport(
        case_id=file.case.id,
        facts=[
            *_applicant(file.case, person, own=own),
            *_document(file.case, person, office, own=own),
            *_course(file.case, office),
        ],
        sends=[_sent(one, person, office, own=own) for one in file.attempts],
        way=[_handed_over(leg, office) for leg in file.case.way],
        notes=[_note(file, number, office, own=own) for number in sorted(file.notes)],
    )


def _applicant(case: Case, person: DataSubject, *, own: bool) -> Facts:
    applicant, subject = case.applicant, case.subject
    facts = [
        ("Diminta oleh", applicant.name if own else BLACK),
        ("NIK peminta", applicant.nik if own else BLACK),
        ("Tanggal lahir peminta", day_in_words(applicant.birth_date) if own else BLACK),
        ("Nomor WhatsApp peminta", _phone(applicant.phone, person, own=own)),
    ]
    if subject is not None:
        theirs = subject.nik == person.nik
        facts += [
            ("Untuk", RELATIONS.get(subject.relation, "orang lain") if own else "Anda"),
            ("Nama pemilik dokumen", subject.name if theirs else BLACK),
            ("NIK pemilik dokumen", subject.nik or "" if theirs else BLACK),
        ]
    return facts


def _document(case: Case, person: DataSubject, office: Office, *, own: bool) -> Facts:
    kind, found = office.document(case.document_type), case.found
    typed = (case.number or "") if own else BLACK
    facts = [
        ("Dokumen", kind.name),
        (f"{kind.number_name or 'Nomor'} yang diketik", typed),
        ("Resi yang diketik", (case.receipt or "") if own else ""),
    ]
    if found is None:
        return facts
    theirs = found.subject_nik == person.nik
    known = theirs or (own and case.right is not None)
    return [
        *facts,
        ("Nomor menurut SIAK", found.number if known else BLACK),
        ("Nama menurut SIAK", found.subject_name if theirs else BLACK),
        ("NIK menurut SIAK", (found.subject_nik or "") if theirs else BLACK),
    ]


def _course(case: Case, office: Office) -> Facts:
    goes = erased_on(case, office)
    return [
        ("Lewat mitra", case.partner.id if case.partner else ""),
        ("Keadaan", STATUS_WORDS[case.status]),
        ("Masuk", _moment(case.proven_at or case.created_at, office)),
        ("Selesai", _moment(case.ended_at, office)),
        ("Pemrosesan dihentikan", _moment(case.restricted_at, office)),
        ("Data pribadi dihapus", day_in_words(goes) if goes else "menunggu permintaan selesai"),
    ]


def _sent(one: Attempt, person: DataSubject, office: Office, *, own: bool) -> tuple[str, str]:
    here = own and person.phone is not None and one.to == mark_of(person.phone)
    whither = f"ke {person.phone}" if here else f"ke nomor {BLACK}"
    return _moment(one.at, office), f"{SENT[one.outcome]}, {whither} lewat WhatsApp (Meta)"


def _handed_over(leg: Leg, office: Office) -> tuple[str, str, str]:
    """When, what was done, and which post did it: officials' names are not the person's data."""
    return _moment(leg.handed_over_at, office), office.act(leg.act), leg.post


def _note(file: CaseFile, number: int, office: Office, *, own: bool) -> tuple[str, str]:
    entry = next(one for one in file.entries if one.sequence == number)
    theirs = own and entry.post == "Pemohon"
    words = file.notes[number] if theirs else f"{BLACK} (catatan petugas atau orang lain)"
    return _moment(entry.handed_over_at, office), words


def _phone(phone: str, person: DataSubject, *, own: bool) -> str:
    """Somebody else may have asked under their name, from a phone of their own."""
    return phone if own and phone == person.phone else BLACK


def _moment(at: datetime | None, office: Office) -> str:
    return in_words(office.local(at)) if at else ""
