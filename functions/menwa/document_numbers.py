"""Numbers as people type them: made one, warned of where unusual, refused only where impossible.

What an office writes: NIK `PPKKCC DDMMYY SSSS` (women: 40 added to the day), No. KK likewise with
its day of issue, akta `1471-LU-05032021-0012`, SKPWNI `SKPWNI/1471/05032026/0012`.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from menwa.mistakes import Mistake
from menwa.office import DocumentType, NumberShape

SKPWNI_VALID = timedelta(days=30)
LONGEST, SHORTEST = 40, 3
AKTA = re.compile(r"([0-9]{4})\W*([A-Z]{2})\W*([0-9]{8})\W*([0-9]{3,6})")
SKPWNI = re.compile(r"(?:SKPWNI)?\W*([0-9]{4})\W+([0-9]{8}|[0-9]{6})\W+([0-9]{1,6})")
LETTERS = {
    "LT": "Akta Kelahiran",
    "LU": "Akta Kelahiran",
    "KM": "Akta Kematian",
    "KW": "Akta Perkawinan",
    "CR": "Akta Perceraian",
}
DASHES = "\u2010-\u2015"


@dataclass(frozen=True)
class Checked:
    """A number as it is kept; `mistake`: it can't be one; `notes`: unusual, and accepted."""

    number: str
    mistake: Mistake | None = None
    notes: tuple[Mistake, ...] = ()


def check_number(typed: str, kind: DocumentType, today: date) -> Checked:
    number, what = normal_number(typed, kind.numbers), kind.number_name
    if not number:
        return Checked(number, Mistake("error_number_missing", {"what": what}))
    if kind.numbers == "kk":
        mistake = _sixteen_digits(number, what)
        return Checked(number, mistake, () if mistake else tuple(_odd_kk(number, today)))
    if not SHORTEST <= len(number) <= LONGEST:
        short = len(number) < SHORTEST
        error = "error_number_too_short" if short else "error_number_too_long"
        return Checked(number, Mistake(error, {"what": what}))
    if kind.numbers == "akta":
        return Checked(number, notes=tuple(_odd_akta(number, kind, today)))
    return Checked(
        number, notes=tuple(_odd_skpwni(number, today) if kind.numbers == "skpwni" else ())
    )


def may_be_number(number: str, shape: NumberShape) -> bool:
    if shape == "kk":
        return re.fullmatch(r"[0-9]{16}", number) is not None
    return SHORTEST <= len(number) <= LONGEST


def normal_number(typed: str, shape: NumberShape) -> str:
    """One blank between words, none around slashes and hyphens; in full where it is known."""
    if shape == "kk":
        return bare_digits(typed)
    number = " ".join(re.sub(rf"[{DASHES}]", "-", typed).upper().split())
    number = re.sub(r"\s*([/-])\s*", r"\1", number)
    if shape == "akta" and (parts := AKTA.fullmatch(number)):
        office, letters, day, serial = parts.groups()
        return f"{office}-{letters}-{day}-{serial.zfill(4)}"
    if shape == "skpwni" and (parts := SKPWNI.fullmatch(number)):
        office, day, serial = parts.groups()
        day = day if len(day) == 8 else f"{day[:4]}20{day[4:]}"
        return f"SKPWNI/{office}/{day}/{serial.zfill(4)}"
    return number


def bare_digits(typed: str) -> str:
    """However they are grouped; what is no digit stays, to be refused."""
    return re.sub(rf"[\s.{DASHES}-]", "", typed)


def check_nik(typed: str) -> Mistake | None:
    nik = bare_digits(typed)
    if mistake := _sixteen_digits(nik, "NIK"):
        return mistake
    if nik.endswith("0000"):
        return Mistake("error_nik_serial")
    possible = 1 <= _day_of(nik) <= 31 and 1 <= int(nik[8:10]) <= 12
    return None if possible else Mistake("error_nik_date")


def shows_another_birthday(nik: str, born: date) -> bool:
    """Of the year a NIK has but two digits."""
    return (_day_of(nik), int(nik[8:10]), int(nik[10:12])) != (
        born.day,
        born.month,
        born.year % 100,
    )


def birthday_in(nik: str, born: date) -> date | None:
    """The day that the NIK shows, in the century that comes nearest; None if there is no such."""
    years = (f"{century}{nik[10:12]}" for century in (19, 20))
    days = [_day(f"{_day_of(nik):02}{nik[8:10]}{year}") for year in years]
    return min(filter(None, days), key=lambda day: abs(day - born), default=None)


def _day_of(nik: str) -> int:
    return int(nik[6:8]) - (40 if nik[6] >= "4" else 0)


def _sixteen_digits(number: str, what: str) -> Mistake | None:
    if not number:
        return Mistake("error_digits_none", {"what": what})
    if wrong := re.search(r"[^0-9]", number):
        return Mistake("error_digits_only", {"what": what, "wrong": wrong[0]})
    by = len(number) - 16
    said = {"what": what, "typed": str(len(number)), "by": str(abs(by))}
    if by == 0:
        return None
    return Mistake("error_digits_missing" if by < 0 else "error_digits_too_many", said)


def _odd_kk(number: str, today: date) -> Iterator[Mistake]:
    issued = _day(f"{number[6:10]}20{number[10:12]}")
    if issued is None or issued > today or number.endswith("0000"):
        yield Mistake("note_kk_unusual")


def _odd_akta(number: str, kind: DocumentType, today: date) -> Iterator[Mistake]:
    parts = AKTA.fullmatch(number)
    if parts is None:
        yield Mistake("note_old_number")
        return
    meant = LETTERS.get(parts[2])
    if meant not in {None, kind.name} and kind.name in LETTERS.values():
        yield Mistake("note_other_kind", {"letters": parts[2], "meant": str(meant)})
    issued = _day(parts[3])
    if issued is None or issued > today:
        yield Mistake("note_no_such_day")


def _odd_skpwni(number: str, today: date) -> Iterator[Mistake]:
    parts = SKPWNI.fullmatch(number)
    issued = _day(parts[2]) if parts else None
    if parts is None:
        yield Mistake("note_unusual_number")
    elif issued is None or issued > today:
        yield Mistake("note_no_such_day")
    elif today - issued > SKPWNI_VALID:
        yield Mistake("note_skpwni_expired")


def _day(ddmmyyyy: str) -> date | None:
    """None if the calendar has no such day, or it is of another age."""
    with suppress(ValueError):
        day = date(int(ddmmyyyy[4:]), int(ddmmyyyy[2:4]), int(ddmmyyyy[:2]))
        return day if day.year >= 1900 else None
    return None
