"""The office's calendar: when it is open, and how much office time passes between two moments."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, takewhile
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from menwa.weekly_hours import Hours, Spans, Weekly


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; Asia/Jakarta is one") from None
    return name


class Period(Hours):
    """These hours hold from its first day to its last instead of the week's; none means closed."""

    name: str
    first: date
    last: date
    weekly: Weekly = Field(default_factory=Weekly)
    counter: Weekly | None = None

    @field_validator("last")
    @classmethod
    def _not_before_the_first(cls, last: date, info: ValidationInfo) -> date:
        if "first" in info.data and last < info.data["first"]:
            raise ValueError(f"ends before it begins, on {info.data['first']}")
        return last


class ExtraDay(Hours):
    name: str
    hours: Annotated[Spans, Field(min_length=1)]
    counter: Spans | None = None


class Calendar(Hours):
    """`counter`: when citizens are received; None means whenever the office is open.

    Moments are aware, in any zone; answers are in UTC. Each day, what comes first holds: an extra
    day, a holiday, a period, the week.
    """

    timezone: Annotated[str, AfterValidator(_known_zone)]
    weekly: Weekly
    counter: Weekly | None = None
    periods: tuple[Period, ...] = ()
    extra_days: dict[date, ExtraDay] = Field(default_factory=dict)
    holidays: dict[date, str] = Field(default_factory=dict)
    years_entered: tuple[int, ...] = ()

    @field_validator("weekly", "counter")
    @classmethod
    def _open_at_all(cls, weekly: Weekly | None) -> Weekly | None:
        if weekly is not None and not any(weekly.days):
            raise ValueError("no day of the week has hours")
        return weekly

    @model_validator(mode="after")
    def _each_day_is_one_thing(self) -> Self:
        for day in sorted(self.extra_days.keys() & self.holidays.keys()):
            raise ValueError(f"extra_days.{day}: is a holiday too, {self.holidays[day]}")
        in_order = sorted(self.periods, key=lambda period: period.first)
        for earlier, later in pairwise(in_order):
            if later.first <= earlier.last:
                raise ValueError(f"periods: {later.name} begins before {earlier.name} ends")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def at_counter(self) -> "Calendar":
        """The same calendar for whoever comes in person."""
        return self.model_copy(
            update={
                "weekly": self.counter or self.weekly,
                "periods": tuple(
                    period.model_copy(update={"weekly": period.counter or period.weekly})
                    for period in self.periods
                ),
                "extra_days": {
                    day: extra
                    if extra.counter is None
                    else extra.model_copy(update={"hours": extra.counter})
                    for day, extra in self.extra_days.items()
                },
            }
        )

    def office_time(self, start: datetime, end: datetime) -> timedelta:
        """What of the time from start to end the office was open; nothing if it ends first."""
        last = _in_utc(end)
        spans = takewhile(lambda span: span[0] < last, self._openings(start))
        return sum((min(closes, last) - opens for opens, closes in spans), timedelta())

    def after(self, start: datetime, office_time: timedelta) -> datetime:
        """The first moment at which so much office time has passed: may be a closing time."""
        if office_time <= timedelta():
            return _in_utc(start)
        openings = self._openings(start)
        opens, closes = next(openings)
        while office_time > closes - opens:
            office_time -= closes - opens
            opens, closes = next(openings)
        return opens + office_time

    def is_open(self, at: datetime) -> bool:
        return self.next_opening(at) == _in_utc(at)

    def next_opening(self, at: datetime) -> datetime:
        """The first moment from this one on, itself included, at which the office is open."""
        return next(self._openings(at))[0]

    def closing(self, day: date) -> datetime:
        """When the office closes for that day, or closed before it; midnight if it never does."""
        midnight, next_midnight = (
            datetime.combine(day + timedelta(days=each), time(), self.zone) for each in (0, 1)
        )
        return self.after(midnight, self.office_time(midnight, next_midnight))

    def day_before(self, closing: datetime) -> date:
        """The day that ends then: midnight belongs to the day before."""
        return (closing - timedelta.resolution).astimezone(self.zone).date()

    def _openings(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        since = _in_utc(since)
        day = since.astimezone(self.zone).date()
        while True:
            midnight = datetime.combine(day, time(), self.zone)
            for span in self._hours_on(day):
                closes = (midnight + span.closes).astimezone(UTC)
                if closes > since:
                    yield max(since, (midnight + span.opens).astimezone(UTC)), closes
            day += timedelta(days=1)

    def _hours_on(self, day: date) -> Spans:
        if day in self.extra_days:
            return self.extra_days[day].hours
        if day in self.holidays:
            return ()
        for period in self.periods:
            if period.first <= day <= period.last:
                return period.weekly.on(day)
        return self.weekly.on(day)


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without its time zone")
    return moment.astimezone(UTC)
