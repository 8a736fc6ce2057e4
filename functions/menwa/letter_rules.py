"""When officials are written to and reminded, and what an office promises: the office's to set."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from menwa.people import Described
from menwa.types import Level

Hours = Annotated[float, Field(gt=0, le=400)]


class Needed(Described):
    """Office hours until a citizen has the PDF, counted from when this level was asked, or from
    when the desk had it: what the office is sure to keep."""

    kasi: Hours = 22.5
    kabid: Hours = 15
    kadis: Hours = 7.5
    desk: Hours = 15

    def of(self, level: Level | None) -> timedelta:
        """None is the desk."""
        hours = {"kasi": self.kasi, "kabid": self.kabid, "kadis": self.kadis}
        return timedelta(hours=hours[level] if level else self.desk)


class LetterRules(Described):
    """Hours are office hours, but `hours_apart`: a letter follows another to the same official no
    sooner. A superior is told of `stall_count` documents, or of a `stall_few` of which the oldest
    has waited `stall_hours`. A promise is `at_risk` so long before its day ends."""

    outside_hours: bool = False
    hours_apart: Annotated[float, Field(ge=0, le=24)] = 0.25
    reminders: tuple[Hours, ...] = (1, 4, 8)
    next_level: Hours = 12
    stall_count: Annotated[int, Field(gt=1)] = 20
    stall_few: Annotated[int, Field(gt=1)] = 5
    stall_hours: Hours = 10
    needed: Needed = Field(default_factory=Needed)
    at_risk: Hours = 2

    @model_validator(mode="after")
    def _reminders_come_in_order_before_the_next_level(self) -> Self:
        times = [*self.reminders, self.next_level]
        if times != sorted(set(times)):
            raise ValueError("reminders come one after the other, and before next_level")
        return self

    @property
    def apart(self) -> timedelta:
        return timedelta(hours=self.hours_apart)
