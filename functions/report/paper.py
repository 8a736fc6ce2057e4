"""What every printed page of the office has: its letterhead, its type, and page numbers."""

import unicodedata
from collections.abc import Sequence
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Rect
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, HRFlowable, Paragraph, SimpleDocTemplate

from menwa.office import Office

INK, SOFT, LINE = HexColor("#14201b"), HexColor("#4c5b55"), HexColor("#c8d3cd")
ACCENT, SECOND, TINT, WRONG = (
    HexColor("#0a6650"),
    HexColor("#9db8ae"),
    HexColor("#e6f3ee"),
    HexColor("#b3261e"),
)
MARGIN = 14 * mm
FRAME = 6  # points that reportlab itself keeps around what it places
A_NUMBER = 8  # points that the number of pages takes
PAGES = "how-many-pages"
FONT, BOLD, MONO = "Helvetica", "Helvetica-Bold", "Courier-Bold"

TEXT = ParagraphStyle("text", fontName=FONT, fontSize=9, leading=12, textColor=INK)
SMALL = ParagraphStyle("small", TEXT, fontSize=8, leading=10)
NOTE = ParagraphStyle("note", SMALL, textColor=SOFT)
HEAD = ParagraphStyle("head", SMALL, fontName=BOLD)
RIGHT = ParagraphStyle("right", SMALL, alignment=TA_RIGHT)
HEAD_RIGHT = ParagraphStyle("head-right", HEAD, alignment=TA_RIGHT)
HEADING = ParagraphStyle("heading", TEXT, fontName=BOLD, fontSize=11.5, leading=15, spaceBefore=10)
TITLE = ParagraphStyle("title", TEXT, fontName=BOLD, fontSize=14, leading=18, alignment=TA_CENTER)
CENTRED = ParagraphStyle("centred", TEXT, alignment=TA_CENTER)
PARAF = ParagraphStyle("paraf", TEXT, fontName=MONO, fontSize=11, leading=13, alignment=TA_CENTER)


def words(told: str, style: ParagraphStyle = SMALL) -> Paragraph:
    return Paragraph(escape(printable(told)), style)


def printable(words: str) -> str:
    """The type knows Western letters; of others it shows the nearest, or a question mark."""
    return "".join(map(_nearest, words))


def _nearest(letter: str) -> str:
    for form in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        try:
            form.encode("cp1252")
        except UnicodeEncodeError:
            continue
        return form
    return "?"


def box(x: float, y: float, width: float, height: float, colour: Color = INK) -> Rect:
    return Rect(x, y, width, height, fillColor=colour, strokeColor=None)  # type: ignore[arg-type]


def letterhead(office: Office) -> list[Flowable]:
    return [
        Paragraph(escape(printable(office.name.upper())), TITLE),
        words(f"{office.address} · Telepon {office.phone}", CENTRED),
        HRFlowable(width="100%", thickness=1.6, color=INK, spaceBefore=5, spaceAfter=1.2),
        HRFlowable(width="100%", thickness=0.5, color=INK, spaceBefore=0, spaceAfter=9),
    ]


def printed(story: Sequence[Flowable], title: str, footer: str, *, wide: bool = False) -> bytes:
    """A4; `footer` stands on each page, beside which page of how many it is."""
    page = BytesIO()
    document = SimpleDocTemplate(
        page,
        pagesize=landscape(A4) if wide else A4,
        leftMargin=MARGIN - FRAME,
        rightMargin=MARGIN - FRAME,
        topMargin=MARGIN,
        bottomMargin=MARGIN + 4 * mm,
        title=printable(title),
        author="MENWA",
        lang="id-ID",
    )
    foot = partial(_foot, words=printable(footer))
    document.build([*story, _HowMany()], onFirstPage=foot, onLaterPages=foot)
    return page.getvalue()


def _foot(canvas: Canvas, document: BaseDocTemplate, words: str) -> None:
    width, y = document.pagesize[0], MARGIN - 3 * mm
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.line(MARGIN, MARGIN + 1 * mm, width - MARGIN, MARGIN + 1 * mm)
    canvas.setFont(FONT, 7.5)
    canvas.setFillColor(SOFT)
    canvas.drawString(MARGIN, y, words)
    canvas.drawRightString(width - MARGIN - A_NUMBER, y, f"Halaman {document.page} dari ")
    canvas.translate(width - MARGIN - A_NUMBER, y)
    canvas.doForm(PAGES)
    canvas.restoreState()


class _HowMany(Flowable):
    """Stands last in the story: only there is it known how many pages there are."""

    def draw(self) -> None:
        canvas: Canvas = self.canv
        canvas.beginForm(PAGES)
        canvas.setFont(FONT, 7.5)
        canvas.setFillColor(SOFT)
        canvas.drawString(0, 0, str(canvas.getPageNumber()))
        canvas.endForm()
