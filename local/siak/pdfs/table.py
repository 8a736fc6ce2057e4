"""A ruled table of one line per row; text that is too wide is set smaller."""

from collections.abc import Sequence
from dataclasses import dataclass

from local.siak.pdfs.sheet import BOLD, PLAIN, Align, Sheet

NUMBERS = 3.6


@dataclass(frozen=True)
class Column:
    """`title` may have several lines."""

    title: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """`first_number`: below their titles the columns after the first are numbered from it."""

    columns: Sequence[Column]
    head_height: float
    row_height: float
    first_number: int | None = None
    size: float = 7.2

    def draw(self, sheet: Sheet, x: float, y: float, rows: Sequence[Sequence[str]]) -> float:
        """Returns where it ends."""
        bottom = self._head(sheet, x, y)
        for row in rows:
            left = x
            for column, value in zip(self.columns, row, strict=True):
                sheet.box(left, bottom, column.width, self.row_height)
                self._value(sheet, column, left, bottom, value)
                left += column.width
            bottom += self.row_height
        return bottom

    def _head(self, sheet: Sheet, x: float, y: float) -> float:
        left, low = x, y + self.head_height
        for number, column in enumerate(self.columns):
            sheet.box(left, y, column.width, self.head_height)
            middle, lines = left + column.width / 2, column.title.split("\n")
            first = y + self.head_height / 2 + 0.9 - (len(lines) - 1) * 1.4
            for row, line in enumerate(lines):
                at, room = first + row * 2.8, column.width - 1
                sheet.text(middle, at, line, font=BOLD, size=6.8, align="centre", within=room)
            if self.first_number is not None:
                sheet.box(left, low, column.width, NUMBERS)
                mark = f"({self.first_number + number - 1})" if number else ""
                sheet.text(middle, low + 2.6, mark, size=6, align="centre")
            left += column.width
        return low if self.first_number is None else low + NUMBERS

    def _value(self, sheet: Sheet, column: Column, x: float, y: float, value: str) -> None:
        baseline, room = y + self.row_height / 2 + 0.9, column.width - 2
        centred = column.align == "centre"
        at = x + column.width / 2 if centred else x + 1
        sheet.text(at, baseline, value, font=PLAIN, size=self.size, align=column.align, within=room)
