"""Tables for whatever reads CSV: RFC 4180, marked as UTF-8, and no cell is a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TextIO

from report.listing import HEADINGS, Cell, Row
from report.table import Table

ENCODING = "utf-8-sig"  # with the mark by which spreadsheets know UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CsvRows:
    """The requests, each as it comes."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file)
        self._writer.writerow(HEADINGS)

    def add(self, row: Row) -> None:
        self._writer.writerow(as_texts(row))


def write_figures(tables: Iterable[Table], file: TextIO) -> None:
    """All tables in one, a line for each value: which table, which row, which column."""
    writer = csv.writer(file)
    writer.writerow(("Tabel", "Baris", "Kolom", "Nilai"))
    for table in tables:
        for row in table.rows:
            names = [value for value in row if isinstance(value, str)]
            for heading, value in zip(table.headings, row, strict=True):
                if isinstance(value, int | Decimal):
                    writer.writerow(as_texts((table.title, " / ".join(names), heading, value)))


def as_texts(cells: Sequence[Cell]) -> list[str]:
    return [_harmless(_text(cell)) for cell in cells]


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)


def _harmless(cell: str) -> str:
    """Whoever asks chooses their own name: a spreadsheet must not run it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
