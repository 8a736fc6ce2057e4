"""A sheet of A4 measured in millimetres from its upper left corner, pale CONTOH across it."""

from io import BytesIO
from math import atan2, cos, degrees, radians, sin
from typing import Literal

import segno
from reportlab.lib.colors import Color, black
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

PORTRAIT = (210.0, 297.0)
LANDSCAPE = (297.0, 210.0)
PLAIN, BOLD, SLANTED = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"
GREY = Color(0.38, 0.38, 0.38)
PALE = Color(0.925, 0.925, 0.925)
BRONZE = Color(0.52, 0.40, 0.16)
Align = Literal["left", "centre", "right"]


class Sheet:
    def __init__(self, size: tuple[float, float], title: str) -> None:
        self.width, self.height = size
        self._made = BytesIO()
        # invariant: the same document is drawn into the same bytes, whenever it is drawn
        self._canvas = Canvas(self._made, pagesize=(size[0] * mm, size[1] * mm), invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setSubject("Dokumen contoh, bukan dokumen kependudukan")
        self._watermark()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        font: str = PLAIN,
        size: float = 9,
        align: Align = "left",
        colour: Color = black,
        within: float | None = None,
    ) -> None:
        """`y` is the baseline; a text wider than `within` is set smaller, never broken."""
        wide = stringWidth(text, font, size) / mm
        fitted = size if within is None or wide <= within else size * within / wide
        self._canvas.setFont(font, fitted)
        self._canvas.setFillColor(colour)
        at = x * mm, (self.height - y) * mm
        match align:
            case "left":
                self._canvas.drawString(*at, text)
            case "centre":
                self._canvas.drawCentredString(*at, text)
            case "right":
                self._canvas.drawRightString(*at, text)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float = 0.5,
        dotted: bool = False,
    ) -> None:
        self._canvas.setStrokeColor(GREY if dotted else black)
        self._canvas.setLineWidth(width)
        self._canvas.setDash([0.6, 1.8] if dotted else [])
        self._canvas.line(x1 * mm, (self.height - y1) * mm, x2 * mm, (self.height - y2) * mm)

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self._canvas.setStrokeColor(black)
        self._canvas.setLineWidth(0.5)
        self._canvas.setDash([])
        self._canvas.rect(x * mm, (self.height - y - height) * mm, width * mm, height * mm)

    def qr(self, x: float, y: float, side: float, says: str) -> None:
        rows = [list(row) for row in segno.make(says, error="m", micro=False).matrix]
        cell = side / len(rows)
        self._canvas.setFillColor(black)
        for down, row in enumerate(rows):
            for right, dark in enumerate(row):
                if dark:
                    left, low = x + right * cell, self.height - y - (down + 1) * cell
                    # a hair too large, or viewers show seams between the cells
                    edge = cell * mm + 0.05
                    self._canvas.rect(left * mm, low * mm, edge, edge, stroke=0, fill=1)

    def emblem(self, x: float, y: float, radius: float) -> None:
        """The sample office's star, where the real sheet carries the state's arms."""
        centre_x, centre_y = x * mm, (self.height - y) * mm
        self._canvas.setStrokeColor(BRONZE)
        self._canvas.setFillColor(BRONZE)
        self._canvas.setDash([])
        for part, width in ((1.0, 1.4), (0.86, 0.4)):
            self._canvas.setLineWidth(width)
            self._canvas.circle(centre_x, centre_y, radius * part * mm)
        star = self._canvas.beginPath()
        for corner in range(10):
            reach = radius * (0.68 if corner % 2 == 0 else 0.27) * mm
            angle = radians(90 + 36 * corner)
            point = centre_x + reach * cos(angle), centre_y + reach * sin(angle)
            star.lineTo(*point) if corner else star.moveTo(*point)
        star.close()
        self._canvas.drawPath(star, stroke=0, fill=1)

    def finished(self) -> bytes:
        self._canvas.showPage()
        self._canvas.save()
        return self._made.getvalue()

    def _watermark(self) -> None:
        self._canvas.saveState()
        self._canvas.translate(self.width / 2 * mm, self.height / 2 * mm)
        self._canvas.rotate(degrees(atan2(self.height, self.width)))
        self._canvas.setFillColor(PALE)
        self._canvas.setFont(BOLD, 130)
        self._canvas.drawCentredString(0, -45, "CONTOH")
        self._canvas.restoreState()
