"""When an official is due a letter, and when it may leave. Values in, values out."""

from datetime import date, datetime, time, timedelta
from itertools import islice

from menwa.case import Wait
from menwa.letter_book import Letters, mark_of
from menwa.office import Office
from menwa.people import Channel, Official

HOUR = timedelta(hours=1)
LONGEST_BREAK = 31  # days


def counted_from(wait: Wait) -> datetime:
    """Since when the official owes an answer: asked for time, they owe it from then on."""
    return max(wait.since, wait.until or wait.since)


def as_told_to(official: Official, wait: Wait) -> Wait:
    """As if no letter had left, where it went to whoever is away by now, or back: these do not
    wait for a reminder to learn of it."""
    if wait.letter_to in {None, mark_of(official, "whatsapp")}:
        return wait
    return wait.model_copy(update={"letter_at": None, "reminders": 0})


def owes_since(wait: Wait, office: Office, now: datetime) -> datetime | None:
    """Since when a letter about it is due: the first one, or the last of the reminders whose time
    has come; None if it has been said. What was missed collapses into one."""
    if wait.letter_at is None:
        return wait.since
    begun = counted_from(wait)
    if now - begun < timedelta(hours=min(office.letters.reminders, default=0)):
        return None  # office time is never longer
    waited = office.hours.office_time(begun, now)
    passed = [each for each in office.letters.reminders if waited >= timedelta(hours=each)]
    if not passed:
        return None
    moment = office.hours.after(begun, timedelta(hours=passed[-1]))
    last_said = max(wait.letter_at, wait.reminded_at or wait.letter_at)
    return moment if last_said < moment else None


def next_level_is_due(wait: Wait, office: Office, now: datetime) -> bool:
    begun, owed = counted_from(wait), timedelta(hours=office.letters.next_level)
    return now - begun >= owed and office.hours.office_time(begun, now) >= owed


def may_write(office: Office, now: datetime) -> bool:
    return office.letters.outside_hours or office.hours.is_open(now)


def may_leave(
    official: Official, letters: Letters, due: datetime, office: Office, now: datetime
) -> bool:
    """`due`: since when the oldest of what the letter is about waits to be said."""
    last = letters.at
    if not may_write(office, now) or (last is not None and now - last < office.letters.apart):
        return False
    if official.letters == "at_once":
        return True
    if official.letters == "hourly":
        return last is None or now - last >= HOUR
    moments = _set_times(official.letters, office, now)
    return any(due <= moment <= now and (last is None or last < moment) for moment in moments)


def channels(
    official: Official, letters: Letters, now: datetime, *, asks: bool, reminds_first: bool = False
) -> tuple[Channel, ...]:
    """The official's own; the other one with the first reminder, and where the own one fails."""
    wanted: list[Channel] = [official.channel] if asks or not reminds_first else []
    if official.one_channel:
        return (official.channel,)
    if reminds_first:
        wanted.append(official.other_channel)
    working: list[Channel] = [
        each for each in wanted if not letters.has_failed(each, official, now)
    ]
    if working:
        return tuple(working)
    both: tuple[Channel, ...] = (official.channel, official.other_channel)
    left = [each for each in both if not letters.has_failed(each, official, now)]
    return tuple(left) or (official.channel,)


def _set_times(times: tuple[str, ...], office: Office, now: datetime) -> list[datetime]:
    """Of today, and of the last day before on which the office was open: what was set for an hour
    at which it is closed leaves when it opens."""
    today = office.day_of(now)
    back = (today - timedelta(days=each) for each in range(1, LONGEST_BREAK))
    days = [today, *islice((day for day in back if _opens(office, day)), 1)]
    clock = [time.fromisoformat(each) for each in times]
    return [datetime.combine(day, each, office.hours.zone) for day in days for each in clock]


def _opens(office: Office, day: date) -> bool:
    midnight = datetime.combine(day, time(), office.hours.zone)
    return office.hours.closing(day) > midnight
