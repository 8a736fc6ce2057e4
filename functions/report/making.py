"""A report is made: its requests pass once, and all its forms are written as they pass."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from menwa.case import Case
from menwa.cases import CaseStore
from menwa.office import Office
from menwa.surveys import SurveyStore
from report.as_csv import ENCODING, CsvRows, write_figures
from report.as_pdf import report_pdf
from report.as_xlsx import XlsxReport
from report.figures import Figures
from report.files import ReportFiles
from report.listing import row_of
from report.satisfaction_tables import satisfaction_tables
from report.scope import Scope, Told, cases_of, to_nobody
from report.tables import tables_of


@dataclass(frozen=True)
class Maker:
    store: CaseStore
    surveys: SurveyStore
    office: Office
    files: ReportFiles

    def make(self, scope: Scope, name: str, now: datetime, told: Told = to_nobody) -> int:
        """Keeps the report under its name; returns how many requests it has.

        `told` hears after each day how many are done.
        """
        with TemporaryDirectory() as folder:
            cases = cases_of(scope, self.store, self.office, told)
            figures = self._write(scope, cases, Path(folder), now)
            self.files.keep(name, Path(folder))
        return figures.registered

    def _write(self, scope: Scope, cases: Iterator[Case], folder: Path, now: datetime) -> Figures:
        figures, office = Figures(now), self.office
        with ExitStack() as opened:
            book = XlsxReport(folder / "xlsx", office.name, scope.title(office))
            opened.callback(book.close)
            listed, counted = (
                opened.enter_context((folder / name).open("w", encoding=ENCODING, newline=""))
                for name in ("csv", "angka.csv")
            )
            lines = CsvRows(listed)
            for case in cases:
                figures.count(case, office)
                row = row_of(case, office)
                lines.add(row)
                book.add(row)
            opinions = satisfaction_tables(scope, self.surveys, office)
            tables = (*tables_of(figures, scope.period, office), *opinions)
            write_figures(tables, counted)
            book.finish(tables)
        (folder / "pdf").write_bytes(report_pdf(tables, figures, scope, office))
        return figures
