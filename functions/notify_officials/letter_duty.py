"""The sweep's letters: one to an official about all that waits, however much of it is due."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aws_lambda_powertools import Logger

from menwa.case import Wait
from menwa.letter_book import Letters, mark_of
from menwa.people import Channel, Official
from menwa.types import LEVELS
from notify_officials.letter_times import (
    as_told_to,
    channels,
    may_leave,
    may_write,
    owes_since,
)
from notify_officials.letters import Address, letter_about
from notify_officials.rounds import Round, level_of

logger = Logger(child=True)
Waiting = tuple[str, Wait]
STILL_WRITTEN = timedelta(minutes=2)  # so long a sweep may run: another may be at it


@dataclass(frozen=True)
class Asked:
    """All that one official is asked at one level; `due`: since when a letter is, by case."""

    to: Address
    letters: Letters
    waiting: Sequence[Waiting]
    due: Mapping[str, datetime]


def write_letters(at: Round) -> int:
    """First letters that did not leave at once, reminders, and what did not arrive."""
    if not may_write(at.office, at.now):
        return 0
    books, written = at.book.all(), 0
    for post in at.posts:
        with at.faults.apart(post=post):
            asked = _asked(at, post, books.get(post, Letters(post=post)))
            written += sum(_write(at, each) for each in asked if _leaves(at, each))
    return written


def _asked(at: Round, post: str, letters: Letters) -> Iterator[Asked]:
    official = at.office.posts.asked(post, at.today)
    if official is None:
        return
    open_now = [
        (key, as_told_to(official, wait))
        for key, wait in at.waits(post)
        if (wait.until or at.now) <= at.now
    ]
    for level in LEVELS:
        waiting = [(key, wait) for key, wait in open_now if level_of(wait) == level]
        owed = {key: owes_since(wait, at.office, at.now) for key, wait in waiting}
        due = {key: since for key, since in owed.items() if since is not None}
        if waiting:
            by = _channels([wait for key, wait in waiting if key in due], official, letters, at.now)
            yield Asked(Address(post, level, official, by), letters, waiting, due)


def _channels(
    due: Sequence[Wait], official: Official, letters: Letters, now: datetime
) -> tuple[Channel, ...]:
    """The other channel too, where something is reminded of for the first time."""
    reminds_first = any(wait.letter_at and not wait.reminders for wait in due)
    asks = any(wait.letter_at is None or wait.reminders for wait in due)
    return channels(official, letters, now, asks=asks, reminds_first=reminds_first)


def _leaves(at: Round, asked: Asked) -> bool:
    to, letters = asked.to, asked.letters
    since_last = at.now - letters.at if letters.at else timedelta.max
    if since_last < STILL_WRITTEN:
        return False
    another_works = any(not letters.has_failed(each, to.official, at.now) for each in to.by)
    if letters.did_not_arrive(to.official, at.now) and another_works:
        return since_last >= at.office.letters.apart
    if not asked.due:
        return False
    return may_leave(to.official, letters, min(asked.due.values()), at.office, at.now)


def _write(at: Round, asked: Asked) -> bool:
    """Claimed before it leaves, so that no two sweeps write; what it was about is marked after,
    so that a letter which a crash kept back is written later."""
    cases = at.store.cases(key for key, _ in asked.waiting)
    waiting = [(cases[key], wait) for key, wait in asked.waiting if key in cases]
    if not waiting:
        return False
    letter = letter_about(asked.to, waiting, at.office, at.now)
    claimed = asked.letters.model_copy(update={"at": at.now, "by": letter.by})
    if not at.book.write(claimed, at.store.linking(letter.token, letter.link)):
        return False
    left = at.courier.deliver(letter)
    if left.by != letter.by or left.refused:
        at.book.change(letter.post, lambda found: left.noted(found, letter, at.now))
    if not left.by:
        logger.error("a letter waits for the next sweeps", post=letter.post)
        return False
    _mark(at, asked)
    logger.info("written", post=letter.post, level=asked.to.level, documents=letter.count)
    return True


def _mark(at: Round, asked: Asked) -> None:
    for case_id, wait in asked.waiting:
        if case_id not in asked.due:
            continue
        with at.faults.apart(case_id=case_id):
            if wait.letter_at is None:
                told = mark_of(asked.to.official, "whatsapp")
                at.store.note_on(case_id, wait, letter_at=at.now, letter_to=told, reminders=0)
            else:
                reminders = wait.reminders + 1
                at.store.note_on(case_id, wait, reminded_at=at.now, reminders=reminders)
