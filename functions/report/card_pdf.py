"""The kartu kendali on paper: the office's form, filled in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from reportlab.graphics.shapes import Drawing, Polygon, PolyLine
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from menwa.card import Card
from menwa.case import Case
from menwa.dates import in_words
from menwa.office import Office
from report import paper
from report.card_rows import CardRow, facts_of

HEADINGS = (
    *("No.", "SOP", "Kegiatan", "Diserahkan oleh", "Diterima", "Diserahkan"),
    *("Kepada", "Standar", "Dikerjakan", "Menunggu", "Ketepatan", "Paraf"),
)
WIDTHS = tuple(part * mm for part in (9, 9, 51, 38, 20, 20, 31, 15, 19, 24, 18, 15))
QR_SIDE = 27 * mm
CLOSE = (
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
)
FORM = (
    ("GRID", (0, 0), (-1, -1), 0.6, paper.INK),
    ("BACKGROUND", (0, 0), (-1, 0), paper.TINT),
    ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
    ("VALIGN", (0, 1), (-1, -1), "TOP"),
    ("VALIGN", (-1, 1), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
)


@dataclass(frozen=True)
class Sheet:
    """What stands on it; `url` leads to the card's own page."""

    case: Case
    card: Card
    rows: list[CardRow]
    office: Office
    url: str
    printed_by: str
    printed_at: datetime


def card_pdf(sheet: Sheet) -> bytes:
    story = [
        *paper.letterhead(sheet.office),
        paper.words("KARTU KENDALI PELAYANAN", paper.TITLE),
        paper.words(
            "Bantuan pengiriman file PDF dokumen kependudukan dan pencatatan sipil lewat WhatsApp",
            paper.CENTRED,
        ),
        Spacer(0, 4 * mm),
        _facts_beside_code(sheet),
        Spacer(0, 3 * mm),
        _form(sheet.rows),
        Spacer(0, 4 * mm),
        KeepTogether(_end(sheet)),
    ]
    footer = f"{sheet.case.id} · dicetak {in_words(sheet.printed_at)} oleh {sheet.printed_by}"
    return paper.printed(story, f"Kartu kendali {sheet.case.id}", footer, wide=True)


def _facts_beside_code(sheet: Sheet) -> Flowable:
    rows = [
        [paper.words(term, paper.NOTE), paper.words(value, paper.TEXT)]
        for term, value in facts_of(sheet.case, sheet.office)
    ]
    facts = Table(rows, colWidths=(42 * mm, 170 * mm), hAlign="LEFT")
    facts.setStyle(TableStyle(CLOSE))
    beside = Table([[facts, _qr(sheet.url)]], colWidths=(sum(WIDTHS) - QR_SIDE, QR_SIDE))
    beside.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return beside


def _qr(url: str) -> Drawing:
    """Leads to the card's page, for whoever may see it."""
    code = [list(line) for line in segno.make_qr(url, error="m").matrix]
    side = QR_SIDE / len(code)
    drawing = Drawing(QR_SIDE, QR_SIDE)
    for row, line in enumerate(code):
        for column, dark in enumerate(line):
            if dark:
                y = QR_SIDE - (row + 1) * side
                drawing.add(paper.box(column * side, y, side, side))
    return drawing


def _form(rows: list[CardRow]) -> Table:
    lines = [[paper.words(heading, paper.HEAD) for heading in HEADINGS], *map(_line, rows)]
    form = Table(lines, colWidths=WIDTHS, repeatRows=1, hAlign="LEFT")
    form.setStyle(TableStyle(FORM))
    return form


def _line(row: CardRow) -> list[Any]:
    act = [paper.words(row.act), *([paper.words(row.note, paper.NOTE)] if row.note else [])]
    return [
        paper.words(str(row.sequence)),
        paper.words(str(row.step)),
        act,
        paper.words(row.holder),
        _moment(row.received_at),
        _moment(row.handed_over_at),
        paper.words(row.handed_to),
        paper.words(row.standard),
        paper.words(row.worked),
        paper.words(row.waited),
        _in_time(row.is_late),
        paper.words(row.paraf, paper.PARAF),
    ]


def _moment(at: datetime) -> list[Flowable]:
    return [paper.words(f"{at:%d-%m-%Y}"), paper.words(f"pukul {at:%H.%M}")]


def _in_time(is_late: bool | None) -> list[Flowable] | Flowable:
    """In words and shape: colour may be lost in print."""
    if is_late is None:
        return paper.words("—")
    shape = Drawing(9, 9)
    if is_late:
        shape.add(Polygon([0, 0.5, 8, 0.5, 4, 7.5], fillColor=paper.WRONG, strokeColor=None))
    else:
        tick = PolyLine([0.5, 3.5, 3, 1, 8, 7], strokeColor=paper.ACCENT, strokeWidth=1.6)
        shape.add(tick)
    return [shape, paper.words("Terlambat" if is_late else "Tepat waktu")]


def _end(sheet: Sheet) -> list[Flowable]:
    broken = sheet.card.broken_at
    whole = (
        "Rantai catatan kartu ini utuh."
        if broken is None
        else f"Rantai catatan kartu ini TERPUTUS pada nomor {broken}."
    )
    return [
        paper.words(f"{whole} Kartu ini melekat pada permintaan sampai selesai.", paper.TEXT),
        paper.words(
            "Menunggu dihitung dalam jam kerja, sejak diterima sampai diserahkan. Terlambat: "
            "lebih lama dari standar SOP. Dikerjakan: — bila tidak diketahui.",
            paper.NOTE,
        ),
        paper.words(f"Segel terakhir: {sheet.card.head}", paper.NOTE),
    ]
