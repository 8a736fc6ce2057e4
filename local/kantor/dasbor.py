"""`/_kantor/dasbor`: the dashboard of infra/template.yaml, drawn of what this office's functions
have said since it was opened."""

import time
from datetime import UTC, datetime

from flask import render_template

from local.engine.office import LocalOffice
from local.kantor.dasbor_alarms import Alarm, State
from local.kantor.dasbor_aws import aws_points
from local.kantor.dasbor_charts import Span, charted
from local.kantor.dasbor_metrics import Point, points_in
from local.kantor.dasbor_widgets import Widget, widgets_of
from menwa.office import Office


class DasborPage:
    def __init__(self, engine: LocalOffice, office: Office) -> None:
        self._engine = engine
        self._office = office
        self._opened_at = time.time()

    def shown(self) -> str:
        now = time.time()
        points = [*points_in(self._engine.plan.logs), *aws_points(self._engine, now)]
        span = Span.until(now, self._opened_at)
        return render_template(
            "dasbor.html",
            sections=_sections(self._widgets()),
            chart=lambda widget: charted(widget, points, span, self._local),
            alarms=self._alarms(points, now),
            minutes=span.length // 60,
        )

    def _widgets(self) -> list[Widget]:
        [dashboard] = self._engine.template.dashboards
        return widgets_of(dashboard.properties["DashboardBody"])

    def _alarms(self, points: list[Point], now: float) -> list[tuple[Alarm, State]]:
        """Those that ring first. Only of this minute and those before: what is over is over."""
        known = [Alarm.of(one.name, one.properties) for one in self._engine.template.alarms]
        looked = [(alarm, alarm.state(points, now + 60)) for alarm in known]
        return sorted(looked, key=lambda one: one[1] != "ALARM")

    def _local(self, at: float) -> datetime:
        return self._office.local(datetime.fromtimestamp(at, UTC))


def _sections(widgets: list[Widget]) -> list[tuple[str, str, list[Widget]]]:
    """Each text with what follows it: its heading, what it says, its widgets."""
    sections: list[tuple[str, str, list[Widget]]] = []
    for widget in widgets:
        if widget.kind == "text":
            heading, _, says = widget.says.partition("\n")
            sections.append((heading.removeprefix("# "), says, []))
        else:
            sections[-1][2].append(widget)
    return sections
