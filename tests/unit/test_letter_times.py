"""When an official is written to, reminded and passed over; what a citizen is promised."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.office_file import read_office
from menwa.letter_book import Letters, failing, mark_of
from menwa.letter_rules import LetterRules
from menwa.people import Channel, Vacancy
from menwa.promises import in_citizens_words, is_at_risk, promised, renewed
from menwa.types import LEVELS, Level
from notify_officials.calendar_watch import is_missing
from notify_officials.letter_times import channels, may_leave, next_level_is_due, owes_since
from notify_officials.stalls import stall_at
from notify_officials.unanswered import passed_on
from tests.builders import NOW, a_file, a_proven_case, a_wait

OFFICE = read_office("pekanbaru")
HOURS, RULES = OFFICE.hours, OFFICE.letters
KASI = OFFICE.officials["kasi-identitas"]
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday, 08.00 WIB
moments = st.datetimes(datetime(2026, 1, 5), datetime(2027, 6, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)
spans = st.integers(0, 60 * 24 * 21).map(lambda minutes: timedelta(minutes=minutes))
hours = st.sampled_from(RULES.reminders)
levels: st.SearchStrategy[Level] = st.sampled_from(LEVELS)


@given(moments, spans)
def test_what_nobody_has_written_of_is_owed_since_it_began(
    since: datetime, later: timedelta
) -> None:
    wait = a_wait(since=since)
    assert owes_since(wait, OFFICE, since + later) == since


@given(moments, hours)
def test_a_reminder_is_due_at_its_minute_and_not_before(since: datetime, after: float) -> None:
    moment = HOURS.after(since, timedelta(hours=after))
    said = moment - timedelta(minutes=1)
    wait = a_wait(since=since, letter_at=since, reminded_at=said)
    assert owes_since(wait, OFFICE, said) is None
    assert owes_since(wait, OFFICE, moment) == moment


@given(moments, spans)
def test_what_was_said_just_now_is_not_said_again(since: datetime, later: timedelta) -> None:
    now = since + later
    wait = a_wait(since=since, letter_at=since, reminded_at=now)
    assert owes_since(wait, OFFICE, now) is None


@given(moments, spans, spans)
def test_nothing_is_owed_before_the_day_for_which_time_was_asked(
    since: datetime, asked: timedelta, later: timedelta
) -> None:
    wait = a_wait(since=since, letter_at=since, until=since + asked)
    now = since + min(asked, later)
    assert owes_since(wait, OFFICE, now) is None
    assert not next_level_is_due(wait, OFFICE, now)


@given(moments)
def test_the_next_level_is_due_at_its_minute_and_stays_so(since: datetime) -> None:
    moment, wait = HOURS.after(since, timedelta(hours=RULES.next_level)), a_wait(since=since)
    assert not next_level_is_due(wait, OFFICE, moment - timedelta(minutes=1))
    assert next_level_is_due(wait, OFFICE, moment)
    assert next_level_is_due(wait, OFFICE, moment + timedelta(days=30))


@given(moments, spans)
def test_no_letter_leaves_while_the_office_is_closed_or_soon_after_another(
    now: datetime, ago: timedelta
) -> None:
    letters = Letters(post="kasi-identitas", at=now - ago)
    allowed = HOURS.is_open(now) and ago >= RULES.apart
    assert may_leave(KASI, letters, now, OFFICE, now) == allowed
    always = OFFICE.model_copy(update={"letters": LetterRules(outside_hours=True)})
    assert may_leave(KASI, letters, now, always, now) == (ago >= RULES.apart)


@pytest.mark.parametrize(("minutes", "leaves"), [(59, False), (60, True)])
def test_hourly_letters_leave_an_hour_apart(minutes: int, leaves: bool) -> None:
    official = KASI.model_copy(update={"letters": "hourly"})
    letters, now = Letters(post="a", at=MORNING), MORNING + timedelta(minutes=minutes)
    assert may_leave(official, letters, MORNING, OFFICE, now) is leaves
    assert may_leave(official, Letters(post="a"), MORNING, OFFICE, now)


@pytest.mark.parametrize(
    ("due", "last", "now", "leaves"),
    [
        ("08:05", None, "09:59", False),
        ("08:05", None, "10:00", True),
        ("08:05", None, "10:40", True),
        ("08:05", "10:00", "11:59", False),
        ("10:05", "10:00", "13:59", False),
        ("10:05", "10:00", "14:00", True),
    ],
)
def test_letters_at_set_times_leave_then(
    due: str, last: str | None, now: str, leaves: bool
) -> None:
    official = KASI.model_copy(update={"letters": ("10:00", "14:00", "17:30")})
    letters = Letters(post="a", at=_at(last) if last else None)
    assert may_leave(official, letters, _at(due), OFFICE, _at(now)) is leaves


def test_what_was_set_for_an_evening_leaves_when_the_office_opens() -> None:
    official = KASI.model_copy(update={"letters": ("10:00", "17:30")})
    friday, monday = _at("15:00") - timedelta(days=3), _at("07:30")
    assert not may_leave(official, Letters(post="a"), friday, OFFICE, monday - timedelta(minutes=1))
    assert may_leave(official, Letters(post="a"), friday, OFFICE, monday)


def _at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 11, 23, int(hour), int(minute), tzinfo=HOURS.zone)


@pytest.mark.parametrize(
    ("broken", "one_channel", "asks", "reminds", "by"),
    [
        ("", False, True, False, ("whatsapp",)),
        ("", False, False, True, ("mail",)),
        ("", False, True, True, ("whatsapp", "mail")),
        ("whatsapp", False, True, False, ("mail",)),
        ("mail", False, False, True, ("whatsapp",)),
        ("whatsapp mail", False, True, False, ("whatsapp",)),
        ("", True, False, True, ("whatsapp",)),
    ],
)
def test_a_letter_takes_the_own_channel_and_the_other_with_a_first_reminder(
    broken: str, one_channel: bool, asks: bool, reminds: bool, by: tuple[Channel, ...]
) -> None:
    official = KASI.model_copy(update={"one_channel": one_channel})
    every: tuple[Channel, ...] = ("whatsapp", "mail")
    letters = Letters(post="kasi-identitas")
    for channel in every:
        if channel in broken.split():
            letters = failing(letters, channel, mark_of(official, channel), NOW)
    assert channels(official, letters, NOW, asks=asks, reminds_first=reminds) == by


@given(moments, levels, st.integers(0, 100))
def test_a_promise_is_the_end_of_an_office_day_that_gives_the_time_it_takes(
    now: datetime, level: Level, ahead: int
) -> None:
    promise = promised(level, ahead, OFFICE, now)
    assert promise == HOURS.closing(HOURS.day_before(promise))
    assert HOURS.office_time(now, promise) >= RULES.needed.of(level)
    assert not is_at_risk(promise, OFFICE, now)
    assert is_at_risk(promise, OFFICE, promise)
    assert promised(level, ahead + 60, OFFICE, now) >= promise
    until = now + timedelta(days=9)
    later = promised(level, ahead, OFFICE, now, until)
    assert HOURS.office_time(until, later) >= RULES.needed.of(level)


@given(moments, moments)
def test_a_renewed_promise_is_for_a_later_day(promise: datetime, estimate: datetime) -> None:
    promise = HOURS.closing(OFFICE.day_of(HOURS.next_opening(promise)))
    later = renewed(promise, promised("kadis", 0, OFFICE, estimate), OFFICE)
    assert HOURS.day_before(later) > HOURS.day_before(promise)


def test_a_citizen_reads_the_day() -> None:
    assert in_citizens_words(_at("16:00"), OFFICE) == "Senin, 23 November 2026"
    contoh = read_office("contoh")
    midnight = promised("kadis", 0, contoh, MORNING)
    assert in_citizens_words(midnight, contoh) == "Senin, 23 November 2026"


@pytest.mark.parametrize(
    ("many", "waited", "stalled"), [(19, 9, False), (20, 0, True), (5, 10, True), (4, 11, False)]
)
def test_much_that_waits_or_waits_long_is_a_stall(many: int, waited: float, stalled: bool) -> None:
    since = MORNING
    waits = [(str(each), a_wait(asked="kasi", since=since)) for each in range(many)]
    put_off = a_wait(asked="kasi", since=since, until=since + timedelta(days=9))
    now = HOURS.after(since, timedelta(hours=waited))
    found = stall_at("kasi-identitas", [*waits, ("later", put_off)], OFFICE, now)
    assert (found is not None) is stalled
    if found is not None:
        assert (found.count, found.waited) == (many, timedelta(hours=waited))


def test_a_post_that_has_become_vacant_is_passed_over_at_once() -> None:
    vacancy = Vacancy(title="Kepala Seksi", deputy="kabid-dafduk", first=NOW.date().replace(day=30))
    held = {key: each for key, each in OFFICE.officials.items() if key != "kasi-identitas"}
    office = OFFICE.model_copy(update={"officials": held, "vacant": {"kasi-identitas": vacancy}})
    file = a_file(a_proven_case(), wait=a_wait(waiting_for="kasi-identitas", asked="kasi"))
    after = passed_on(file, office, NOW)
    assert after.wait is not None
    assert after.wait.answer == {"answer": "vacant"}
    [entry] = after.entries
    assert (entry.act, entry.holder, entry.step) == ("vacant", "Kepala Seksi", 3)
    assert entry.handed_to == "Kepala Bidang Pendaftaran Penduduk"
    assert passed_on(file, OFFICE, NOW) is file


@pytest.mark.parametrize(
    ("day", "missing"),
    [("2026-11-30", False), ("2026-12-01", True), ("2027-01-01", True), ("2025-12-05", True)],
)
def test_a_year_is_missed_from_the_december_before(day: str, missing: bool) -> None:
    calendar = HOURS.model_copy(update={"years_entered": (2026,)})
    assert is_missing(calendar, datetime.fromisoformat(day).date()) is missing


def test_reminders_come_before_the_next_level_is_asked() -> None:
    with pytest.raises(ValueError, match="before next_level"):
        LetterRules(reminders=(1, 4, 13))
