"""What was typed about people, and the change that it asks for; errors stand beside its fields."""

import hashlib
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from menwa.office import Office
from menwa.people import Absence, Assistant, Officer, Official, Person, UserKey, Vacancy
from menwa.people_changes import Change, People
from menwa.people_faults import Fault, faults
from menwa.request_form import normal_phone

Fields = Mapping[str, str]
Errors = dict[str, str]
M = TypeVar("M", bound=BaseModel)
WRONG: Errors = {
    "key": "Pakai huruf kecil, angka, titik atau tanda hubung, misalnya sari.dewi.",
    "taken": "Nama pengguna ini sudah ada.",
    "name": "Isi nama lengkap.",
    "paraf": "Isi paraf: satu sampai empat huruf.",
    "phone": "Isi nomor HP, misalnya 0812 3456 7890.",
    "mail": "Isi alamat surel, misalnya sari.dewi@kantor.go.id.",
    "channel": "Pilih WhatsApp atau surel.",
    "first": "Isi hari pertama.",
    "last": "Isi hari terakhir, tidak sebelum hari pertama.",
    "kind": "Pilih salah satu.",
    "deputy": "Pilih jabatan lain yang ada pejabatnya.",
    "administrator": "Harus selalu ada paling sedikit dua administrator.",
}
SHARED = {
    "phone": "Nomor ini sudah dipakai {other}. Setiap orang perlu nomor sendiri.",
    "mail": "Alamat surel ini sudah dipakai {other}. Setiap orang perlu alamat sendiri.",
}


def read_officer(fields: Fields) -> tuple[Officer | None, Errors]:
    return _read(Officer, _person(fields) | {"administrator": bool(fields.get("administrator"))})


def read_official(
    fields: Fields, title: str, holder: Official | None
) -> tuple[Official | None, Errors]:
    """The same person keeps their leave, assistant and letters; another one begins anew."""
    typed = _person(fields) | {"title": title, "one_channel": bool(fields.get("one_channel"))}
    official, errors = _read(Official, typed)
    if official is not None and holder is not None and official.name == holder.name:
        own = {name: getattr(holder, name) for name in ("absences", "assistant", "letters")}
        official = official.model_copy(update=own)
    return official, errors


def read_assistant(fields: Fields) -> tuple[Assistant | None, Errors]:
    return _read(Assistant, _person(fields))


def read_absence(fields: Fields) -> tuple[Absence | None, Errors]:
    typed = {name: fields.get(name, "") for name in ("first", "last", "kind", "deputy")}
    absence, errors = _read(Absence, typed)
    return absence, errors or ({} if absence else {"last": WRONG["last"]})


def read_vacancy(fields: Fields, title: str) -> tuple[Vacancy | None, Errors]:
    days = {name: fields.get(name) or None for name in ("first", "last")}
    typed = {"title": title, "deputy": fields.get("deputy", ""), **days}
    vacancy, errors = _read(Vacancy, typed)
    return vacancy, errors or ({} if vacancy else {"last": WRONG["last"]})


def key_error(key: str, office: Office) -> Errors:
    try:
        TypeAdapter(UserKey).validate_python(key)
    except ValidationError:
        return {"key": WRONG["key"]}
    return {"key": WRONG["taken"]} if key in office.officers or key == "baru" else {}


def away(official: Official, absence: Absence) -> Official:
    """The same absence stands once; they are kept in order."""
    absences = sorted({*official.absences, absence}, key=lambda one: (one.first, one.last))
    return official.model_copy(update={"absences": tuple(absences)})


def back(official: Official, first: str) -> Official | None:
    """Without the absence that begins on that day; None if there is none."""
    rest = tuple(one for one in official.absences if one.first.isoformat() != first)
    changed = official.model_copy(update={"absences": rest})
    return changed if rest != official.absences else None


def objections(change: Change, office: Office, people: People) -> Errors:
    """By field, what this change would bring about that may not be; old faults do not count.

    `office` with `people` as they stand.
    """
    after = office.with_people(people.after(change))
    old = set(faults(office.officers, office.posts))
    found = [each for each in faults(after.officers, after.posts) if each not in old]
    return {each.field: _sentence(each, change, after) for each in found}


def standing(change: Change, office: Office) -> Person | Vacancy | None:
    """What stands where this change would."""
    if not change.subject.startswith("post"):
        return office.officers.get(change.key)
    return office.officials.get(change.key) or office.vacant.get(change.key)


def digest_of(stands: Person | Vacancy | None) -> str:
    return hashlib.sha256(stands.model_dump_json().encode() if stands else b"").hexdigest()


def _sentence(fault: Fault, change: Change, office: Office) -> str:
    if fault.field not in SHARED:
        return WRONG[fault.field]
    others = (who for who in (fault.who, fault.other) if who.partition(".")[2] != change.key)
    return SHARED[fault.field].format(other=_name(next(others, fault.other), office))


def _name(who: str, office: Office) -> str:
    kind, _, key = who.partition(".")
    if kind == "officers":
        return office.officers[key].name
    official = office.officials[key]
    person = official.assistant if kind == "assistants" else official
    return person.name if person else ""


def _person(fields: Fields) -> dict[str, Any]:
    return {
        "name": " ".join(fields.get("name", "").split()),
        "paraf": fields.get("paraf", "").upper(),
        "phone": normal_phone(fields.get("phone", "")) or "",
        "mail": fields.get("mail", "").lower(),
        "channel": fields.get("channel", ""),
    }


def _read(model: type[M], typed: dict[str, Any]) -> tuple[M | None, Errors]:
    try:
        return model.model_validate(typed), {}
    except ValidationError as error:
        wrong = [str(each["loc"][0]) for each in error.errors(include_input=False) if each["loc"]]
        return None, {field: WRONG[field] for field in wrong}
