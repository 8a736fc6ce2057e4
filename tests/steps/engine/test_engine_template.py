"""The template, read as CloudFormation would."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from local.engine.cron import next_run
from local.engine.intrinsics import Intrinsics, UnknownName
from local.engine.template import read_template

ROOT = Path(__file__).parents[3]
JAKARTA = ZoneInfo("Asia/Jakarta")
STACK = {
    "Parameters": {"Stage": {"Type": "String"}, "Size": {"Type": "String", "Default": "3"}},
    "Conditions": {"Large": {"Fn::Equals": [{"Ref": "Size"}, "9"]}},
    "Resources": {
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Stage"}}},
        "Extra": {"Type": "AWS::SQS::Queue", "Condition": "Large"},
    },
}


def resolved(value: object) -> object:
    return Intrinsics(STACK, {"Stage": "uji"}, "http://aws").resolve(value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"Ref": "Queue"}, "http://aws/123456789012/uji"),
        ({"Fn::GetAtt": ["Queue", "QueueName"]}, "uji"),
        ({"Fn::Sub": "${Stage}-${Queue.QueueName}-${!Raw}"}, "uji-uji-${Raw}"),
        ({"Fn::Sub": ["${a}${Size}", {"a": {"Ref": "Stage"}}]}, "uji3"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Size"}]]}, "a-3"),
        ({"Fn::Select": ["1", {"Fn::Split": [".", "a.b"]}]}, "b"),
        ({"a": {"Fn::If": ["Large", 1, {"Ref": "AWS::NoValue"}]}}, {}),
        ({"Fn::If": ["Large", 1, 2]}, 2),
    ],
)
def test_intrinsic_functions(written: object, read: object) -> None:
    assert resolved(written) == read


@pytest.mark.parametrize(
    "written", [{"Ref": "Nobody"}, {"Fn::GetAtt": ["Queue", "Colour"]}, {"Ref": "Extra"}]
)
def test_a_reference_to_nothing_is_an_error(written: object) -> None:
    with pytest.raises(UnknownName):
        resolved(written)


def test_a_parameter_without_a_value_is_named() -> None:
    with pytest.raises(UnknownName, match="Stage"):
        Intrinsics(STACK, {}, "http://aws")


def test_each_route_queue_and_schedule_of_ours_wakes_a_function_of_ours() -> None:
    ours = read_template(ROOT / "infra" / "template.yaml", {}, "http://aws")
    woken = {route.function for route in ours.routes}
    woken |= {source.function for source in ours.event_sources}
    woken |= {schedule.function for schedule in ours.schedules}
    assert woken
    assert woken <= ours.functions.keys()


def test_no_variable_of_ours_is_left_unresolved() -> None:
    ours = read_template(ROOT / "infra" / "template.yaml", {}, "http://aws")
    values = [v for function in ours.functions.values() for v in function.environment.values()]
    assert values
    assert not [value for value in values if "{" in value or "None" in value]


@pytest.mark.parametrize(
    ("expression", "comes"),
    [
        ("rate(5 minutes)", datetime(2026, 11, 22, 17, 5, 30, tzinfo=JAKARTA)),
        ("cron(0 17 * * ? *)", datetime(2026, 11, 23, 17, 0, tzinfo=JAKARTA)),
        ("cron(0/15 8-16 ? * MON-FRI *)", datetime(2026, 11, 23, 8, 0, tzinfo=JAKARTA)),
        ("cron(30 6 1 JAN,FEB ? *)", datetime(2027, 1, 1, 6, 30, tzinfo=JAKARTA)),
    ],
)
def test_when_a_schedule_comes_next(expression: str, comes: datetime) -> None:
    sunday = datetime(2026, 11, 22, 17, 0, 30, tzinfo=JAKARTA)
    assert next_run(expression, sunday) == comes


@pytest.mark.parametrize("expression", ["at(2026-11-22T17:00:00)", "cron(0 0 31 2 ? *)"])
def test_what_never_comes_is_an_error(expression: str) -> None:
    with pytest.raises(ValueError, match=r"cron"):
        next_run(expression, datetime(2026, 11, 22, tzinfo=JAKARTA))
