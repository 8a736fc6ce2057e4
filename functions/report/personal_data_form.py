"""What an officer types of a data subject's request; an error beside each field to mend."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import cast, get_args

from menwa.data_requests import Basis, DataRequest, DataSubject, Doing, Kind, new_request_id
from menwa.document_numbers import bare_digits, check_nik
from menwa.office import Office
from menwa.request_form import EARLIEST, normal_phone, read_date
from menwa.signed_in import SignedIn

MOST_WORDS, LONGEST_NAME = 500, 100
LONGEST_AGO = timedelta(days=30)
Errors = dict[str, str]
MISSING = {
    "kind": "Pilih apa yang diminta.",
    "basis": "Pilih siapa yang meminta.",
    "name": "Isi nama pemilik data seperti pada KTP-el.",
    "phone": "Periksa nomor HP-nya, atau kosongkan.",
    "words": "Tulis apa yang diminta.",
    "received": "Isi waktu permintaan diterima: paling lama 30 hari lalu, tidak di masa depan.",
    "seen": "Lihat dulu KTP-el aslinya, lalu centang di sini.",
}


def read_request(
    fields: Mapping[str, str], office: Office, officer: SignedIn, now: datetime
) -> tuple[DataRequest | None, Errors]:
    phone, name = normal_phone(fields.get("phone", "")), one_line(fields.get("name", ""))
    received, nik = _received(fields, office, now), check_nik(fields.get("nik", ""))
    holds = {
        "kind": fields.get("kind") in get_args(Kind),
        "basis": fields.get("basis") in get_args(Basis),
        "name": 1 < len(name) <= LONGEST_NAME,
        "phone": phone is not None or not fields.get("phone"),
        "words": bool(fields.get("words")),
        "received": received is not None,
        "seen": fields.get("seen") == "yes",
    }
    errors = {field: MISSING[field] for field, fine in holds.items() if not fine}
    if nik is not None:
        errors = {"nik": nik.said(office), **errors}
    if errors or received is None:
        return None, errors
    request = DataRequest(
        id=new_request_id(),
        kind=cast(Kind, fields["kind"]),
        person=DataSubject(nik=bare_digits(fields["nik"]), name=name, phone=phone),
        basis=cast(Basis, fields["basis"]),
        words=fields["words"][:MOST_WORDS],
        received_at=received,
        received_by=officer.key,
        acts=(Doing(act="received", at=now, officer=officer.name),),
    )
    return request, {}


def read_correction(
    fields: Mapping[str, str], today: date
) -> tuple[tuple[str, date] | None, Errors]:
    """The name and birth date that are right."""
    name, born = one_line(fields.get("name", "")), read_date(fields)
    errors = {}
    if not 1 < len(name) <= LONGEST_NAME:
        errors["name"] = MISSING["name"]
    if born is None or not EARLIEST <= born <= today:
        errors["birth_date"] = "Isi tanggal lahir yang benar, misalnya 27 3 1985."
    return (name, born) if born is not None and not errors else None, errors


def one_line(typed: str) -> str:
    return " ".join(typed.split())


def _received(fields: Mapping[str, str], office: Office, now: datetime) -> datetime | None:
    """By the office's clock; now, if nothing was said."""
    typed = fields.get("received")
    if not typed:
        return now
    try:
        at = datetime.fromisoformat(typed).replace(tzinfo=office.hours.zone)
    except ValueError:
        return None
    return at.astimezone(now.tzinfo) if now - LONGEST_AGO <= at <= now else None
