"""Each alarm, as the template has it, is driven into ALARM and back by what functions say."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from local.kantor.dasbor_alarms import LOOKED_AT_MORE, Alarm, State
from local.kantor.dasbor_metrics import Point, Series, points_of
from menwa.counting import METRICS, NAMESPACE, measure
from tests.infra.watching import OURS, alarms

NOW = 1_800_000_000.0
ALARMS = sorted(alarms())


@pytest.fixture(autouse=True)
def _this_installation(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", OURS["service"])
    yield


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> "Said":
    return Said(capsys)


class Said:
    """One value of an alarm's metric: our own as `measure` prints it, AWS's own as it is."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, alarm: Alarm, value: float, at: float) -> Point:
        series = alarm.series
        if series.namespace != NAMESPACE:
            return Point(series.namespace, series.metric, at, value, series.dimensions)
        measure(series.metric, value, series.dimensions.get(METRICS[series.metric].by or ""))
        [point] = points_of(self._capsys.readouterr().out)
        return replace(point, at=at)


@pytest.mark.parametrize("name", ALARMS)
def test_every_alarm_rings_and_is_quiet_again(name: str, said: Said) -> None:
    alarm = alarms()[name]
    periods = [NOW - turn * alarm.period - 1 for turn in range(alarm.to_alarm)]
    if alarm.missing == "breaching":
        talking = [said(alarm, 1, at) for at in periods]
        assert alarm.state(talking, NOW) == "OK"
        silent = NOW + (alarm.periods + LOOKED_AT_MORE) * alarm.period
        assert alarm.state(talking, silent) == "ALARM"
        assert alarm.state([*talking, said(alarm, 1, silent - 1)], silent) == "OK"
        return
    bad = [said(alarm, alarm.threshold, at) for at in periods]
    assert alarm.state(bad, NOW) == "ALARM"
    assert alarm.state(bad[1:], NOW) == "OK"
    assert alarm.state([said(alarm, alarm.threshold - 1, at) for at in periods], NOW) == "OK"
    over = NOW + (alarm.periods + LOOKED_AT_MORE) * alarm.period
    assert alarm.state(bad, over) == "OK"


def test_an_alarm_hears_only_its_own_installation_and_kind(said: Said) -> None:
    stopped = alarms()["SendingStopped"]
    point = said(stopped, 1, NOW - 1)
    assert stopped.state([point], NOW) == "ALARM"
    for dimensions in ({"class": "person"}, {"service": "menwa-lain"}):
        other = replace(point, dimensions={**point.dimensions, **dimensions})
        assert stopped.state([other], NOW) == "OK"


# As AWS's page "Configuring how CloudWatch alarms treat missing data" has them: oldest first, X
# breaches, - is missing; then what missing, ignore, breaching and notBreaching make of it.
ALL_THREE = {
    "0 - X - X": "OK OK OK OK",
    "- - - - 0": "OK OK OK OK",
    "- - - - -": "INSUFFICIENT_DATA kept ALARM OK",
    "0 X X - X": "ALARM ALARM ALARM ALARM",
    "- - X - -": "ALARM kept ALARM OK",
}
TWO_OF_THREE = {
    "0 - X - X": "ALARM ALARM ALARM ALARM",
    "0 0 X 0 X": "ALARM ALARM ALARM ALARM",
    "0 - X - -": "OK OK ALARM OK",
    "- - - - 0": "OK OK ALARM OK",
    "- - - - X": "ALARM kept ALARM OK",
}


@pytest.mark.parametrize(
    ("to_alarm", "seen", "states"),
    [
        (to_alarm, *row)
        for to_alarm, table in ((3, ALL_THREE), (2, TWO_OF_THREE))
        for row in table.items()
    ],
)
def test_missing_data_counts_as_aws_says(to_alarm: int, seen: str, states: str) -> None:
    series = Series("N", "M")
    values = {"0": 0.0, "X": 9.0}
    points = [
        Point("N", "M", NOW - (4 - place) * 60 - 1, values[each])
        for place, each in enumerate(seen.split())
        if each in values
    ]
    known = {"Namespace": "N", "MetricName": "M", "Dimensions": (), "AlarmDescription": ""}
    rules = {"Statistic": "Maximum", "Period": 60, "EvaluationPeriods": 3, "Threshold": 5}
    compared = {"ComparisonOperator": "GreaterThanThreshold", "DatapointsToAlarm": to_alarm}
    found = []
    for missing in ("missing", "ignore", "breaching", "notBreaching"):
        alarm = Alarm.of("a", {**known, **rules, **compared, "TreatMissingData": missing})
        assert alarm.series == series
        kept: State = "INSUFFICIENT_DATA"
        found.append(_word(alarm, points, kept))
    assert found == states.split()


def _word(alarm: Alarm, points: list[Point], before: State) -> str:
    """`kept` where the state is what it was, whatever that is."""
    others: list[State] = ["OK", "ALARM", before]
    states = [alarm.state(points, NOW, each) for each in others]
    return "kept" if states == others else states[0]
