"""The dashboard, the alarms, the runbook and what the code counts are about the same things."""

import ast
import re
from collections.abc import Iterable

from local.kantor.dasbor_charts import WIDTH
from menwa.counting import METRICS
from report.charts import A_LETTER, SIZE, drawn
from report.table import Chart, Table
from tests.infra.reading import ROOT, Source, called, name_called, resources, sources, template
from tests.infra.watching import alarms, deployed, watched, widgets

CLOUDWATCH = resources(template(), "AWS::CloudWatch::Alarm")
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
PARTS = ("**Means.**", "**Citizens notice.**", "**Do.**")
STORY = ["Warga", "Petugas dan pejabat", "Pengiriman", "Kegagalan", "Batas", "Biaya"]


def counted(code: Iterable[Source]) -> set[str]:
    """By name; what a change of a case tells is yielded by name in menwa/happenings.py."""
    named = {
        str(call.args[0].value)
        for source in code
        for call in called(source.tree)
        if name_called(call) in {"count", "measure"} and isinstance(call.func, ast.Name)
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    told = [source.words() for source in code if source.module == "menwa.happenings"]
    return named | {word for words in told for word in words if word in METRICS}


def paragraphs() -> dict[str, str]:
    """Of the runbook's alarms: by heading."""
    part = RUNBOOK.partition("## Alarms")[2].partition("\n## ")[0]
    return {
        heading.strip(): said
        for heading, _, said in (each.partition("\n") for each in part.split("\n### ")[1:])
    }


def test_whatever_is_listed_is_counted_somewhere_and_nothing_else() -> None:
    assert counted(sources()) == set(METRICS)


def test_whatever_is_listed_is_watched_by_its_kind_and_nothing_else() -> None:
    listed = {
        (name, frozenset({"service", metric.by} - {None})) for name, metric in METRICS.items()
    }
    assert set(watched()) == listed


def test_a_count_that_nobody_listed_is_found() -> None:
    code = [Source("a", "from menwa.counting import count\ncount('Strange')\n'x'.count('y')")]
    assert counted(code) == {"Strange"}


def test_the_dashboard_tells_the_story_from_top_to_bottom() -> None:
    texts = [one.says for one in widgets() if one.kind == "text"]
    assert [text.partition("\n")[0] for text in texts] == [f"# {heading}" for heading in STORY]
    [dashboard] = deployed().dashboards
    shown = re.findall(r"cloudwatch:[^\"]*:(\w+)\"", dashboard.properties["DashboardBody"])
    assert sorted(shown) == sorted(CLOUDWATCH)


def test_what_the_colours_mean_fits_above_each_chart() -> None:
    for widget in widgets():
        if widget.kind != "metric" or widget.is_bar:
            continue
        labels = [one.label for one in widget.metrics]
        values = tuple(range(1, len(labels) + 1))
        table = Table("", "", ("", *labels), (("", *values),))
        words = drawn(table, Chart("columns", "", 0, values), WIDTH).words
        ends = [one.x + len(one.text) * SIZE * A_LETTER for one in words if one.text in labels]
        assert max(ends) <= WIDTH, widget.title


def test_somebody_is_told_of_every_alarm() -> None:
    assert [name for name, alarm in CLOUDWATCH.items() if not alarm["AlarmActions"]] == []


def test_every_queue_has_dead_letters_and_all_of_those_an_alarm() -> None:
    queues = resources(template(), "AWS::SQS::Queue")
    redriven = {
        queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        for queue in queues.values()
        if "RedrivePolicy" in queue
    }
    dead = {name for name in queues if name.endswith("DeadLetters")}
    assert redriven | {"ScheduleDeadLetters"} == dead
    assert {name for name, queue in queues.items() if "RedrivePolicy" not in queue} == dead
    on_queues = [one["Dimensions"] for one in CLOUDWATCH.values() if one["Namespace"] == "AWS/SQS"]
    assert {one[0]["Value"]["Fn::GetAtt"][0] for one in on_queues} == dead


def test_every_alarm_has_its_paragraph_in_the_runbook() -> None:
    assert sorted(paragraphs()) == sorted(alarms())
    for name, alarm in alarms().items():
        assert alarm.says.endswith(f"(docs/runbook.md#{name.lower()})"), name
        said = paragraphs()[name]
        assert [part for part in PARTS if part not in said] == [], name


def test_x_ray_is_on_without_its_sdk() -> None:
    assert template()["Globals"]["Function"]["Tracing"] == "Active"
    assert resources(template(), "AWS::Serverless::StateMachine")["Procedure"]["Tracing"]["Enabled"]
    tracing = ("aws_xray_sdk", "aws_lambda_powertools.tracing", "aws_lambda_powertools.Tracer")
    assert [one.module for one in sources() for name in tracing if name in one.imports()] == []
