"""The PDF once more: three times a day, for thirty days, never two at a time."""

from datetime import datetime, timedelta

import pytest

from check_siak.looked_up import level_asked_next
from menwa.asking_again import asked_again, may_ask_again
from menwa.case import CaseFile
from menwa.errors import AlreadyAnswered
from menwa.types import Status
from tests.builders import (
    NOW,
    OFFICE,
    a_delivered_file,
    a_file,
    a_proven_case,
    an_attempt,
    found,
)

LATER = NOW + timedelta(hours=1)


def delivered_again(file: CaseFile, now: datetime) -> CaseFile:
    again = an_attempt(number=len(file.attempts) + 1, outcome="delivered", run=file.case.run)
    return file.with_attempt(again).updated(status=Status.DELIVERED, ended_at=now).cleared()


def test_a_new_run_begins_as_if_nothing_had_been_found() -> None:
    after = asked_again(a_delivered_file(promise=NOW), OFFICE, LATER)
    assert after.wait is not None
    assert (after.case.run, after.case.status, after.wait.waiting_for) == (2, "checking", "start")
    assert (after.case.found, after.case.staged, after.case.right) == (None, None, None)
    assert (after.case.reason, after.case.promise, after.last_attempt) == (None, None, None)
    assert after.entries[-1].act == "asked_again"


def test_the_officials_of_the_run_before_are_not_asked_on_from_there() -> None:
    before = a_delivered_file().handed_over(
        step=3,
        act="submitted",
        holder="Kepala Seksi",
        paraf="K",
        to="Kepala Bidang",
        now=NOW,
        occasion="answer:1",
    )
    assert level_asked_next(before) == "kabid"
    assert level_asked_next(asked_again(before, OFFICE, LATER)) == "kasi"


def test_an_officers_word_stands_for_the_same_document() -> None:
    after = asked_again(a_delivered_file(right="officer"), OFFICE, LATER)
    assert (after.case.right, after.case.found, after.case.staged) == ("officer", found(), None)


def test_while_one_is_under_way_no_other_is_asked_for() -> None:
    once = asked_again(a_delivered_file(), OFFICE, LATER)
    with pytest.raises(AlreadyAnswered):
        asked_again(once, OFFICE, LATER)


def test_three_times_a_day_and_tomorrow_again() -> None:
    file = a_delivered_file()
    for hours in range(3):
        now = NOW + timedelta(hours=hours)
        file = delivered_again(asked_again(file, OFFICE, now), now)
    assert not may_ask_again(file, OFFICE, NOW + timedelta(hours=4))
    assert may_ask_again(file, OFFICE, NOW + timedelta(days=1))


def test_until_it_expires() -> None:
    days = timedelta(days=OFFICE.ask_again_days)
    assert may_ask_again(a_delivered_file(), OFFICE, NOW + days - timedelta(seconds=1))
    assert not may_ask_again(a_delivered_file(), OFFICE, NOW + days)


@pytest.mark.parametrize(
    "file",
    [
        a_delivered_file(frozen_at=NOW),
        a_delivered_file(restricted_at=NOW),
        a_file(a_proven_case()),
        a_file(a_proven_case(status=Status.RETURNED, ended_at=NOW)),
    ],
)
def test_neither_what_is_frozen_nor_what_never_arrived(file: CaseFile) -> None:
    assert not may_ask_again(file, OFFICE, LATER)
