"""Office time: what holds for every calendar, across Ramadan, holidays and the year's end."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from local.office_file import read_office
from menwa.office_hours import Calendar
from menwa.weekly_hours import Weekly
from tests.builders import OFFICE

PEKANBARU = read_office("pekanbaru").hours
ALWAYS = OFFICE.hours
WIB = timezone(timedelta(hours=7))
HALF_HOUR = timedelta(minutes=30)

some_days = st.dates(date(2026, 1, 1), date(2027, 3, 31))
some_hours = st.lists(st.integers(0, 48), max_size=4, unique=True).map(
    lambda cuts: [
        f"{a // 2:02}:{a % 2 * 30:02}-{b // 2:02}:{b % 2 * 30:02}"
        for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)
    ]
)
some_weeks = st.fixed_dictionaries(dict.fromkeys(Weekly.model_fields, some_hours))
moments = st.datetimes(
    datetime(2026, 1, 1),
    datetime(2027, 3, 31),
    timezones=st.sampled_from([UTC, WIB, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")]),
)
waits = st.timedeltas(timedelta(), timedelta(days=90))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    if draw(st.booleans()):
        return draw(st.sampled_from([PEKANBARU, PEKANBARU.at_counter, ALWAYS]))
    weekly = draw(some_weeks)
    assume(any(weekly.values()))
    first = draw(some_days)
    last = first + timedelta(days=draw(st.integers(0, 40)))
    period = {"name": "Ramadan", "first": first, "last": last, "weekly": draw(some_weeks)}
    holidays = draw(st.dictionaries(some_days, st.just("Libur"), max_size=9))
    extra = {day: {"name": "Buka", "hours": ["08:00-12:00"]} for day in draw(st.sets(some_days))}
    zone = draw(st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "Etc/GMT+9"]))
    return Calendar.model_validate(
        {
            "timezone": zone,
            "weekly": weekly,
            "periods": [period],
            "holidays": holidays,
            "extra_days": {day: hours for day, hours in extra.items() if day not in holidays},
        }
    )


@given(calendars(), moments, moments, moments)
def test_office_time_adds_up(
    calendar: Calendar, one: datetime, two: datetime, end: datetime
) -> None:
    start, middle, last = sorted(moment.astimezone(UTC) for moment in (one, two, end))
    whole = calendar.office_time(start, last)
    assert whole == calendar.office_time(start, middle) + calendar.office_time(middle, last)


@given(calendars(), moments, moments, waits)
def test_office_time_only_grows_and_never_faster_than_the_clock(
    calendar: Calendar, start: datetime, end: datetime, later: timedelta
) -> None:
    end = end.astimezone(UTC)
    more = calendar.office_time(start, end + later) - calendar.office_time(start, end)
    assert timedelta() <= more <= later


@given(calendars(), moments, waits)
def test_office_time_is_never_negative(calendar: Calendar, at: datetime, wait: timedelta) -> None:
    assert calendar.office_time(at, at.astimezone(UTC) - wait) == timedelta()


@given(calendars(), moments, waits)
def test_after_so_much_office_time_so_much_has_passed_and_never_before(
    calendar: Calendar, start: datetime, wait: timedelta
) -> None:
    moment = calendar.after(start, wait)
    assert calendar.office_time(start, moment) == wait
    sooner = moment - timedelta(microseconds=1)
    assert wait == timedelta() or calendar.office_time(start, sooner) < wait


@given(calendars(), moments, waits)
def test_the_moment_found_is_the_first_with_that_much_office_time(
    calendar: Calendar, start: datetime, wait: timedelta
) -> None:
    end = start.astimezone(UTC) + wait
    found = calendar.after(start, calendar.office_time(start, end))
    assert start <= found <= end
    assert calendar.office_time(found, end) == timedelta()


@given(calendars(), some_days)
def test_office_time_is_what_the_office_was_open(calendar: Calendar, day: date) -> None:
    start = datetime.combine(day, time(), UTC)
    ticks = [start + HALF_HOUR * count for count in range(96)]
    opened = sum((HALF_HOUR for tick in ticks if calendar.is_open(tick)), timedelta())
    assert calendar.office_time(start, start + timedelta(days=2)) == opened


@given(calendars(), moments)
def test_the_next_opening_is_open_and_nothing_is_before_it(
    calendar: Calendar, at: datetime
) -> None:
    opening = calendar.next_opening(at)
    assert calendar.is_open(opening)
    assert calendar.office_time(at, opening) == timedelta()
    assert calendar.is_open(at) == (opening == at.astimezone(UTC))


@given(moments, waits)
def test_an_office_open_day_and_night_keeps_the_clocks_time(at: datetime, wait: timedelta) -> None:
    end = at.astimezone(UTC) + wait
    assert ALWAYS.office_time(at, end) == wait
    assert ALWAYS.after(at, wait) == end
    assert ALWAYS.is_open(at)


@given(calendars())
def test_a_calendar_is_written_as_it_is_read(calendar: Calendar) -> None:
    assert Calendar.model_validate_json(calendar.model_dump_json()) == calendar
    assert Calendar.model_validate(calendar.model_dump()) == calendar
