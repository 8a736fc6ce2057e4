"""Every alarm watches what the code counts, and whatever is counted has an alarm."""

import ast
from collections.abc import Iterable, Mapping

from menwa.counting import NAMESPACE
from tests.infra.reading import Node, Source, called, name_called, resources, sources, template

ALARMS = resources(template(), "AWS::CloudWatch::Alarm")


def counted(code: Iterable[Source]) -> set[str]:
    return {
        str(name.value)
        for source in code
        for call in called(source.tree)
        if name_called(call) == "count" and isinstance(call.func, ast.Name)
        for name in call.args
        if isinstance(name, ast.Constant)
    }


def watched(alarms: Mapping[str, Node]) -> set[str]:
    """Of our own metrics."""
    return {each["MetricName"] for each in alarms.values() if each["Namespace"] == NAMESPACE}


def test_every_alarm_watches_what_is_counted_and_whatever_is_counted_is_watched() -> None:
    assert watched(ALARMS) == counted(sources())


def test_a_count_that_nobody_watches_is_found() -> None:
    code = [Source("a", "from menwa.counting import count\ncount('Strange')\n'x'.count('y')")]
    assert counted(code) == {"Strange"}


def test_somebody_is_told_of_every_alarm() -> None:
    assert [name for name, alarm in ALARMS.items() if not alarm["AlarmActions"]] == []


def test_every_dead_letter_queue_has_an_alarm() -> None:
    queues = {name for name in resources(template(), "AWS::SQS::Queue") if "DeadLetters" in name}
    dimensions = [each["Dimensions"] for each in ALARMS.values() if each["Namespace"] == "AWS/SQS"]
    assert {one[0]["Value"]["Fn::GetAtt"][0] for one in dimensions} == queues
