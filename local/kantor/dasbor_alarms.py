"""In which state CloudWatch would have an alarm: M of N periods, and what missing ones count as.

By "Configuring how CloudWatch alarms treat missing data": it looks at a few periods more than it
evaluates. Where enough of them have data, the newest of those count and nothing is filled in.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from local.kantor.dasbor_metrics import Point, Series, statistic

State = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]
A_MINUTE = 60
LOOKED_AT_MORE = 2
COMPARED: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}


@dataclass(frozen=True)
class Alarm:
    name: str
    says: str
    series: Series
    statistic: str
    period: int
    periods: int
    to_alarm: int
    threshold: float
    breaches: Callable[[float, float], bool]
    missing: str

    @classmethod
    def of(cls, name: str, properties: Mapping[str, Any]) -> "Alarm":
        """As the template has it, resolved."""
        return cls(
            name=name.removesuffix("Alarm"),
            says=properties["AlarmDescription"],
            series=Series(
                properties["Namespace"],
                properties["MetricName"],
                {one["Name"]: one["Value"] for one in properties["Dimensions"]},
            ),
            statistic=properties.get("Statistic") or properties["ExtendedStatistic"],
            period=int(properties["Period"]),
            periods=int(properties["EvaluationPeriods"]),
            to_alarm=int(properties.get("DatapointsToAlarm", properties["EvaluationPeriods"])),
            threshold=float(properties["Threshold"]),
            breaches=COMPARED[properties["ComparisonOperator"]],
            missing=properties.get("TreatMissingData", "missing"),
        )

    def state(
        self, points: Sequence[Point], now: float, before: State = "INSUFFICIENT_DATA"
    ) -> State:
        known = [each for each in self._looked_at(points, now) if each is not None]
        if len(known) >= self.periods:
            return self._judged(known[: self.periods])
        if self.missing in {"breaching", "notBreaching"}:
            lacking = self.periods - len(known)
            return self._judged([*known, *[self.missing == "breaching"] * lacking])
        if not all(known):
            return self._judged(known)
        if self.missing == "ignore":
            return before
        return "ALARM" if known else "INSUFFICIENT_DATA"

    def _looked_at(self, points: Sequence[Point], now: float) -> list[bool | None]:
        """Newest first: whether each period breaches; None where it has no data."""
        end, own = now // A_MINUTE * A_MINUTE, self.series.of(points)
        found = []
        for turn in range(self.periods + LOOKED_AT_MORE):
            last = end - turn * self.period
            values = [one.value for one in own if last - self.period <= one.at < last]
            value = statistic(self.statistic, values)
            found.append(None if value is None else self.breaches(value, self.threshold))
        return found

    def _judged(self, breaching: Sequence[bool]) -> State:
        return "ALARM" if sum(breaching) >= self.to_alarm else "OK"
