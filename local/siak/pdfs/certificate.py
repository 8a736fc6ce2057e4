"""The sheet of every kutipan akta: each fact in Indonesian, its English beneath."""

from dataclasses import dataclass
from datetime import date

from local.siak.pdfs.sheet import BOLD, GREY, PORTRAIT, SLANTED, Sheet
from local.siak.pdfs.signing_block import head_signs, note_on_signature
from local.siak.pdfs.words import date_in_words, english_date
from local.siak.residents import Document, Person
from menwa.dates import day_in_words

LABELS, COLON, VALUES, EDGE = 20.0, 80.0, 84.0, 190.0
BODY_FROM, BODY_TO = 88.0, 222.0


@dataclass(frozen=True)
class Fact:
    label: str
    english: str
    value: str
    in_english: str = ""
    large: bool = False


@dataclass(frozen=True)
class Heading:
    title: str
    english: str


def certificate(document: Document, heading: Heading, facts: list[Fact]) -> bytes:
    sheet = Sheet(PORTRAIT, f"{heading.title} (contoh)")
    _head(sheet, heading)
    step = min(13.5, (BODY_TO - BODY_FROM) / len(facts))
    for row, fact in enumerate(facts):
        _fact(sheet, fact, BODY_FROM + row * step)
    _issued(sheet, document)
    note_on_signature(sheet)
    return sheet.finished()


def dated(label: str, english: str, day: date) -> Fact:
    return Fact(label, english, date_in_words(day), english_date(day))


def named(label: str, english: str, person: Person) -> Fact:
    return Fact(label, english, person.name.upper(), large=True)


def numbered(person: Person) -> Fact:
    return Fact("Nomor Induk Kependudukan", "Personal Registration Number", person.nik)


def born(person: Person) -> Fact:
    value = f"{person.birthplace}, {day_in_words(person.born).upper()}"
    return Fact("lahir di, tanggal", "born in, on date", value, english_date(person.born))


def _head(sheet: Sheet, heading: Heading) -> None:
    middle = sheet.width / 2
    sheet.emblem(middle, 24, 10)
    sheet.text(middle, 42, "REPUBLIK INDONESIA", font=BOLD, size=14, align="centre")
    sheet.text(middle, 48, "PENCATATAN SIPIL", font=BOLD, size=11, align="centre")
    sheet.text(middle, 52, "REGISTRY OFFICE", font=SLANTED, size=8, align="centre", colour=GREY)
    sheet.text(LABELS, 60, "WARGA NEGARA", size=8.5)
    sheet.text(LABELS, 63.2, "NATIONALITY", font=SLANTED, size=6.8, colour=GREY)
    sheet.text(COLON - 32, 60, ": INDONESIA", font=BOLD, size=8.5)
    sheet.line(LABELS, 66, EDGE, 66, width=1)
    sheet.text(middle, 74, heading.title, font=BOLD, size=16, align="centre")
    sheet.text(middle, 79, heading.english, font=SLANTED, size=9.5, align="centre", colour=GREY)


def _fact(sheet: Sheet, fact: Fact, y: float) -> None:
    room = EDGE - VALUES
    size = 12.0 if fact.large else 10.5
    sheet.text(LABELS, y, fact.label, size=10, within=COLON - LABELS - 2)
    sheet.text(LABELS, y + 3.6, fact.english, font=SLANTED, size=7.2, colour=GREY, within=58)
    sheet.text(COLON, y, ":", size=10)
    sheet.text(VALUES, y, fact.value, font=BOLD, size=size, within=room)
    sheet.line(VALUES, y + 1.4, EDGE, y + 1.4, width=0.6, dotted=True)
    sheet.text(VALUES, y + 4.6, fact.in_english, font=SLANTED, size=7.2, colour=GREY)


def _issued(sheet: Sheet, document: Document) -> None:
    left, top = 84.0, 228.0
    for row, (label, english, value) in enumerate(
        (
            ("Kutipan ini dikeluarkan di", "The excerpt is issued in", "KOTA CONTOH PEKANBARU"),
            ("pada tanggal", "on date", day_in_words(document.issued_on).upper()),
        )
    ):
        y = top + row * 7.5
        sheet.text(left, y, label, size=8.5)
        sheet.text(left, y + 3, english, font=SLANTED, size=6.6, colour=GREY)
        sheet.text(left + 44, y, f": {value}", font=BOLD, size=8.5)
    head_signs(sheet, document, left, 245)
