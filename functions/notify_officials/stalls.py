"""Much waits at one post: its superior is told once, of all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aws_lambda_powertools import Logger

from menwa.case import Wait
from menwa.counting import count
from menwa.letter_book import Letters
from menwa.office import Office
from menwa.types import LEVELS, Level
from notify_officials.letter_times import channels, counted_from, may_write
from notify_officials.letters import StallLetter
from notify_officials.rounds import Round, level_of
from notify_officials.rules import post_asked

logger = Logger(child=True)


@dataclass(frozen=True)
class Stall:
    """`oldest`: the case that has waited longest there, at this level."""

    post: str
    oldest: str
    level: Level
    count: int
    waited: timedelta


def tell_superiors(at: Round) -> int:
    """Once a day for each post. Above the Kadis there is nobody: the operators hear of it."""
    if not may_write(at.office, at.now):
        return 0
    books, told = at.book.all(), 0
    for post in at.posts:
        with at.faults.apart(post=post):
            told += _tell_of(at, post, books)
    return told


def _tell_of(at: Round, post: str, books: Mapping[str, Letters]) -> bool:
    letters = books.get(post, Letters(post=post))
    if letters.stalled_on == at.today:
        return False
    stall = stall_at(post, at.waits(post), at.office, at.now)
    if stall is None:
        return False
    if not at.book.write(letters.model_copy(update={"stalled_on": at.today})):
        return False
    logger.warning("much waits at one post", post=post, documents=stall.count)
    if not _tell_superior(at, stall, books):
        at.book.change(post, lambda found: found.model_copy(update={"stalled_on": None}))
        return False
    count("DocumentsStalled")
    return True


def stall_at(
    post: str, waits: Sequence[tuple[str, Wait]], office: Office, now: datetime
) -> Stall | None:
    """Of what is owed now: not what the official has asked time for."""
    owed = [
        (counted_from(wait), key, level)
        for key, wait in waits
        if (level := level_of(wait)) and counted_from(wait) <= now
    ]
    if not owed:
        return None
    since, oldest, level = min(owed)
    waited, rules = office.hours.office_time(since, now), office.letters
    many = len(owed) >= rules.stall_count
    long = len(owed) >= rules.stall_few and waited >= timedelta(hours=rules.stall_hours)
    return Stall(post, oldest, level, len(owed), waited) if many or long else None


def _tell_superior(at: Round, stall: Stall, books: Mapping[str, Letters]) -> bool:
    """False if no channel took the letter."""
    post = _superior(at, stall)
    official = at.office.posts.asked(post, at.today) if post else None
    if post is None or official is None:
        return True
    by = channels(official, books.get(post, Letters(post=post)), at.now, asks=True)
    title = at.office.title(stall.post, at.today)
    letter = StallLetter(official, post, by, title, stall.count, stall.waited)
    left = at.courier.deliver(letter)
    if left.refused:
        at.book.change(post, lambda found: left.failures_noted(found, letter, at.now))
    return bool(left.by)


def _superior(at: Round, stall: Stall) -> str | None:
    """The nearest above whose post somebody holds on this day."""
    case = at.store.cases([stall.oldest]).get(stall.oldest)
    above = LEVELS[LEVELS.index(stall.level) + 1 :]
    posts = [post_asked(case, level, at.office) for level in above] if case else []
    held = [post for post in posts if at.office.posts.asked(post, at.today) is not None]
    return next((post for post in held if post != stall.post), None)
