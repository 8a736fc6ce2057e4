"""Whoever does not answer in time, or holds no post any more: the next level is asked."""

from datetime import datetime
from functools import partial

from menwa.answering import carry_on
from menwa.case import CaseFile, Wait
from menwa.office import Office
from menwa.types import LEVELS, Level, Status
from notify_officials.letter_times import may_write, next_level_is_due
from notify_officials.rounds import Round, level_of
from notify_officials.rules import DESK, STEP, post_asked

MOST = 100  # in one sweep, longest first


def pass_on_unanswered(at: Round) -> int:
    """The next level is asked; after the Kadis, whose signature nobody else can give, the desk."""
    if not may_write(at.office, at.now):
        return 0
    due = [
        (post, case_id)
        for post in at.posts
        for case_id, wait in at.waits(post)
        if is_due(wait, at.office, at.now)
    ]
    passed = 0
    for post, case_id in due[:MOST]:
        with at.faults.apart(case_id=case_id):
            passed += _pass_on(at, post, case_id)
    return passed


def _pass_on(at: Round, post: str, case_id: str) -> bool:
    at.forget(post)
    before = at.store.load(case_id)
    after = at.store.change(before, partial(passed_on, office=at.office, now=at.now))
    carry_on(at.procedure, after)
    return after is not before


def is_due(wait: Wait, office: Office, now: datetime) -> bool:
    if level_of(wait) is None or wait.answer is not None:
        return False
    nobody = office.posts.asked(wait.waiting_for, office.day_of(now)) is None
    return nobody or next_level_is_due(wait, office, now)


def passed_on(file: CaseFile, office: Office, now: datetime) -> CaseFile:
    """As it is if somebody was faster."""
    due = file.wait is not None and is_due(file.wait, office, now)
    return ended_without_answer(file, office, now) if due else file


def ended_without_answer(file: CaseFile, office: Office, now: datetime) -> CaseFile:
    wait = file.wait
    level = level_of(wait) if wait else None
    if wait is None or level is None:
        return file
    asked = office.posts.asked(wait.waiting_for, office.day_of(now))
    answer = "no_answer" if asked else "vacant"
    title = office.posts.title(wait.waiting_for)
    last = level == LEVELS[-1]
    return (
        file.updated(status=Status.AT_DESK if last else Status.WITH_OFFICIAL, reason=answer)
        .handed_over(
            step=STEP[level],
            act="not_reached" if asked and wait.letter_at is None else answer,
            holder=f"{asked.title} ({asked.name})" if asked else title,
            paraf="-",
            to=DESK if last else _above(level, file, office, now),
            received_at=wait.since,
            now=now,
            occasion=f"answer:{wait.visit}",
        )
        .answered({"answer": answer}, now)
    )


def _above(level: Level, file: CaseFile, office: Office, now: datetime) -> str:
    post = post_asked(file.case, LEVELS[LEVELS.index(level) + 1], office)
    return office.title(post, office.day_of(now))
