"""The report as its page shows it, read while the reader waits."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from menwa.cases import CaseStore
from menwa.office import Office
from report.charts import Picture, drawn
from report.figures import Figures
from report.listing import Row, row_of
from report.scope import Scope, cases_of
from report.table import Table
from report.tables import tables_of

MOST_DAYS, MOST_CASES, MOST_ROWS = 31, 5000, 60
CHART_WIDTH = 430


@dataclass(frozen=True)
class Reading:
    """`rows` are the first MOST_ROWS of `figures.registered`."""

    figures: Figures
    tables: tuple[Table, ...]
    rows: tuple[Row, ...]

    @property
    def pictures(self) -> dict[str, Picture]:
        """By the key of the table that stands behind it."""
        return {
            table.key: drawn(table, table.chart, CHART_WIDTH)
            for table in self.tables
            if table.chart and table.rows
        }


def read_now(
    scope: Scope, store: CaseStore, office: Office, now: datetime, *, shows_phones: bool
) -> Reading | None:
    """None if it would take longer than a reader waits: then its files are to be ordered."""
    if len(scope.period) > MOST_DAYS:
        return None
    figures, rows = Figures(now), list[Row]()
    for case in islice(cases_of(scope, store, office), MOST_CASES + 1):
        figures.count(case, office)
        if len(rows) < MOST_ROWS:
            rows.append(row_of(case, office, shows_phones=shows_phones))
    if figures.registered > MOST_CASES:
        return None
    return Reading(figures, tables_of(figures, scope.period, office), tuple(rows))
