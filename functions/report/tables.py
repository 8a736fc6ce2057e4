"""The figures as tables, in the order in which every form shows them."""

from menwa.office import Office
from report import outcome_tables as outcomes
from report import time_tables as times
from report.figures import Figures
from report.period import Period
from report.table import Table


def tables_of(figures: Figures, period: Period, office: Office) -> tuple[Table, ...]:
    return (
        outcomes.summary(figures),
        outcomes.by_time(figures, period, office),
        times.lost_time(figures, office),
        outcomes.by_document(figures, office),
        times.ages(figures),
        times.holders(figures),
        outcomes.returned(figures, office),
        outcomes.undeliverable(figures),
        outcomes.walk_ins(figures, office),
        times.acts(figures, office),
    )
