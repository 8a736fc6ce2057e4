"""The sample office's dashboard: EMF is read, counted and drawn as CloudWatch would."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from local.kantor.dasbor_charts import NOTHING, ONLY_ON_AWS, WIDTH, Charted, Span, charted
from local.kantor.dasbor_metrics import Point, Series, points_in, points_of, statistic
from local.kantor.dasbor_widgets import Widget, widgets_of
from menwa.counting import count

SERVICE = {"service": "menwa-uji"}
OF_KIND = (
    "SEARCH('{MENWA,service,outcome} MetricName=\"Outcomes\" service=\"menwa-uji\"', 'Sum', 60)"
)


def a_point(metric: str, at: float, value: float = 1, **dimensions: str) -> Point:
    return Point("MENWA", metric, at, value, SERVICE | dimensions)


def a_widget(*metrics: Any, **properties: Any) -> Widget:
    known = {"title": "Apa saja", "metrics": metrics, **properties}
    [widget] = widgets_of(json.dumps({"widgets": [{"type": "metric", "properties": known}]}))
    return widget


def shown(widget: Widget, *points: Point, until: float = 120) -> Charted:
    span = Span.until(until, 0)
    return charted(widget, points, span, lambda at: datetime.fromtimestamp(at, UTC))


def test_what_a_function_prints_is_read_and_what_others_say_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", SERVICE["service"])
    count("Outcomes", "delivered")
    said = capsys.readouterr().out
    log = '{"level":"INFO","message":"sent"}\n'
    (tmp_path / "a.log").write_text(f"START\n{log}{said}{said[:40]}\n", encoding="utf-8")
    [point] = points_in(tmp_path)
    assert (point.namespace, point.metric, point.value) == ("MENWA", "Outcomes", 1)
    assert point.dimensions == SERVICE | {"outcome": "delivered"}


def test_a_line_with_several_values_and_dimension_sets_is_several_points() -> None:
    metrics = {"Namespace": "N", "Dimensions": [["a"], ["a", "b"]], "Metrics": [{"Name": "M"}]}
    line = {"_aws": {"Timestamp": 2000, "CloudWatchMetrics": [metrics]}, "a": "1", "b": "2"}
    points = list(points_of(json.dumps(line | {"M": [3, 4]})))
    assert [(one.at, one.value, len(one.dimensions)) for one in points] == [
        (2, 3, 1),
        (2, 4, 1),
        (2, 3, 2),
        (2, 4, 2),
    ]


def test_metrics_are_told_apart_by_all_their_dimensions() -> None:
    points = [a_point("M", 1), a_point("M", 2, kind="a"), Point("Other", "M", 3, 1, SERVICE)]
    assert [one.at for one in Series("MENWA", "M", SERVICE).of(points)] == [1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Sum", 10),
        ("Average", 2.5),
        ("Minimum", 1),
        ("Maximum", 4),
        ("SampleCount", 4),
        ("p50", 2.5),
        ("p100", 4),
    ],
)
def test_statistics(name: str, value: float) -> None:
    assert statistic(name, [4, 1, 3, 2]) == value
    assert statistic(name, []) is None


def test_a_search_finds_each_kind_and_the_highest_stands_first() -> None:
    widget = a_widget([{"expression": OF_KIND}], view="bar")
    points = [a_point("Outcomes", at, outcome="delivered") for at in (1, 61)]
    drawn = shown(widget, *points, a_point("Outcomes", 2, outcome="returned"), a_point("M", 3))
    assert drawn.table.rows == (("delivered", 2), ("returned", 1))
    assert drawn.picture is not None
    assert drawn.picture.width == WIDTH


def test_time_runs_in_whole_minutes_from_the_opening() -> None:
    metric = ["MENWA", "Waiting", "service", "menwa-uji", {"label": "menunggu", "stat": "Maximum"}]
    drawn = shown(a_widget(metric), a_point("Waiting", 61, 3), a_point("Waiting", 70, 2))
    assert drawn.table.headings == ("Pukul", "menunggu")
    assert drawn.table.rows == (("00.00", 0), ("00.01", 3), ("00.02", 0))
    hour = Span.until(3600 * 5, 0)
    assert (hour.length % 60, hour.count <= 12) == (0, True)
    assert hour.begin + hour.length * hour.count > 3600 * 5


def test_what_nobody_said_and_what_only_aws_knows_is_named_as_such() -> None:
    assert shown(a_widget(["MENWA", "M", "service", "menwa-uji", {}])).table.nothing == NOTHING
    on_aws = shown(a_widget(["AWS/Lambda", "Throttles", {"stat": "Sum"}]))
    assert (on_aws.table.nothing, on_aws.picture) == (ONLY_ON_AWS, None)


def test_a_search_that_is_not_understood_is_not_drawn_as_something_else() -> None:
    with pytest.raises(ValueError, match="not a search"):
        a_widget([{"expression": "SUM(METRICS())"}])
