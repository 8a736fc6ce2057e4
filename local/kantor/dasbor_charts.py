"""Each widget of the dashboard as a table and, where it has numbers, the picture drawn of it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from local.kantor.dasbor_aws import KNOWN
from local.kantor.dasbor_metrics import Point, statistic
from local.kantor.dasbor_widgets import Drawn, Widget
from report.charts import Picture, drawn
from report.table import Chart, Table, Value

WIDTH = 230.0
MOST_COLUMNS = 12
A_MINUTE = 60
ONLY_ON_AWS = "Dicatat oleh AWS sendiri; di kantor contoh tidak ada."
NOTHING = "Belum ada yang tercatat."


@dataclass(frozen=True)
class Span:
    """`count` columns of `length` seconds each, whole minutes, that end at or after `now`."""

    begin: float
    length: int
    count: int

    @classmethod
    def until(cls, now: float, since: float) -> "Span":
        begin = since // A_MINUTE * A_MINUTE
        minutes = max(1, math.ceil((now - begin) / A_MINUTE + 1e-6))
        length = math.ceil(minutes / MOST_COLUMNS)
        return cls(begin, length * A_MINUTE, math.ceil(minutes / length))


@dataclass(frozen=True)
class Charted:
    table: Table
    picture: Picture | None = None


def charted(
    widget: Widget, points: Sequence[Point], span: Span, local: Callable[[float], datetime]
) -> Charted:
    if any(one.series.namespace not in KNOWN for one in widget.metrics):
        return Charted(Table("", widget.title, (), (), nothing=ONLY_ON_AWS))
    table = _kinds(widget, points) if widget.is_bar else _times(widget, points, span, local)
    return Charted(table, drawn(table, table.chart, WIDTH) if table.rows and table.chart else None)


def _kinds(widget: Widget, points: Sequence[Point]) -> Table:
    """Over all the time that there is; what is highest first."""
    found = [
        (name, _value(each, series.of(points)))
        for each in widget.metrics
        for name, series in each.found_in(points)
    ]
    rows = tuple(sorted(found, key=lambda row: (-row[1], row[0])))
    chart = Chart("bars", widget.title, 0, (1,))
    return Table("", widget.title, ("Apa", "Nilai"), rows, chart=chart, nothing=NOTHING)


def _times(
    widget: Widget, points: Sequence[Point], span: Span, local: Callable[[float], datetime]
) -> Table:
    own = [(each, each.series.of(points)) for each in widget.metrics]
    begins = [span.begin + turn * span.length for turn in range(span.count)]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            f"{local(begin):%H.%M}",
            *(_value(each, _within(found, begin, span.length)) for each, found in own),
        )
        for begin in begins
    )
    headings = ("Pukul", *(each.label for each, _ in own))
    chart = Chart("columns", widget.title, 0, tuple(range(1, len(headings))))
    some = any(found for _, found in own)
    return Table("", widget.title, headings, rows if some else (), chart=chart, nothing=NOTHING)


def _within(points: Sequence[Point], begin: float, length: int) -> list[Point]:
    return [one for one in points if begin <= one.at < begin + length]


def _value(each: Drawn, points: Sequence[Point]) -> int:
    return round(statistic(each.statistic, [one.value for one in points]) or 0)
