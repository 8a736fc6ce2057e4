"""The report on paper: one glance on its first page, then every table."""

from collections.abc import Sequence
from decimal import Decimal

from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from menwa.dates import in_words
from menwa.numbers import in_thousands
from menwa.office import Office
from report import paper
from report.charts import SIZE, Picture, drawn
from report.figures import Figures
from report.scope import Scope
from report.table import Table, Value

WIDTH = A4[0] - 2 * paper.MARGIN
TILES = 3
TONES = {"first": paper.ACCENT, "second": paper.SECOND, "line": paper.LINE, "axis": paper.SOFT}
LINES = (
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, paper.LINE),
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, paper.ACCENT),
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ("VALIGN", (0, 1), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
)
CELLS = (
    ("BACKGROUND", (0, 0), (-1, -1), paper.TINT),
    ("INNERGRID", (0, 0), (-1, -1), 4, "white"),
    ("LEFTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
)
BIG = ParagraphStyle("big", paper.TEXT, fontName=paper.BOLD, fontSize=17, leading=21)


def report_pdf(tables: Sequence[Table], figures: Figures, scope: Scope, office: Office) -> bytes:
    title, made = scope.title(office), in_words(office.local(figures.now))
    story: list[Flowable] = [
        *paper.letterhead(office),
        paper.words("LAPORAN PENGAMBILAN DOKUMEN DAN PENGIRIMAN PDF", paper.TITLE),
        paper.words(title, paper.CENTRED),
        Spacer(0, 4 * mm),
        _tiles(tables[0]),
        *(part for table in tables if table.chart for part in _charted(table)),
        PageBreak(),
        *(part for table in tables[1:] for part in _told(table)),
    ]
    return paper.printed(story, f"Laporan MENWA: {title}", f"{title} · dibuat {made}")


def _tiles(summary: Table) -> Grid:
    tiles = [
        [Paragraph(_shown(value), BIG), paper.words(str(label), paper.NOTE)]
        for label, value in summary.rows
    ]
    lines = [tiles[at : at + TILES] for at in range(0, len(tiles), TILES)]
    grid = Grid(lines, colWidths=[WIDTH / TILES] * TILES)
    grid.setStyle(TableStyle(CELLS))
    return grid


def _charted(table: Table) -> list[Flowable]:
    if table.chart is None or not table.rows:
        return []
    picture = drawn(table, table.chart, WIDTH)
    return [paper.words(table.chart.title, paper.HEADING), _drawing(picture)]


def _drawing(picture: Picture) -> Drawing:
    """Upside down: on paper heights count from below."""
    drawing, top = Drawing(picture.width, picture.height), picture.height
    for box in picture.boxes:
        y, colour = top - box.y - box.height, TONES[box.tone]
        drawing.add(paper.box(box.x, y, box.width, box.height, colour))
    for words in picture.words:
        drawing.add(
            String(
                *(words.x, top - words.y, paper.printable(words.text)),
                fontName=paper.FONT,
                fontSize=SIZE,
                fillColor=paper.INK,
                textAnchor=words.anchor,
            )
        )
    return drawing


def _told(table: Table) -> list[Flowable]:
    heading = [CondPageBreak(35 * mm), paper.words(table.title, paper.HEADING)]
    about = [paper.words(table.about, paper.NOTE)] if table.about else []
    if not table.rows:
        return [*heading, paper.words(table.nothing, paper.NOTE)]
    return [*heading, *about, _grid(table)]


def _grid(table: Table) -> Grid:
    numeric = [isinstance(value, int | Decimal) for value in table.rows[0]]
    heads = [
        paper.words(heading, paper.HEAD_RIGHT if number else paper.HEAD)
        for heading, number in zip(table.headings, numeric, strict=True)
    ]
    lines = [[_cell(value) for value in row] for row in table.rows]
    narrow = min(23 * mm, WIDTH * 0.6 / max(sum(numeric), 1))
    wide = (WIDTH - narrow * sum(numeric)) / max(len(numeric) - sum(numeric), 1)
    widths = [narrow if number else wide for number in numeric]
    grid = Grid([heads, *lines], colWidths=widths, repeatRows=1, hAlign="LEFT")
    grid.setStyle(TableStyle(LINES))
    return grid


def _cell(value: Value) -> Flowable:
    style = paper.RIGHT if isinstance(value, int | Decimal) else paper.SMALL
    return paper.words(_shown(value), style)


def _shown(value: Value) -> str:
    return in_thousands(value) if isinstance(value, int | Decimal) else value
