"""When a rate() or cron() expression of EventBridge comes next."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_FAR = 5 * 366


def next_run(expression: str, after: datetime) -> datetime:
    """`after` in the schedule's own time zone. ValueError for what is no such expression."""
    if rate := _RATE.fullmatch(expression):
        return after + timedelta(**{f"{rate[2]}s": int(rate[1])})
    if cron := _CRON.fullmatch(expression):
        return next(moment for moment in _moments(cron.groups(), after) if moment > after)
    raise ValueError(f"neither rate() nor cron(): {expression}")


def _moments(fields: tuple[str, ...], after: datetime) -> Iterator[datetime]:
    minutes, hours = _numbers(fields[0], 0, 59), _numbers(fields[1], 0, 23)
    for ahead in range(_FAR):
        day = after.date() + timedelta(days=ahead)
        if _is_on(fields, day):
            for hour in hours:
                for minute in minutes:
                    yield datetime.combine(day, time(hour, minute), after.tzinfo)
    raise ValueError(f"cron({' '.join(fields)}) does not come")


def _is_on(fields: tuple[str, ...], day: date) -> bool:
    return (
        day.day in _numbers(fields[2], 1, 31)
        and day.month in _numbers(fields[3], 1, 12, _MONTHS)
        and day.isoweekday() % 7 + 1 in _numbers(fields[4], 1, 7, _WEEKDAYS)
        and day.year in _numbers(fields[5], 1970, 2199)
    )


def _numbers(field: str, first: int, last: int, names: tuple[str, ...] = ()) -> list[int]:
    """What a field allows: `*` or `?`, numbers or names, ranges, steps, and lists of these."""
    allowed: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        start, dash, end = span.partition("-")
        if span in ("*", "?"):
            low, high = first, last
        else:
            low = _number(start, names)
            high = _number(end, names) if dash else last if step else low
        allowed.update(range(low, high + 1, int(step or 1)))
    return sorted(allowed)


def _number(text: str, names: tuple[str, ...]) -> int:
    return names.index(text) + 1 if text in names else int(text)
