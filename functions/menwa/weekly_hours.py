"""A week's hours, as the office's file writes them: `monday = ["07:30-12:00", "13:00-16:00"]`"""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer, PlainValidator

WRITTEN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
A_DAY = timedelta(hours=24)


class Hours(BaseModel):
    model_config = ConfigDict(
        frozen=True, hide_input_in_errors=True, extra="forbid", defer_build=True
    )


class Span(NamedTuple):
    """From opening up to, not including, closing; both counted from the day's midnight."""

    opens: timedelta
    closes: timedelta

    def __str__(self) -> str:
        return "-".join(
            f"{moment // timedelta(hours=1):02}:{moment // timedelta(minutes=1) % 60:02}"
            for moment in self
        )


def _read(written: object) -> Span:
    found = WRITTEN.fullmatch(str(written))
    if found is None:
        raise ValueError(f"{written!r} is not written like 07:30-12:00")
    hour, minute, last_hour, last_minute = map(int, found.groups())
    span = Span(
        timedelta(hours=hour, minutes=minute), timedelta(hours=last_hour, minutes=last_minute)
    )
    if not span.opens < span.closes <= A_DAY:
        raise ValueError(f"{written} ends before it begins, or after 24:00")
    return span


def _apart(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    in_order = tuple(sorted(spans))
    for earlier, later in pairwise(in_order):
        if later.opens < earlier.closes:
            raise ValueError(f"{earlier} and {later} overlap")
    return in_order


Spans = Annotated[
    tuple[Annotated[Span, PlainValidator(_read), PlainSerializer(str, return_type=str)], ...],
    AfterValidator(_apart),
]


class Weekly(Hours):
    """A day that is not named is closed."""

    monday: Spans = ()
    tuesday: Spans = ()
    wednesday: Spans = ()
    thursday: Spans = ()
    friday: Spans = ()
    saturday: Spans = ()
    sunday: Spans = ()

    @property
    def days(self) -> tuple[Spans, ...]:
        workdays = (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday)
        return (*workdays, self.saturday, self.sunday)

    def on(self, day: date) -> Spans:
        return self.days[day.weekday()]
