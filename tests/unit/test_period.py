"""The spans of days that a report may be about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.asked import LONGEST, query_of, scope_in
from report.period import Kind, Period, around
from tests.builders import OFFICE

DAY = date(2026, 11, 25)
KINDS: tuple[Kind, ...] = ("harian", "mingguan", "bulanan", "triwulan")
days = st.dates(date(2020, 4, 9), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("kind", "first", "last", "title", "name"),
    [
        ("harian", "2026-11-25", "2026-11-25", "Rabu, 25 November 2026", "2026-11-25"),
        (
            *("mingguan", "2026-11-23", "2026-11-29"),
            *("23 sampai 29 November 2026", "2026-11-23--2026-11-29"),
        ),
        ("bulanan", "2026-11-01", "2026-11-30", "November 2026", "2026-11"),
        ("triwulan", "2026-10-01", "2026-12-31", "Triwulan IV 2026", "2026-T4"),
    ],
)
def test_a_day_lies_in_its_week_month_and_quarter(
    kind: Kind, first: str, last: str, title: str, name: str
) -> None:
    period = around(DAY, kind)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert (period.title, period.name) == (title, name)


@given(days, st.sampled_from(KINDS))
def test_periods_follow_each_other_without_gap_or_overlap(day: date, kind: Kind) -> None:
    period = around(day, kind)
    assert day in list(period)
    assert len(list(period)) == len(period)
    assert period.after.first == period.last + timedelta(days=1)
    assert period.before.last == period.first - timedelta(days=1)
    assert period.after.before == period
    assert all(around(each, kind) == period for each in period)


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        ("2026-10-30", "2026-11-02", "30 Oktober sampai 2 November 2026"),
        ("2026-12-30", "2027-01-02", "30 Desember 2026 sampai 2 Januari 2027"),
        ("2024-02-29", "2024-02-29", "Kamis, 29 Februari 2024"),
    ],
)
def test_a_range_says_no_month_or_year_twice(first: str, last: str, title: str) -> None:
    assert Period("khusus", date.fromisoformat(first), date.fromisoformat(last)).title == title


def test_a_leap_years_february_is_whole() -> None:
    assert len(around(date(2024, 2, 1), "bulanan")) == 29
    assert len(around(date(2026, 2, 1), "bulanan")) == 28


@given(days, st.sampled_from(KINDS))
def test_an_address_leads_back_to_the_report_that_it_is_of(day: date, kind: Kind) -> None:
    today = date(2030, 12, 31)
    scope = scope_in({"jangka": kind, "hari": day.isoformat(), "dokumen": "kk"}, OFFICE, today)
    assert scope_in(query_of(scope), OFFICE, today) == scope


def test_no_range_is_longer_than_a_year() -> None:
    asked = {"jangka": "khusus", "dari": "2020-04-09", "sampai": "2026-11-25"}
    assert len(scope_in(asked, OFFICE, DAY).period) == LONGEST
