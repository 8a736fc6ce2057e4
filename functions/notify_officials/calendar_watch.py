"""Waiting is counted in office hours: from December on, the next year's holidays are missed."""

from datetime import date

from menwa.counting import count
from menwa.office_hours import Calendar
from notify_officials.rounds import Round

DECEMBER = 12


def watch_calendar(at: Round) -> int:
    """The operators hear once a day of a year that nobody has entered."""
    if not is_missing(at.office.hours, at.today):
        return 0
    if not at.store.first_time(f"calendar:{at.today}", at.now):
        return 0
    count("CalendarNotEntered")
    return 1


def is_missing(hours: Calendar, today: date) -> bool:
    needed = {today.year, today.year + 1} if today.month == DECEMBER else {today.year}
    return not needed <= set(hours.years_entered)
