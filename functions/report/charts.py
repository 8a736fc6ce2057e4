"""Where a chart's bars, lines and words stand: page and paper draw the same picture.

From the top left corner, in points; type is SIZE high.
"""

from dataclasses import dataclass
from typing import Literal

from menwa.numbers import in_thousands
from report.scale import marks
from report.table import Chart, Table

SIZE, A_LETTER = 7.5, 0.56
"""A letter's mean width, of its height."""
Tone = Literal["first", "second", "line", "axis"]
MOST_BARS, MOST_LABELS = 10, 12


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    tone: Tone
    says: str = ""


@dataclass(frozen=True)
class Words:
    """`x`, `y`: where its baseline begins, has its middle, or ends."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    boxes: tuple[Box, ...]
    words: tuple[Words, ...]


def drawn(table: Table, chart: Chart, width: float) -> Picture:
    return _columns(table, chart, width) if chart.kind == "columns" else _bars(table, chart, width)


def _columns(table: Table, chart: Chart, width: float) -> Picture:
    left, top, tall, height = 30.0, 16.0, 97.0, 128.0
    values = [int(row[column]) for row in table.rows for column in chart.values]
    axis = marks(max(values, default=0))
    slot = (width - left) / max(len(table.rows), 1)
    boxes, words = _grid(axis, (left, top, width - left, tall))
    each = min(slot * 0.8 / len(chart.values), 26)
    for place, row in enumerate(table.rows):
        middle, label = left + slot * (place + 0.5), str(row[chart.labels])
        for turn, column in enumerate(chart.values):
            size = tall * int(row[column]) / axis[-1]
            x = middle + (turn - len(chart.values) / 2) * each
            says = f"{label}: {table.headings[column]} {row[column]}"
            boxes.append(Box(x, top + tall - size, each * 0.92, size, _tone(chart, turn), says))
        if place % -(-len(table.rows) // MOST_LABELS) == 0:
            words.append(Words(middle, top + tall + 11, _short(label), "middle"))
    keys, names = _legend(table, chart, left)
    return Picture(width, height, (*boxes, *keys), (*words, *names))


def _grid(axis: list[int], area: tuple[float, ...]) -> tuple[list[Box], list[Words]]:
    left, top, width, tall = area
    boxes, words = list[Box](), list[Words]()
    for mark in axis:
        y = top + tall * (1 - mark / axis[-1])
        boxes.append(Box(left, y, width, 0.6, "line"))
        words.append(Words(left - 4, y + 2.5, in_thousands(mark), "end"))
    return boxes, words


def _legend(table: Table, chart: Chart, x: float) -> tuple[list[Box], list[Words]]:
    boxes, words = list[Box](), list[Words]()
    for turn, column in enumerate(chart.values):
        boxes.append(Box(x, 1, 7, 7, _tone(chart, turn)))
        words.append(Words(x + 10, 7.5, table.headings[column]))
        x += 26 + len(table.headings[column]) * SIZE * A_LETTER
    return boxes, words


def _bars(table: Table, chart: Chart, width: float) -> Picture:
    """The first rows only: tables that are drawn so have the highest first."""
    rows, left, line, room = table.rows[:MOST_BARS], width * 0.4, 15.0, 46.0
    highest = max((int(row[chart.values[0]]) for row in rows), default=0) or 1
    height = line * max(len(rows), 1)
    boxes, words = [Box(left, 0, 0.8, height, "axis")], list[Words]()
    for place, row in enumerate(rows):
        label, value, foot = str(row[chart.labels]), int(row[chart.values[0]]), line * place + 10
        size = (width - left - room) * value / highest
        boxes.append(Box(left, line * place + 2, size, line - 5, "first", f"{label}: {value}"))
        words.append(Words(left - 5, foot, _fitting(label, left - 8), "end"))
        words.append(Words(left + size + 4, foot, in_thousands(value)))
    return Picture(width, height, tuple(boxes), tuple(words))


def _tone(chart: Chart, turn: int) -> Tone:
    return "first" if turn == len(chart.values) - 1 else "second"


def _short(label: str) -> str:
    """`23 November 2026` → `23 Nov`; `November 2026` → `Nov 2026`"""
    words = [word[:3] if word.isalpha() else word for word in label.split()]
    return " ".join(words[:2])


def _fitting(label: str, width: float) -> str:
    most = int(width / (SIZE * A_LETTER))
    return label if len(label) <= most else f"{label[: most - 1]}…"
