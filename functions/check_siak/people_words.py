"""A change as administrators read it: what it is about, and what differs."""

from collections.abc import Iterator
from dataclasses import dataclass

from menwa.dates import day_in_words
from menwa.office import Office
from menwa.people import Absence, Officer, Official, Person, Vacancy
from menwa.people_changes import Act, Change, Outcome

ACTS: dict[Act, str] = {
    "officer_added": "Tambah petugas",
    "officer_changed": "Ubah petugas",
    "officer_removed": "Keluarkan petugas",
    "post_held": "Isi jabatan",
    "post_vacated": "Kosongkan jabatan",
    "absence_added": "Catat pejabat yang tidak di tempat",
    "absence_removed": "Hapus catatan tidak di tempat",
    "devices_revoked": "Cabut semua perangkat",
}
OUTCOMES: dict[Outcome, str] = {
    "approved": "Disetujui",
    "rejected": "Ditolak",
    "withdrawn": "Ditarik kembali",
}
KINDS = {"cuti": "Cuti", "plh": "Plh.", "plt": "Plt."}
CHANNELS = {"whatsapp": "WhatsApp", "mail": "Surel"}


@dataclass(frozen=True)
class Difference:
    """`before` is empty where nothing stood there; `after` where nothing will."""

    label: str
    before: str
    after: str


def about(change: Change, office: Office) -> str:
    """Whom or which post it is about."""
    if change.subject.startswith("post"):
        return office.posts.title(change.key)
    person = change.officer or office.officers.get(change.key)
    return f"{person.name} ({change.key})" if person else change.key


def differences(change: Change, office: Office) -> list[Difference]:
    """`office` as it stands without the change; of a decided one, what it set."""
    if change.act == "devices_revoked":
        return []
    decided = change.outcome is not None  # what stood there then is not known any more
    before = {} if decided else dict(_described(_standing(change, office), office))
    after = dict(_described(change.officer or change.official or change.vacancy, office))
    return [
        Difference(label, before.get(label, ""), after.get(label, ""))
        for label in {**before, **after}
        if before.get(label, "") != after.get(label, "")
    ]


def _standing(change: Change, office: Office) -> Person | Vacancy | None:
    if not change.subject.startswith("post"):
        return office.officers.get(change.key)
    return office.officials.get(change.key) or office.vacant.get(change.key)


def _described(one: Person | Vacancy | None, office: Office) -> Iterator[tuple[str, str]]:
    if isinstance(one, Vacancy):
        yield "Pejabat", f"kosong; Plt. {office.posts.title(one.deputy)}"
    if isinstance(one, Person):
        yield "Pejabat" if isinstance(one, Official) else "Nama", one.name
        yield "Paraf", one.paraf
        yield "HP", one.phone
        yield "Surel", one.mail
        yield "Dihubungi lewat", CHANNELS[one.channel]
    if isinstance(one, Officer):
        yield "Administrator", "ya" if one.administrator else "tidak"
    if isinstance(one, Official):
        yield "Tidak di tempat", "; ".join(absence_in_words(a, office) for a in one.absences)


def absence_in_words(absence: Absence, office: Office) -> str:
    days = f"{day_in_words(absence.first)} sampai {day_in_words(absence.last)}"
    return f"{KINDS[absence.kind]} {days}, digantikan {office.posts.title(absence.deputy)}"
