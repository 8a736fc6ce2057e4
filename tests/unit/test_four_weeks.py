"""Four weeks with the beginning of Ramadan and two holidays, and 500 requests: the sweep lets
nothing wait unseen."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest

from local.office_file import read_office
from menwa.dates import MONTHS
from menwa.office import Office
from menwa.people import Absence
from menwa.types import Level
from tests.unit.weeks import SWEEP_EVERY, Weeks

pytestmark = pytest.mark.xdist_group("four weeks")  # lived through once
BEGIN = datetime(
    2026, 2, 9, 0, 0, tzinfo=UTC
)  # holidays on the 16th and 17th, Ramadan from the 19th
REQUESTS, LONGEST_SILENCE = 500, timedelta(hours=15)  # two office days
SOON = SWEEP_EVERY + timedelta(seconds=1)
BY_PREFERENCE = {"kasi-pindah": "hourly", "kasi-kelahiran": ("08:00", "13:00")}
DAY = re.compile(r"paling lambat \w+, (\d+) (\w+) (\d+)")


def an_office() -> Office:
    office = read_office("pekanbaru")
    away = Absence(
        first=date(2026, 2, 23), last=date(2026, 2, 27), kind="cuti", deputy="kabid-capil"
    )
    changed = {
        post: official.model_copy(update={"letters": BY_PREFERENCE.get(post, "at_once")})
        for post, official in office.officials.items()
    }
    changed["kabid-dafduk"] = changed["kabid-dafduk"].model_copy(update={"absences": (away,)})
    return office.model_copy(update={"officials": changed})


@pytest.fixture(scope="module")
def weeks() -> Weeks:
    """Most come while the office is open, some in the night; of some nobody knows the right."""
    weeks = Weeks(an_office(), BEGIN)
    kinds = [key for key, each in weeks.office.documents.items() if not each.never_a_pdf]
    for _ in range(REQUESTS):
        moment = BEGIN + timedelta(minutes=weeks.random.randrange(24 * 24 * 60))
        if weeks.random.random() < 0.85:
            opens = weeks.office.hours.next_opening(moment)
            moment = opens + timedelta(minutes=weeks.random.randrange(200))
        kind, right = weeks.random.choice(kinds), weeks.random.random() < 0.9
        weeks.at(moment, partial(weeks.begin_case, kind, right=right))
    weeks.live(BEGIN + timedelta(weeks=4))
    return weeks


def owed(weeks: Weeks) -> Iterator[tuple[str, Level, datetime, datetime]]:
    """Each question: since when it is owed, and until when nobody had answered."""
    for (case_id, level), asked in weeks.asked.items():
        since = weeks.put_off.get((case_id, level), asked)
        _, until = weeks.answered.get((case_id, level), ("", weeks.now))
        if until > since:
            yield case_id, level, since, until


def post_of(weeks: Weeks, case_id: str, level: Level) -> str:
    kind = weeks.store.load(case_id).case.document_type
    return weeks.office.documents[kind].post(level)


def test_the_weeks_have_seen_all_that_can_happen(weeks: Weeks) -> None:
    answers = Counter(answer for answer, _ in weeks.answered.values())
    assert len(weeks.phones) == REQUESTS
    assert min(answers["signed"], answers["submitted"], answers["no_answer"]) > 50
    assert min(len(weeks.put_off), len(weeks.at_desk), weeks.done["delays"]) > 20
    assert weeks.done["stalls"] > 0
    assert len(weeks.outside.mails) > 50
    assert weeks.faults == []


def test_no_letter_is_written_while_the_office_is_closed(weeks: Weeks) -> None:
    written = {each for post in weeks.office.officials for each in weeks.to_post(post)}
    assert len(written) > 500
    assert [each for each in written if not weeks.office.hours.is_open(each)] == []


def test_no_letter_follows_another_within_a_quarter_of_an_hour(weeks: Weeks) -> None:
    for post, official in weeks.office.officials.items():
        least = timedelta(hours=1 if official.letters == "hourly" else 0.25)
        written = weeks.to_post(post)
        assert [(a, b) for a, b in pairwise(written) if b - a < least] == []


def test_letters_at_set_times_come_then(weeks: Weeks) -> None:
    times = {weeks.office.local(each).strftime("%H:%M") for each in weeks.to_post("kasi-kelahiran")}
    assert times <= {"08:00", "08:05", "13:00", "13:05"}


@pytest.mark.parametrize("hours", [0, 1, 4, 8])
def test_each_letter_and_reminder_leaves_at_its_minute(weeks: Weeks, hours: int) -> None:
    """Within a sweep; or when a quarter of an hour has passed since the letter before it."""
    calendar, seen = weeks.office.hours, 0
    letters = {post: weeks.to_post(post) for post in weeks.office.officials}
    for case_id, level, since, until in owed(weeks):
        post = post_of(weeks, case_id, level)
        moment = calendar.after(since, timedelta(hours=hours))
        late = calendar.after(moment, timedelta(minutes=20))
        asked_before = hours == 0 and (case_id, level) in weeks.put_off
        if post in BY_PREFERENCE or asked_before or until <= late or late > weeks.now:
            continue
        [written] = letters[post][(place := bisect_left(letters[post], moment)) :][:1]
        before = letters[post][place - 1] if place else BEGIN
        may_leave = max(moment, before + timedelta(minutes=15))
        assert calendar.office_time(may_leave, written) <= SOON, (case_id, level)
        seen += 1
    assert seen > 50


def test_the_next_level_is_asked_after_twelve_office_hours_and_no_sooner(weeks: Weeks) -> None:
    calendar, twelve = weeks.office.hours, timedelta(hours=12)
    for case_id, level, since, until in owed(weeks):
        answer, _ = weeks.answered.get((case_id, level), ("", None))
        waited = calendar.office_time(since, until)
        assert waited < twelve + SOON, (case_id, level)
        if answer == "no_answer":
            assert waited >= twelve, (case_id, level)
            entry = weeks.store.load(case_id).entries[-1]
            assert entry.act in {"no_answer", "delivered"} or level != "kadis"


def test_nothing_is_silent_for_two_office_days(weeks: Weeks) -> None:
    """Something was said or done about it, or it stands at the desk, where an officer sees it."""
    calendar = weeks.office.hours
    letters = {post: weeks.to_post(post) for post in weeks.office.officials}
    for case_id, level, since, until in owed(weeks):
        heard = [said.at for said in weeks.told(case_id) if since < said.at < until]
        written = letters[post_of(weeks, case_id, level)]
        known = sorted([since, until, *heard, *(at for at in written if since < at < until)])
        gaps = [calendar.office_time(a, b) for a, b in pairwise(known)]
        assert max(gaps) <= LONGEST_SILENCE, (case_id, level)


def test_nobody_hears_of_a_delay_twice_a_day(weeks: Weeks) -> None:
    heard = Counter(
        (case_id, weeks.office.day_of(said.at))
        for case_id in weeks.phones
        for said in weeks.told(case_id)
        if said.occasion.startswith("delayed:")
    )
    assert len(heard) > 50
    assert max(heard.values()) == 1


def test_no_promise_passes_unless_another_was_made_before(weeks: Weeks) -> None:
    for case_id in weeks.phones:
        promises = list(promised(weeks, case_id))
        days = [day for _, day in promises]
        assert days == sorted(days), case_id
        said = [at for at, _ in promises]
        for day, following in zip(days, [*said[1:], weeks.delivered.get(case_id)], strict=False):
            closing = weeks.office.hours.closing(day)
            assert (following or weeks.now) <= closing or weeks.now <= closing, (case_id, day)


def test_who_may_not_know_of_the_document_hears_of_no_signature(weeks: Weeks) -> None:
    kept = [one for one in weeks.phones if weeks.store.load(one).case.right is None]
    heard = {said.occasion.partition(":")[0] for one in kept for said in weeks.told(one)}
    assert len(kept) > 20
    assert heard == {"not_matched"}


def test_a_stall_is_one_letter_a_day_to_the_superior(weeks: Weeks) -> None:
    told = weeks.stalls()
    assert len(told) > 5
    subjects = Counter(
        (weeks.office.day_of(said.at), said.to, re.sub(r"\d+|jam|menit", "", said.words))
        for said in told
    )
    assert max(subjects.values()) == 1


def promised(weeks: Weeks, case_id: str) -> Iterator[tuple[datetime, date]]:
    for said in weeks.told(case_id):
        if found := DAY.search(said.words):
            yield said.at, date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
