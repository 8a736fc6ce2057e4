"""What the dashboard and the alarms of the template watch."""

from collections.abc import Mapping
from functools import cache

from local.engine.deployed import Template
from local.engine.template import read_template
from local.kantor.dasbor_alarms import Alarm
from local.kantor.dasbor_metrics import Point, Series
from local.kantor.dasbor_widgets import Widget, widgets_of
from menwa.counting import NAMESPACE
from tests.infra.reading import ROOT

OURS = {"service": "menwa-uji"}
# What a day without trouble says; whence the rest comes, tests/steps/scenarios.py shows.
EVERYDAY = frozenset(
    {
        *("RequestsByType", "RequestsByChannel", "Outcomes", "DeliveredAfter"),
        *("StepWaiting", "StepTouch", "GateVerdicts", "WebhookLatency", "TemplatesSent"),
    }
)


@cache
def deployed() -> Template:
    return read_template(ROOT / "infra" / "template.yaml", {}, "https://aws.test")


@cache
def alarms() -> dict[str, Alarm]:
    known = [Alarm.of(one.name, one.properties) for one in deployed().alarms]
    return {alarm.name: alarm for alarm in known}


@cache
def widgets() -> list[Widget]:
    [dashboard] = deployed().dashboards
    return widgets_of(dashboard.properties["DashboardBody"])


def watched() -> dict[tuple[str, frozenset[str]], Series]:
    """Of our own metrics: the names of each with those of its dimensions."""
    by_widgets = [
        (one.series, {*one.series.dimensions, one.by} - {""})
        for widget in widgets()
        for one in widget.metrics
    ]
    by_alarms = [(one.series, {*one.series.dimensions}) for one in alarms().values()]
    return {
        (series.metric, frozenset(names)): series
        for series, names in (*by_widgets, *by_alarms)
        if series.namespace == NAMESPACE
    }


def unwatched(points: list[Point]) -> list[Point]:
    known = watched()
    return [one for one in points if (one.metric, frozenset(one.dimensions)) not in known]


def names(points: list[Point]) -> set[str]:
    return {one.metric for one in points}


def kinds(points: list[Point], metric: str) -> set[str]:
    return {_kind(one.dimensions) for one in points if one.metric == metric}


def _kind(dimensions: Mapping[str, str]) -> str:
    return next((value for name, value in dimensions.items() if name != "service"), "")
