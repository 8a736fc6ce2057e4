"""The report as a workbook: a sheet for each table, charts of the program's own.

Rows leave for the disk as they come: memory does not grow with the report.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from report.listing import HEADINGS, Cell, Row
from report.table import Chart, Table

ACCENT, SECOND = "#0A6650", "#9DB8AE"
WIDTHS = (16, 17, 24, 16, 24, 19, 16, 14, 16, 16, 16, 10, 16, 26)
LEAST_WIDTH, MOST_WIDTH = 13, 52
A4, ONE_PAGE_WIDE, ONE_PAGE = 9, (1, 0), (1, 1)
CHARTS = {"columns": "column", "bars": "bar"}
MINUTES = HEADINGS.index("Lama (menit kerja)")


class XlsxReport:
    """`add` each request, `finish` with the tables, and `close` it whatever happens."""

    def __init__(self, path: Path, office: str, title: str) -> None:
        told = {"constant_memory": True, "remove_timezone": True, "tmpdir": str(path.parent)}
        self._book = Workbook(path, told)
        self._office, self._title = office, title
        self._book.set_properties({"title": f"Laporan MENWA: {title}", "company": office})
        grey = {"bold": True, "bottom": 1, "bg_color": "#E6F3EE", "text_wrap": True}
        self._heading = self._book.add_format({**grey, "valign": "vcenter"})
        self._above_numbers = self._book.add_format({**grey, "valign": "vcenter", "align": "right"})
        self._moment = self._book.add_format({"num_format": "dd-mm-yyyy hh:mm", "align": "left"})
        self._number = self._book.add_format({"num_format": "#,##0"})
        self._decimals = self._book.add_format({"num_format": "#,##0.00"})
        self._bold = self._book.add_format({"bold": True, "font_size": 14})
        self._front = self._book.add_worksheet("Sekilas")
        self._rows = self._sheet("Permintaan", HEADINGS, WIDTHS, numbers={MINUTES})
        self._count = 0

    def add(self, row: Row) -> None:
        self._count += 1
        self._fill(self._rows, self._count, row)

    def finish(self, tables: Iterable[Table]) -> None:
        self._rows.autofilter(0, 0, max(self._count, 1), len(HEADINGS) - 1)
        charts = [
            (table.chart, sheet, len(table.rows))
            for table in tables
            for sheet in [self._table(table)]
            if table.chart and table.rows
        ]
        self._look_at_once(tables, charts)

    def close(self) -> None:
        self._book.close()

    def _look_at_once(
        self, tables: Iterable[Table], charts: Sequence[tuple[Chart, str, int]]
    ) -> None:
        front = self._front
        front.set_column(0, 0, 42)
        front.set_column(1, 1, 12)
        self._print_set_up(front)
        front.set_portrait()
        front.fit_to_pages(*ONE_PAGE)
        front.write_string(0, 0, self._office)
        front.write_string(1, 0, f"Laporan MENWA: {self._title}", self._bold)
        summary = next(iter(tables))
        for line, row in enumerate(summary.rows, start=3):
            self._fill(front, line, row)
        for place, (chart, sheet, rows) in enumerate(charts):
            drawn = self._drawn(chart, sheet, rows)
            front.insert_chart(len(summary.rows) + 4 + place * 18, 0, drawn)

    def _drawn(self, chart: Chart, sheet: str, rows: int) -> object:
        drawn = self._book.add_chart({"type": CHARTS[chart.kind]})
        for column, colour in zip(
            chart.values, (SECOND, ACCENT)[-len(chart.values) :], strict=True
        ):
            drawn.add_series(
                {
                    "name": [sheet, 0, column],
                    "categories": [sheet, 1, chart.labels, rows, chart.labels],
                    "values": [sheet, 1, column, rows, column],
                    "fill": {"color": colour},
                    "gap": 60,
                }
            )
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
        drawn.set_legend({"position": "bottom"} if len(chart.values) > 1 else {"none": True})
        if chart.kind == "bars":
            drawn.set_y_axis({"reverse": True})
            drawn.set_x_axis({"min": 0})
        else:
            drawn.set_y_axis({"min": 0})  # else a program begins where it flatters
        drawn.set_size({"width": 760, "height": 340})
        return drawn

    def _table(self, table: Table) -> str:
        columns = range(len(table.headings))
        widths = [_width(table, column) for column in columns]
        numbers = {column for column in columns if not _is_text(table, column)}
        sheet = self._sheet(table.title, table.headings, widths, numbers)
        for line, row in enumerate(table.rows or ((table.nothing,),), start=1):
            self._fill(sheet, line, row)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.headings) - 1)
        return table.title

    def _sheet(
        self, name: str, headings: Sequence[str], widths: Sequence[int], numbers: Collection[int]
    ) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._print_set_up(sheet)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 32)
        for column, heading in enumerate(headings):
            shape = self._above_numbers if column in numbers else self._heading
            sheet.write_string(0, column, heading, shape)
        return sheet

    def _print_set_up(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(*ONE_PAGE_WIDE)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.set_header(f"&L{_plain(self._office)}&R{_plain(self._title)}")
        sheet.set_footer("&L&A&RHalaman &P dari &N")

    def _fill(self, sheet: Worksheet, line: int, cells: Sequence[Cell]) -> None:
        """Text is written as text: no name becomes a formula, no number of 16 digits is cut."""
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(line, column, cell, self._moment)
            elif isinstance(cell, int):
                sheet.write_number(line, column, cell, self._number)
            elif isinstance(cell, Decimal):
                sheet.write_number(line, column, cell, self._decimals)
            elif cell:
                sheet.write_string(line, column, cell)


def _width(table: Table, column: int) -> int:
    texts = [cell for row in table.rows if isinstance(cell := row[column], str)]
    longest = max(map(len, texts), default=0)
    return min(max(longest + 2, LEAST_WIDTH), MOST_WIDTH)


def _is_text(table: Table, column: int) -> bool:
    return any(isinstance(row[column], str) for row in table.rows) or column == 0


def _plain(text: str) -> str:
    """An ampersand begins a command in a header."""
    return text.replace("&", "&&")
