"""Surat Keterangan Pindah WNI (SKPWNI) and biodata penduduk."""

from collections.abc import Sequence
from datetime import timedelta

from local.siak.pdfs.sheet import BOLD, PORTRAIT, Sheet
from local.siak.pdfs.signing_block import OFFICE, head_signs, note_on_signature
from local.siak.pdfs.table import Column, Table
from local.siak.pdfs.words import short_date
from local.siak.residents import Document, Family, Person, Residents
from menwa.dates import day_in_words

EDGE, COLON, SIGNED_AT = 18.0, 72.0, 86.0
VALID_FOR = timedelta(days=30)
MOVERS = Table(
    columns=(
        Column("No", 9, "centre"),
        Column("NIK", 42, "centre"),
        Column("Nama Lengkap", 80),
        Column("SHDK", 43, "centre"),
    ),
    head_height=6.5,
    row_height=5.6,
    size=8.2,
)
Lines = Sequence[tuple[str, str]]


def moving_letter(document: Document, residents: Residents) -> bytes:
    family = residents.families[document.family or ""]
    sheet = _letter("SURAT KETERANGAN PINDAH WARGA NEGARA INDONESIA", document.number)
    y = _section(sheet, 66, "DATA DAERAH ASAL", _leaving(family, residents, document))
    y = _section(sheet, y + 5, "DATA KEPINDAHAN", _destination(document))
    sheet.text(EDGE, y + 5, "KELUARGA YANG PINDAH", font=BOLD, size=9.5)
    y = MOVERS.draw(sheet, EDGE, y + 7.5, _movers(document, residents))
    until = day_in_words(document.issued_on + VALID_FOR)
    sheet.text(EDGE, y + 7, f"Surat keterangan ini berlaku sampai dengan {until}.", size=9)
    return _signed_off(sheet, document)


def biodata(document: Document, residents: Residents) -> bytes:
    person = residents.people[document.subject]
    family = residents.families[document.family or ""]
    sheet = _letter("BIODATA PENDUDUK WARGA NEGARA INDONESIA", document.number)
    y = _section(sheet, 66, "DATA PERSONAL", _personal(person))
    y = _section(sheet, y + 5, "DATA ORANG TUA", _parents(person))
    _section(sheet, y + 5, "DATA KELUARGA DAN ALAMAT", _home(person, family))
    return _signed_off(sheet, document)


def _letter(title: str, number: str) -> Sheet:
    sheet = Sheet(PORTRAIT, f"{title.title()} (contoh)")
    middle = sheet.width / 2 + 10
    sheet.emblem(28, 24, 10)
    sheet.text(middle, 20, "PEMERINTAH KOTA CONTOH PEKANBARU", font=BOLD, size=13, align="centre")
    office = OFFICE.removesuffix(" Kota Contoh Pekanbaru").upper()
    sheet.text(middle, 26.5, office, font=BOLD, size=12, align="centre", within=150)
    sheet.text(middle, 31.5, "Provinsi Riau", size=9, align="centre")
    sheet.line(EDGE, 37, sheet.width - EDGE, 37, width=1.4)
    sheet.line(EDGE, 38, sheet.width - EDGE, 38, width=0.4)
    sheet.text(sheet.width / 2, 49, title, font=BOLD, size=13, align="centre")
    sheet.text(sheet.width / 2, 55, f"Nomor: {number}", size=10, align="centre")
    return sheet


def _section(sheet: Sheet, y: float, title: str, lines: Lines) -> float:
    """Returns where it ends."""
    sheet.text(EDGE, y, title, font=BOLD, size=9.5)
    sheet.line(EDGE, y + 1.4, sheet.width - EDGE, y + 1.4)
    for row, (label, value) in enumerate(lines, start=1):
        at = y + 1 + row * 5.6
        sheet.text(EDGE, at, label, size=9)
        sheet.text(COLON - 3, at, ":", size=9)
        sheet.text(COLON, at, value, font=BOLD, size=9, within=sheet.width - EDGE - COLON)
    return y + 1 + len(lines) * 5.6 + 3


def _signed_off(sheet: Sheet, document: Document) -> bytes:
    sheet.text(SIGNED_AT, 240, f"Pekanbaru, {day_in_words(document.issued_on)}", size=9)
    head_signs(sheet, document, SIGNED_AT, 245)
    note_on_signature(sheet)
    return sheet.finished()


def _leaving(family: Family, residents: Residents, document: Document) -> Lines:
    applicant = residents.people[document.subject]
    return (
        ("Nomor Kartu Keluarga", family.number),
        ("Nama Kepala Keluarga", family.member[0].name.upper()),
        *_address(family),
        ("Nama pemohon", applicant.name.upper()),
        ("NIK pemohon", applicant.nik),
    )


def _address(family: Family) -> Lines:
    return (
        ("Alamat", f"{family.street}, RT {family.rt}/RW {family.rw}"),
        ("Kelurahan", family.kelurahan),
        ("Kecamatan", family.kecamatan),
        ("Kota, Provinsi", f"KOTA CONTOH PEKANBARU, RIAU {family.postal_code}"),
    )


def _destination(document: Document) -> Lines:
    to = {name: document.text(f"to_{name}") for name in ("street", "rt", "rw", "kelurahan")}
    return (
        ("Alasan pindah", document.text("reason")),
        ("Klasifikasi pindah", document.text("classification")),
        ("Jenis kepindahan", document.text("kind")),
        ("Alamat tujuan", f"{to['street']}, RT {to['rt']}/RW {to['rw']}"),
        ("Kelurahan/Desa", to["kelurahan"]),
        ("Kecamatan", document.text("to_kecamatan")),
        ("Kabupaten/Kota, Provinsi", f"{document.text('to_city')}, {document.text('to_province')}"),
    )


def _movers(document: Document, residents: Residents) -> list[list[str]]:
    people = [residents.people[party.nik] for party in document.parties]
    return [
        [str(number), person.nik, person.name.upper(), person.relation or "-"]
        for number, person in enumerate(people, start=1)
    ]


def _personal(person: Person) -> Lines:
    return (
        ("Nama lengkap", person.name.upper()),
        ("NIK", person.nik),
        ("Tempat, tanggal lahir", f"{person.birthplace}, {short_date(person.born)}"),
        ("Jenis kelamin", "LAKI-LAKI" if person.sex == "L" else "PEREMPUAN"),
        ("Golongan darah", person.blood),
        ("Agama", person.religion),
        ("Pendidikan terakhir", person.education),
        ("Jenis pekerjaan", person.occupation),
        ("Status perkawinan", person.marital),
        ("Tanggal perkawinan", short_date(person.married_on)),
        ("Kewarganegaraan", "WNI"),
    )


def _parents(person: Person) -> Lines:
    return (("Nama ayah", person.father), ("Nama ibu", person.mother))


def _home(person: Person, family: Family) -> Lines:
    return (
        ("Nomor Kartu Keluarga", family.number),
        ("Status hubungan dalam keluarga", person.relation or "-"),
        *_address(family),
    )
