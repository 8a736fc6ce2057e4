"""Pekanbaru's calendar on known days, and what a calendar refuses."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from local.office_file import read_office
from menwa.office_hours import Calendar
from tests.builders import OFFICE

PEKANBARU = read_office("pekanbaru").hours
WIB = timezone(timedelta(hours=7))


def at(day: int, month: int, clock: str, year: int = 2026) -> datetime:
    return datetime.combine(date(year, month, day), time.fromisoformat(clock), WIB)


def hours_of(calendar: Calendar, day: date) -> timedelta:
    midnight = datetime.combine(day, time(), WIB)
    return calendar.office_time(midnight, midnight + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 11, 23), 7.5),
        (date(2026, 11, 28), 0),
        (date(2026, 2, 18), 7.5),
        (date(2026, 2, 19), 6.5),
        (date(2026, 3, 18), 0),
        (date(2026, 3, 25), 7.5),
        (date(2026, 12, 24), 0),
        (date(2027, 1, 1), 0),
    ],
)
def test_pekanbaru_is_open_on_its_days(day: date, hours: float) -> None:
    assert hours_of(PEKANBARU, day) == timedelta(hours=hours)


@pytest.mark.parametrize(("monday", "hours"), [(23, 32.5), (9, 37.5)])
def test_a_week_has_the_hours_that_civil_servants_owe(monday: int, hours: float) -> None:
    start = at(monday, 2, "00:00")
    assert PEKANBARU.office_time(start, start + timedelta(days=7)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "wait", "moment"),
    [
        (at(23, 11, "11:30"), 1, at(23, 11, "13:30")),
        (at(27, 11, "16:00"), 1, at(30, 11, "08:00")),
        (at(23, 11, "07:30"), 7.5, at(23, 11, "16:00")),
        (at(18, 2, "15:00"), 2, at(19, 2, "09:00")),
        (at(17, 3, "14:30"), 1, at(25, 3, "08:00")),
        (at(31, 12, "15:00"), 2, at(4, 1, "08:30", 2027)),
    ],
)
def test_a_reminder_falls_due_in_office_hours(
    start: datetime, wait: float, moment: datetime
) -> None:
    assert PEKANBARU.after(start, timedelta(hours=wait)) == moment


def test_the_office_closes_at_its_closing_time() -> None:
    assert PEKANBARU.is_open(at(23, 11, "15:59"))
    assert not PEKANBARU.is_open(at(23, 11, "16:00"))
    assert PEKANBARU.next_opening(at(23, 11, "16:00")) == at(24, 11, "07:30")


def test_the_counters_keep_hours_of_their_own() -> None:
    assert PEKANBARU.at_counter.next_opening(at(28, 11, "10:00")) == at(30, 11, "08:30")
    assert PEKANBARU.at_counter.is_open(at(25, 2, "12:15"))
    assert OFFICE.hours.at_counter == OFFICE.hours


def test_an_extra_day_opens_a_day_that_is_closed() -> None:
    extra = {date(2026, 7, 4): {"name": "Sabtu buka", "hours": ["08:00-12:00"]}}
    rush = Calendar.model_validate(PEKANBARU.model_dump() | {"extra_days": extra})
    assert hours_of(rush, date(2026, 7, 4)) == timedelta(hours=4)
    assert hours_of(rush.at_counter, date(2026, 7, 4)) == timedelta(hours=4)


@pytest.mark.parametrize(("counter", "hours"), [(["09:00-11:00"], 2), ([], 0)])
def test_an_extra_day_may_have_other_hours_at_the_counters(counter: list[str], hours: int) -> None:
    saturday = {"name": "Sabtu buka", "hours": ["08:00-12:00"], "counter": counter}
    extra = {date(2026, 7, 4): saturday}
    rush = Calendar.model_validate(PEKANBARU.model_dump() | {"extra_days": extra})
    assert hours_of(rush, date(2026, 7, 4)) == timedelta(hours=4)
    assert hours_of(rush.at_counter, date(2026, 7, 4)) == timedelta(hours=hours)


def test_spans_may_touch_and_stand_in_any_order() -> None:
    weekly = {"saturday": ["12:00-14:00", "08:00-12:00"]}
    weekend = Calendar.model_validate({"timezone": "Asia/Jakarta", "weekly": weekly})
    assert weekend.next_opening(at(23, 11, "10:00")) == at(28, 11, "08:00")
    assert weekend.after(at(28, 11, "11:00"), timedelta(hours=2)) == at(28, 11, "13:00")


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without its time zone"):
        PEKANBARU.office_time(datetime(2026, 11, 23), at(23, 11, "16:00"))


def test_pekanbaru_knows_which_years_it_knows() -> None:
    assert PEKANBARU.years_entered == (2026, 2027)
    days = [sum(day.year == year for day in PEKANBARU.holidays) for year in (2026, 2027)]
    assert days == [25, 26]


MONDAYS = {"monday": ["07:30-16:00"]}
RAMADAN = {"name": "Ramadan", "first": "2026-02-19", "last": "2026-03-20", "weekly": MONDAYS}
LATER = {"name": "Ujian", "first": "2026-03-20", "last": "2026-03-27"}
INDEPENDENCE = {"2026-08-17": "Proklamasi Kemerdekaan"}
OPEN_ON_IT = {"2026-08-17": {"name": "Buka", "hours": ["08:00-12:00"]}}


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"weekly": {"monday": ["07:30-12:00", "11:30-16:00"]}}, "weekly.monday", "overlap"),
        ({"weekly": {"monday": ["16:00-07:30"]}}, "weekly.monday.0", "ends before it begins"),
        ({"weekly": {"monday": ["07:30-07:30"]}}, "weekly.monday.0", "ends before it begins"),
        ({"weekly": {"monday": ["07:30-24:30"]}}, "weekly.monday.0", "after 24:00"),
        ({"weekly": {"monday": ["7.30-16.00"]}}, "weekly.monday.0", "not written like"),
        ({"weekly": {"senin": ["07:30-16:00"]}}, "weekly.senin", "Extra inputs"),
        ({"weekly": {}}, "weekly", "no day of the week has hours"),
        ({"counter": {}}, "counter", "no day of the week has hours"),
        ({"periods": [RAMADAN | {"last": "2026-02-18"}]}, "periods.0.last", "before it begins"),
        ({"periods": [RAMADAN, LATER]}, "", "periods: Ujian begins before Ramadan ends"),
        ({"holidays": INDEPENDENCE, "extra_days": OPEN_ON_IT}, "", "extra_days.2026-08-17: is a"),
        ({"extra_days": {"2026-08-22": {"name": "Buka", "hours": []}}}, "extra_days", "at least 1"),
        ({"timezone": "Asia/Pekanbaru"}, "timezone", "is no time zone"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(
    changes: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        Calendar.model_validate({"timezone": "Asia/Jakarta", "weekly": MONDAYS} | changes)
    (error,) = refusal.value.errors(include_input=False)
    assert ".".join(map(str, error["loc"])).startswith(field)
    assert reason in error["msg"]


def test_a_period_without_hours_is_closed() -> None:
    moving = {"name": "Pindah kantor", "first": "2026-11-23", "last": "2026-11-24"}
    closed = Calendar.model_validate(PEKANBARU.model_dump() | {"periods": [moving]})
    assert closed.next_opening(at(23, 11, "10:00")) == at(25, 11, "07:30")
