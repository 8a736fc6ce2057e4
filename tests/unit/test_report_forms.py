"""Page, workbook, CSV and paper show the same figures."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import XML, Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from menwa.case import CaseFile
from menwa.numbers import in_thousands
from menwa.surveys import Opinion
from menwa.types import Status, new_case_id
from report.as_csv import write_figures
from report.as_pdf import report_pdf
from report.as_xlsx import XlsxReport
from report.charts import Box, Picture, drawn
from report.figures import Figures
from report.listing import HEADINGS, row_of
from report.paper import MARGIN, printable
from report.period import around
from report.satisfaction_tables import tables_of_opinions
from report.scale import marks
from report.scope import Scope
from report.table import Chart, Table
from report.tables import tables_of
from tests.builders import NOW, OFFICE, a_file, a_proven_case, an_applicant

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SCOPE = Scope(around(NOW.date(), "mingguan"))
EVIL = "=HYPERLINK(1)"


def a_delivered_file(turn: int) -> CaseFile:
    took = timedelta(minutes=1234 * (turn + 1))
    case = a_proven_case(
        id=new_case_id(),
        status=Status.DELIVERED if turn % 3 else Status.RETURNED,
        reason="not_matched",
        ended_at=NOW + took,
        applicant=an_applicant(name=EVIL),
        entered_by="siti.aminah" if turn % 2 else None,
    )
    return a_file(case).handed_over(
        step=3,
        act="submitted",
        holder="Kepala Seksi Kelahiran (Nur)",
        paraf="N",
        to="MENWA",
        now=NOW + took,
        occasion="1",
    )


@cache
def counted() -> Figures:
    figures = Figures(NOW + timedelta(days=1))
    for turn in range(7):
        figures.count(a_delivered_file(turn).case, OFFICE)
    return figures


@cache
def tables() -> tuple[Table, ...]:
    opinions = [
        Opinion(month="2026-11", document_type="kk", overall=4),
        Opinion(month="2026-11", document_type="kk", elements=(4, 3, 4) * 3, comment=EVIL),
        Opinion(month="2026-11", document_type="kk", elements=(2, 3, 1) * 3),
    ]
    told = tables_of_opinions(opinions, OFFICE)
    assert len(told) == 5
    return (*tables_of(counted(), SCOPE.period, OFFICE), *told)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    path: Path = tmp_path_factory.mktemp("buku") / "laporan.xlsx"
    book = XlsxReport(path, "Dinas A & B", "Minggu ini")
    for turn in range(7):
        book.add(row_of(a_delivered_file(turn).case, OFFICE))
    book.finish(tables())
    book.close()
    return zipfile.ZipFile(path)


def sheets(workbook: zipfile.ZipFile) -> dict[str, Element]:
    names = [
        sheet.attrib["name"]
        for sheet in XML(workbook.read("xl/workbook.xml")).iter(f"{SPACE}sheet")
    ]
    return {
        name: XML(workbook.read(f"xl/worksheets/sheet{number}.xml"))
        for number, name in enumerate(names, start=1)
    }


def lines(sheet: Element) -> list[list[str]]:
    return [
        ["".join(cell.itertext()) for cell in row.iter(f"{SPACE}c")]
        for row in sheet.iter(f"{SPACE}row")
    ]


def as_text(row: Sequence[object]) -> list[str]:
    return [f"{v:g}" if isinstance(v, Decimal) else str(v) for v in row]


def test_each_table_has_a_sheet_that_says_the_same(workbook: zipfile.ZipFile) -> None:
    found = sheets(workbook)
    assert list(found)[:3] == ["Sekilas", "Permintaan", "Ringkasan"]
    for table in tables():
        rows = lines(found[table.title])
        assert rows[0] == list(table.headings)
        assert rows[1:] == ([as_text(row) for row in table.rows] or [[table.nothing]])


def test_no_chart_begins_above_zero(workbook: zipfile.ZipFile) -> None:
    charts = [name for name in workbook.namelist() if name.startswith("xl/charts/chart")]
    assert charts
    for name in charts:
        assert '<c:min val="0"/>' in workbook.read(name).decode()


def test_the_list_has_every_request_and_no_formula(workbook: zipfile.ZipFile) -> None:
    sheet = sheets(workbook)["Permintaan"]
    assert lines(sheet)[0] == list(HEADINGS)
    assert len(lines(sheet)) == 8
    assert lines(sheet)[1][2] == EVIL
    assert list(sheet.iter(f"{SPACE}f")) == []
    assert lines(sheet)[1][5] == "9971011103190001"
    assert "hyperlink" not in "".join(workbook.namelist()).lower()


def test_sheets_are_set_up_to_be_read_and_printed(workbook: zipfile.ZipFile) -> None:
    for name, sheet in sheets(workbook).items():
        assert sheet.find(f"{SPACE}pageSetup") is not None
        if name != "Sekilas":
            assert sheet.find(f".//{SPACE}pane[@state='frozen']") is not None
            assert sheet.find(f"{SPACE}autoFilter") is not None


def test_the_workbooks_charts_are_its_own(workbook: zipfile.ZipFile) -> None:
    charts = [name for name in workbook.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == sum(1 for table in tables() if table.chart and table.rows)
    assert all(b"<c:f>" in workbook.read(name) for name in charts)


def test_the_figures_in_csv_are_those_of_the_tables() -> None:
    written = io.StringIO(newline="")
    write_figures(tables(), written)
    rows = list(csv.reader(io.StringIO(written.getvalue(), newline="")))[1:]
    numbers = [
        (table.title, heading, str(value))
        for table in tables()
        for row in table.rows
        for heading, value in zip(table.headings, row, strict=True)
        if isinstance(value, int | Decimal)
    ]
    assert [(row[0], row[2], row[3]) for row in rows] == numbers


@cache
def pages() -> list[str]:
    paper = PdfReader(io.BytesIO(report_pdf(tables(), counted(), SCOPE, OFFICE)))
    return [" ".join(page.extract_text().split()) for page in paper.pages]


def test_every_figure_stands_on_paper() -> None:
    said = " ".join(pages())
    assert all(table.title in said for table in tables()[1:])
    for table in tables():
        for row in table.rows:
            shown = [v if isinstance(v, str) else in_thousands(v) for v in row]
            assert all(
                re.search(rf"(?<!\S){re.escape(s)}(?!\S)", said) for s in shown if " " not in s
            )


def test_the_first_page_is_one_glance() -> None:
    first = pages()[0]
    for label, value in tables()[0].rows:
        assert f"{in_thousands(int(value))} {label}" in first
    assert "23 sampai 29 November 2026" in first
    assert f"Halaman 1 dari {len(pages())}" in first
    assert all(table.chart.title in first for table in tables() if table.chart and table.rows)


def test_all_of_it_lies_within_the_margins() -> None:
    paper = PdfReader(io.BytesIO(report_pdf(tables(), counted(), SCOPE, OFFICE)))
    for page in paper.pages:
        places = list[tuple[float, float]]()

        def seen(text: str, cm: list[float], tm: list[float], *_: object) -> None:
            if text.strip() and any(tm[4:]):  # but for the number of pages, a form of its own
                x, y = cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5]
                places.append((x, y))  # noqa: B023  called while its page is read

        page.extract_text(visitor_text=seen)
        width, height = (float(side) for side in page.mediabox[2:])
        assert len(places) > 20
        assert all(MARGIN - 1 <= x < width - MARGIN for x, _ in places)
        assert all(MARGIN / 2 < y < height - MARGIN for _, y in places)


def test_a_report_without_requests_is_drawn_too() -> None:
    empty = Figures(NOW)
    page = report_pdf(tables_of(empty, SCOPE.period, OFFICE), empty, SCOPE, OFFICE)
    assert "Tidak ada." in PdfReader(io.BytesIO(page)).pages[1].extract_text()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Sítì •Ā", "Sítì •A"), ("Ḥasan", "Hasan"), ("李", "?"), ("Budi", "Budi")],
)
def test_letters_that_the_type_does_not_know_are_shown_as_near_as_it_can(
    name: str, shown: str
) -> None:
    assert printable(name) == shown


@pytest.mark.parametrize(
    ("highest", "axis"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (7, [0, 2, 4, 6, 8]),
        (10, [0, 2, 4, 6, 8, 10]),
        (26, [0, 10, 20, 30]),
        (1234, [0, 500, 1000, 1500]),
    ],
)
def test_an_axis_ends_at_a_round_number(highest: int, axis: list[int]) -> None:
    assert marks(highest) == axis


@given(st.lists(st.integers(0, 10**7), max_size=40), st.sampled_from(["columns", "bars"]))
def test_a_picture_keeps_within_its_frame_and_its_bars_in_proportion(
    values: list[int], kind: str
) -> None:
    chart = Chart("columns" if kind == "columns" else "bars", "X", 0, (1,))
    table = Table("x", "X", ("Hari", "Masuk"), tuple((f"{n} Mei", v) for n, v in enumerate(values)))
    picture = drawn(table, chart, 400)
    for box in picture.boxes:
        assert -0.01 <= box.x <= box.x + box.width <= 400.01
        assert -0.01 <= box.y <= box.y + box.height <= picture.height + 0.01
    drawn_values = values if kind == "columns" else values[:10]
    assert [int(box.says.split()[-1]) for box in bars(picture)] == drawn_values
    sizes = [box.height if kind == "columns" else box.width for box in bars(picture)]
    assert sorted(range(len(sizes)), key=lambda n: (drawn_values[n], n)) == sorted(
        range(len(sizes)), key=lambda n: (round(sizes[n], 9), drawn_values[n], n)
    )


def bars(picture: Picture) -> list[Box]:
    return [box for box in picture.boxes if box.says]
