"""Kartu Keluarga: A4 landscape, the members in two tables of ten lines."""

from collections.abc import Iterable, Sequence

from local.siak.pdfs.sheet import BOLD, LANDSCAPE, Sheet
from local.siak.pdfs.signing_block import head_signs, note_on_signature
from local.siak.pdfs.table import Column, Table
from local.siak.pdfs.words import short_date
from local.siak.residents import Document, Family, Person, Residents

LINES = 10
EDGE = 10.0
SEX = {"L": "LAKI-LAKI", "P": "PEREMPUAN"}
WHO_THEY_ARE = Table(
    columns=(
        Column("No", 7, "centre"),
        Column("Nama Lengkap", 54),
        Column("NIK", 33, "centre"),
        Column("Jenis Kelamin", 21, "centre"),
        Column("Tempat Lahir", 32),
        Column("Tanggal\nLahir", 20, "centre"),
        Column("Agama", 19, "centre"),
        Column("Pendidikan", 38),
        Column("Jenis Pekerjaan", 38),
        Column("Golongan\nDarah", 15, "centre"),
    ),
    head_height=7.5,
    row_height=4.5,
    first_number=1,
)
HOW_THEY_RELATE = Table(
    columns=(
        Column("No", 7, "centre"),
        Column("Status Perkawinan", 36, "centre"),
        Column("Tanggal Perkawinan/\nPerceraian", 28, "centre"),
        Column("Status Hubungan\nDalam Keluarga", 34, "centre"),
        Column("Kewarganegaraan", 26, "centre"),
        Column("Dokumen Imigrasi:\nNo. Paspor", 25, "centre"),
        Column("Dokumen Imigrasi:\nNo. KITAP", 25, "centre"),
        Column("Nama Orang Tua:\nAyah", 48),
        Column("Nama Orang Tua:\nIbu", 48),
    ),
    head_height=7.5,
    row_height=4.5,
    first_number=10,
)


def family_card(document: Document, residents: Residents) -> bytes:
    family = residents.families[document.family or ""]
    members = [residents.people[party.nik] for party in document.parties]
    sheet = Sheet(LANDSCAPE, "Kartu Keluarga (contoh)")
    _head(sheet, family, members[0])
    first = WHO_THEY_ARE.draw(sheet, EDGE, 45.5, _numbered(10, map(_identity, members)))
    HOW_THEY_RELATE.draw(sheet, EDGE, first + 2.5, _numbered(9, map(_relation, members)))
    _foot(sheet, document, members[0])
    note_on_signature(sheet)
    return sheet.finished()


def _head(sheet: Sheet, family: Family, head: Person) -> None:
    middle = sheet.width / 2
    sheet.emblem(22, 17, 9)
    sheet.text(middle, 16, "KARTU KELUARGA", font=BOLD, size=22, align="centre")
    sheet.text(middle, 23, f"No. {family.number}", font=BOLD, size=13, align="centre")
    left = (
        ("Nama Kepala Keluarga", head.name.upper()),
        ("Alamat", family.street),
        ("RT/RW", f"{family.rt}/{family.rw}"),
        ("Kode Pos", family.postal_code),
    )
    right = (
        ("Kelurahan/Desa", family.kelurahan),
        ("Kecamatan", family.kecamatan),
        ("Kabupaten/Kota", "KOTA CONTOH PEKANBARU"),
        ("Provinsi", "RIAU"),
    )
    for x, colon, lines in ((EDGE, 48.0, left), (186.0, 214.0, right)):
        for row, (label, value) in enumerate(lines):
            y = 30 + row * 4.4
            sheet.text(x, y, label, size=8.5)
            sheet.text(colon, y, f": {value}", font=BOLD, size=8.5)


def _identity(member: Person) -> list[str]:
    return [
        member.name.upper(),
        member.nik,
        SEX[member.sex],
        member.birthplace,
        short_date(member.born),
        member.religion,
        member.education,
        member.occupation,
        "TIDAK TAHU" if member.blood == "-" else member.blood,
    ]


def _relation(member: Person) -> list[str]:
    return [
        member.marital,
        short_date(member.married_on),
        member.relation or "",
        "WNI",
        "-",
        "-",
        member.father,
        member.mother,
    ]


def _numbered(columns: int, rows: Iterable[Sequence[str]]) -> list[list[str]]:
    filled = [[str(number), *row] for number, row in enumerate(rows, start=1)]
    empty = [
        [str(number), *("-" for _ in range(columns - 1))]
        for number in range(len(filled) + 1, LINES + 1)
    ]
    return filled + empty


def _foot(sheet: Sheet, document: Document, head: Person) -> None:
    top = 166.5
    sheet.text(EDGE, top, f"Dikeluarkan tanggal : {short_date(document.issued_on)}", size=8.5)
    sheet.text(118, top, "KEPALA KELUARGA", font=BOLD, size=8, align="centre")
    sheet.text(118, top + 21, head.name.upper(), font=BOLD, size=8.5, align="centre", within=60)
    sheet.line(88, top + 22, 148, top + 22)
    sheet.text(118, top + 25, "Tanda tangan/cap jempol", size=6.5, align="centre")
    head_signs(sheet, document, 178, top - 2)
