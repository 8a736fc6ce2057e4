"""The desk's queue, as officers read it."""

from datetime import timedelta
from itertools import chain
from typing import Any

import pytest

from check_siak.desk_queue import GROUPS, OFFICE_DAY, OTHER, group_of, queue_of
from check_siak.desk_rules import ANSWERS
from menwa.case import CaseFile, Claim
from menwa.types import new_case_id
from tests.builders import NOW, OFFICE, a_file, a_proven_case, a_wait

SITI = "siti.aminah"


def waiting(reason: str = "look_up", first: timedelta = timedelta(), **wait: Any) -> CaseFile:
    case = a_proven_case(id=new_case_id(), proven_at=NOW - first)
    return a_file(case, wait=a_wait(reason=reason, **wait))


def shown(*files: CaseFile, group: str = "", later: timedelta = timedelta()) -> Any:
    return queue_of(files, group, OFFICE, SITI, NOW + later)


def test_the_oldest_request_comes_first_however_long_it_is_at_the_desk() -> None:
    new = waiting(since=NOW - timedelta(hours=5))
    old = waiting(first=timedelta(days=3))
    assert [row.case_id for row in shown(new, old).rows] == [old.case.id, new.case.id]


def test_a_group_shows_its_own_and_counts_all() -> None:
    queue = shown(waiting(), waiting("pdf_awaited"), waiting("Undeliverable"), group="pdf")
    assert [row.group for row in queue.rows] == ["pdf"]
    assert {group: count for group, count in queue.counts.items() if count} == {
        "look_up": 1,
        "pdf": 1,
        "undelivered": 1,
    }
    assert queue.total == 3


def test_a_group_that_is_none_shows_all() -> None:
    assert len(shown(waiting(), waiting("pdf_awaited"), group="<script>").rows) == 2


def test_what_belongs_nowhere_is_shown_all_the_same() -> None:
    assert shown(waiting("States.Timeout")).rows[0].group == OTHER


@pytest.mark.parametrize("reason", sorted({*chain(*GROUPS.values())}))
def test_every_reason_has_words(reason: str) -> None:
    assert "Gangguan sistem" not in OFFICE.act(reason)


def test_no_reason_stands_in_two_groups() -> None:
    reasons = [reason for group in GROUPS.values() for reason in group]
    assert len(reasons) == len(set(reasons))
    assert {group_of(reason) for reason in ANSWERS} - {OTHER} <= GROUPS.keys()


def test_how_long_it_waits_is_office_time() -> None:
    row = shown(waiting(since=NOW), later=timedelta(hours=3)).rows[0]
    assert row.waited == timedelta(hours=3)


def test_a_wrong_entry_is_flagged_after_a_day_of_the_offices_and_again_after_a_reminder() -> None:
    late = OFFICE_DAY + timedelta(minutes=1)
    assert shown(waiting("wrong_entry"), later=late).rows[0].remind
    assert not shown(waiting("wrong_entry"), later=OFFICE_DAY).rows[0].remind
    assert not shown(waiting("pdf_awaited"), later=late).rows[0].remind
    assert not shown(waiting("wrong_entry", reminded_at=NOW + late), later=late).rows[0].remind


def test_a_claim_is_shown_while_it_lasts() -> None:
    claim = Claim(officer=SITI, name="Contoh Siti Aminah", until=NOW + timedelta(minutes=15))
    row = shown(waiting(claim=claim)).rows[0]
    assert (row.claimed_by, row.mine) == ("Contoh Siti Aminah", True)
    assert shown(waiting(claim=claim), later=timedelta(minutes=15)).rows[0].claimed_by is None
