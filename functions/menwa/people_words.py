"""A change of people as it is read: what it is about, and what differs."""

from collections.abc import Iterator
from dataclasses import dataclass

from menwa.dates import day_in_words
from menwa.link_holders import assistant_key
from menwa.office import Office
from menwa.people import Absence, Assistant, Letters, Officer, Official, Person, Vacancy
from menwa.people_changes import Act, Change, Outcome
from menwa.people_forms import standing

ACTS: dict[Act, str] = {
    "officer_added": "Tambah petugas",
    "officer_changed": "Ubah petugas",
    "officer_removed": "Keluarkan petugas",
    "post_held": "Isi jabatan",
    "post_vacated": "Kosongkan jabatan",
    "absence_added": "Catat pejabat yang tidak di tempat",
    "absence_removed": "Hapus catatan tidak di tempat",
    "assistant_named": "Tunjuk asisten",
    "assistant_removed": "Hentikan asisten",
    "letters_set": "Atur surat",
    "devices_revoked": "Cabut semua perangkat",
    "desk_code_issued": "Beri kode perangkat di meja",
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
    if named := name_of_key(change.key, office):
        return named
    person = change.officer or office.officers.get(change.key)
    return f"{person.name} ({change.key})" if person else change.key


def differences(change: Change, office: Office) -> list[Difference]:
    """`office` as it stands without the change; of a decided one, what it set."""
    if change.act in {"devices_revoked", "desk_code_issued"}:
        return []
    decided = change.outcome is not None  # what stood there then is not known any more
    before = {} if decided else dict(_described(standing(change, office), office))
    after = dict(_described(change.officer or change.official or change.vacancy, office))
    return [
        Difference(label, before.get(label, ""), after.get(label, ""))
        for label in {**before, **after}
        if before.get(label, "") != after.get(label, "")
    ]


def name_of_key(key: str, office: Office) -> str | None:
    """Whose devices they are; None of an officer's key."""
    kind, _, post = key.partition(":")
    if post not in {*office.officials, *office.vacant}:
        return None
    title = office.posts.title(post)
    return f"Asisten {title}" if kind == assistant_key("").rstrip(":") else title


def letters_in_words(letters: Letters) -> str:
    if isinstance(letters, tuple):
        return "pukul " + ", ".join(each.replace(":", ".") for each in letters)
    return {"at_once": "segera", "hourly": "setiap jam"}[letters]


def _assistant_in_words(one: Assistant) -> str:
    return f"{one.name} ({one.paraf}), {one.phone}, {one.mail}, {CHANNELS[one.channel]}"


def _described(one: Person | Vacancy | None, office: Office) -> Iterator[tuple[str, str]]:
    if isinstance(one, Vacancy):
        yield "Pejabat", f"kosong; Plt. {office.posts.title(one.deputy)}{_days(one)}"
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
        yield "Satu saluran saja", "ya" if one.one_channel else ""
        yield "Surat", letters_in_words(one.letters)
        if one.assistant:
            yield "Asisten", _assistant_in_words(one.assistant)


def _days(vacancy: Vacancy) -> str:
    first, last = vacancy.first, vacancy.last
    return (f" mulai {day_in_words(first)}" if first else "") + (
        f" sampai {day_in_words(last)}" if last else ""
    )


def absence_in_words(absence: Absence, office: Office) -> str:
    days = f"{day_in_words(absence.first)} sampai {day_in_words(absence.last)}"
    return f"{KINDS[absence.kind]} {days}, digantikan {office.posts.title(absence.deputy)}"
