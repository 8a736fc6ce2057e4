"""What the functions said of metrics (EMF, in their logs), and CloudWatch's statistics over it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MILLISECONDS = 1000


@dataclass(frozen=True)
class Point:
    """`at` in seconds since 1970."""

    namespace: str
    metric: str
    at: float
    value: float
    dimensions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Series:
    """One metric with exactly these dimensions, as CloudWatch tells metrics apart."""

    namespace: str
    metric: str
    dimensions: Mapping[str, str] = field(default_factory=dict)

    def of(self, points: Iterable[Point]) -> list[Point]:
        own = (self.namespace, self.metric, self.dimensions)
        return [one for one in points if (one.namespace, one.metric, one.dimensions) == own]


def points_in(logs: Path) -> list[Point]:
    """Of all log files of a folder, oldest first."""
    lines = (line for log in sorted(logs.glob("*")) for line in _lines(log))
    return sorted((point for line in lines for point in points_of(line)), key=lambda one: one.at)


def points_of(line: str) -> Iterator[Point]:
    """What one line of a log says; nothing, if it is another's or was cut off."""
    if not line.startswith('{"_aws"'):
        return
    try:
        said: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError:
        return
    at = said["_aws"]["Timestamp"] / MILLISECONDS
    for directive in said["_aws"]["CloudWatchMetrics"]:
        for names in directive["Dimensions"]:
            dimensions = {name: said[name] for name in names}
            for metric in directive["Metrics"]:
                for value in _values(said[metric["Name"]]):
                    yield Point(directive["Namespace"], metric["Name"], at, value, dimensions)


def statistic(name: str, values: Sequence[float]) -> float | None:
    """None where there is nothing to count; of no values there are none."""
    if not values:
        return None
    if name.startswith("p"):
        return _percentile(values, float(name[1:]))
    return _STATISTICS[name](values)


_STATISTICS: dict[str, Callable[[Sequence[float]], float]] = {
    "Sum": sum,
    "Average": lambda values: sum(values) / len(values),
    "Minimum": min,
    "Maximum": max,
    "SampleCount": len,
}


def _percentile(values: Sequence[float], percent: float) -> float:
    ordered, place = sorted(values), (len(values) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _values(said: float | list[float]) -> list[float]:
    return said if isinstance(said, list) else [said]


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines()
