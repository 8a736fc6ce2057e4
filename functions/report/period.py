"""The spans of days that a report may be about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from menwa.dates import MONTHS, day_in_words, in_words

A_DAY = timedelta(days=1)
QUARTERS = ("I", "II", "III", "IV")
Kind = Literal["harian", "mingguan", "bulanan", "triwulan", "khusus"]


@dataclass(frozen=True)
class Period:
    """Both days included."""

    kind: Kind
    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += A_DAY

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def title(self) -> str:
        if self.kind == "bulanan":
            return month_in_words(self.first)
        if self.kind == "triwulan":
            return f"Triwulan {QUARTERS[self.first.month // 3]} {self.first.year}"
        if self.first == self.last:
            return in_words(self.first)
        return f"{_begins(self.first, self.last)} sampai {day_in_words(self.last)}"

    @property
    def name(self) -> str:
        """What a file about it is called."""
        if self.kind == "bulanan":
            return f"{self.first:%Y-%m}"
        if self.kind == "triwulan":
            return f"{self.first.year}-T{self.first.month // 3 + 1}"
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()}--{self.last.isoformat()}"

    @property
    def before(self) -> "Period":
        """The one of the same kind that ends where this begins."""
        end = self.first - A_DAY
        if self.kind == "khusus":
            return Period(self.kind, end - timedelta(days=len(self) - 1), end)
        return around(end, self.kind)

    @property
    def after(self) -> "Period":
        begin = self.last + A_DAY
        if self.kind == "khusus":
            return Period(self.kind, begin, begin + timedelta(days=len(self) - 1))
        return around(begin, self.kind)


def around(day: date, kind: Kind) -> Period:
    """The day itself, or the week (from Monday), month or quarter that it lies in."""
    if kind == "mingguan":
        monday = day - timedelta(days=day.weekday())
        return Period(kind, monday, monday + timedelta(days=6))
    if kind in {"bulanan", "triwulan"}:
        months = 3 if kind == "triwulan" else 1
        first = day.replace(day=1, month=(day.month - 1) // months * months + 1)
        return Period(kind, first, _first_after(first, months) - A_DAY)
    return Period(kind, day, day)


def month_in_words(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _first_after(first: date, months: int) -> date:
    later = first.year * 12 + first.month - 1 + months
    return date(later // 12, later % 12 + 1, 1)


def _begins(first: date, last: date) -> str:
    """Only what the last day does not say itself: `28` of 28 sampai 30 November 2026."""
    if first.year != last.year:
        return day_in_words(first)
    return str(first.day) if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]}"
