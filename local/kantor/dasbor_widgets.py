"""The dashboard's definition, as the template has it, read for drawing."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from local.kantor.dasbor_metrics import Point, Series

SEARCH = re.compile(
    r"SEARCH\('\{(?P<namespace>[^,]+),(?P<names>[^}]+)\} MetricName=\"(?P<metric>\w+)\""
    r"(?P<given>[^']*)', '(?P<statistic>\w+)', \d+\)"
)
GIVEN = re.compile(r"(\w+)=\"([^\"]+)\"")


@dataclass(frozen=True)
class Drawn:
    """One series of a widget, or all that a search finds (`by`: the dimension that tells them)."""

    series: Series
    statistic: str
    label: str
    by: str = ""

    def found_in(self, points: Iterable[Point]) -> list[tuple[str, Series]]:
        """Each with what it is called."""
        if not self.by:
            return [(self.label, self.series)]
        given = self.series.dimensions
        kinds = {
            one.dimensions[self.by]
            for one in points
            if (one.namespace, one.metric) == (self.series.namespace, self.series.metric)
            and set(one.dimensions) == {*given, self.by}
            and given.items() <= one.dimensions.items()
        }
        whole = self.series.namespace, self.series.metric
        return [(kind, Series(*whole, {**given, self.by: kind})) for kind in sorted(kinds)]


@dataclass(frozen=True)
class Widget:
    """`says` is a text's, in Markdown."""

    kind: Literal["text", "metric", "alarm"]
    title: str = ""
    says: str = ""
    is_bar: bool = False
    metrics: tuple[Drawn, ...] = ()


def widgets_of(body: str) -> list[Widget]:
    return [_widget(one["type"], one["properties"]) for one in json.loads(body)["widgets"]]


def _widget(kind: Literal["text", "metric", "alarm"], properties: Mapping[str, Any]) -> Widget:
    return Widget(
        kind=kind,
        title=properties.get("title", ""),
        says=properties.get("markdown", ""),
        is_bar=properties.get("view") == "bar",
        metrics=tuple(_drawn(properties.get("metrics", ()))),
    )


def _drawn(metrics: Sequence[Sequence[Any]]) -> Iterator[Drawn]:
    for each in metrics:
        *names, last = each
        if "expression" in last:
            yield _searched(last["expression"])
        else:
            namespace, metric, *pairs = names
            dimensions = dict(zip(pairs[::2], pairs[1::2], strict=True))
            series = Series(namespace, metric, dimensions)
            yield Drawn(series, last.get("stat", "Average"), last.get("label", metric))


def _searched(expression: str) -> Drawn:
    found = SEARCH.fullmatch(expression)
    if found is None:
        raise ValueError(f"not a search that is read here: {expression}")
    given = dict(GIVEN.findall(found["given"]))
    [by] = set(found["names"].split(",")) - set(given)
    series = Series(found["namespace"], found["metric"], given)
    return Drawn(series, found["statistic"], found["metric"], by)
