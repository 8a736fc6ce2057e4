"""What all forms of the report show: tables, and which of their columns make a chart."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Value = str | int | Decimal
"""A Decimal has two decimals: it is rounded where it was reckoned."""


@dataclass(frozen=True)
class Chart:
    """`labels` and `values` are columns of the table; several values stand side by side."""

    kind: Literal["columns", "bars"]
    title: str
    labels: int
    values: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """`nothing` is said where it has no rows."""

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    about: str = ""
    chart: Chart | None = None
    nothing: str = "Tidak ada."
