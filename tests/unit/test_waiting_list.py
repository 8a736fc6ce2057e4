"""The page of all that waits for an official, and what they are told of a question."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from menwa.case import CaseFile, Wait
from menwa.types import LEVELS
from notify_officials.many_answers import picked_in, shared
from notify_officials.office_days import next_closings
from notify_officials.rules import Answer, Answerer, Answering, Given, Question
from notify_officials.told import Passed, decided_on, passed_on, still_unsigned, titled
from notify_officials.touch import opened_at, stamp
from notify_officials.waiting_list import (
    MOST_SHOWN,
    PutOff,
    WaitingList,
    in_turn,
    posts_below,
    put_off,
    waiting_list,
)
from tests.builders import NOW, OFFICE, a_file, a_proven_case, a_wait

HOUR = timedelta(hours=1)
TITLE = "Kepala Seksi Identitas Penduduk"
KASI = Answerer(TITLE, f"{TITLE} (Contoh Syafrina, S.Sos.)", "SY")
VISIT = a_wait().visit


def waiting(hours: int, post: str = "kadis", kind: str = "kk", **changes: Any) -> CaseFile:
    """Its number and its id say for how many hours."""
    case = a_proven_case(document_type=kind, number=str(hours))
    known = {"waiting_for": post, "asked": "kadis", "since": NOW - hours * HOUR}
    return CaseFile(case.model_copy(update={"id": f"case-{hours}"}), wait=a_wait(**known | changes))


def listed(*files: CaseFile, below: tuple[Wait, ...] = ()) -> WaitingList:
    return waiting_list("kadis", files, below, OFFICE, NOW)


def answered(file: CaseFile, answer: Answer, level: int = 0, **given: Any) -> CaseFile:
    wait = file.wait or a_wait()
    question = Question(wait.waiting_for, LEVELS[level], wait.visit)
    full = Given(answer, on_card=file.case.card_length, **given)
    return Answering(question, full, KASI, OFFICE, NOW + HOUR).decided(file)


def asked(**changes: Any) -> CaseFile:
    known = {"waiting_for": "kasi-identitas", "asked": "kasi"}
    return a_file(wait=a_wait(**known | changes))


def test_it_is_grouped_by_document_the_oldest_first() -> None:
    kinds = list(OFFICE.documents)
    files = [waiting(2), waiting(5, kind=kinds[1]), waiting(3), waiting(4, kind=kinds[1])]
    groups = listed(*files).groups
    assert [[row.number for row in group.rows] for group in groups] == [["5", "4"], ["3", "2"]]
    assert [group.document for group in groups] == [
        OFFICE.documents[kinds[1]].name,
        OFFICE.documents["kk"].name,
    ]
    assert groups[0].numbers == ["5", "4"]
    assert [row.waited for row in groups[0].rows] == [5 * HOUR, 4 * HOUR]


def test_whoever_stands_in_sees_whose_it_is() -> None:
    titles = [group.title for group in listed(waiting(1), waiting(2, "kabid-dafduk")).groups]
    assert titles == ["Kepala Bidang Pendaftaran Penduduk", ""]


@pytest.mark.parametrize(
    ("file", "is_late"),
    [
        (waiting(7), False),
        (waiting(8), True),
        (waiting(30, until=NOW + HOUR, not_yet=1), False),
        (waiting(30, until=NOW - HOUR, not_yet=1), True),
    ],
    ids=["before the last reminder", "after it", "in the time they asked for", "past it"],
)
def test_what_is_late_is_marked(file: CaseFile, is_late: bool) -> None:
    page = listed(file)
    assert [row.is_late for row in page.rows] == [is_late]
    assert page.late == is_late


def test_what_was_answered_meanwhile_is_left_out() -> None:
    gone = waiting(3).answered({"answer": "signed"}, NOW)
    assert listed(gone, CaseFile(a_proven_case())).total == 0


def test_more_than_one_page_holds_says_so() -> None:
    page = listed(*(waiting(number) for number in range(MOST_SHOWN + 5)))
    assert (len(page.rows), page.total) == (MOST_SHOWN, MOST_SHOWN + 5)
    assert page.rows[0].number == str(MOST_SHOWN + 4)


def test_all_or_one_group_can_be_ticked_and_a_key_names_one_question() -> None:
    kinds = list(OFFICE.documents)
    page = listed(waiting(1), waiting(2, kind=kinds[1]), waiting(3))
    assert page.keys_of("kadis.kk") == [f"case-3|kadis|{VISIT}", f"case-1|kadis|{VISIT}"]
    assert len(page.keys_of("all")) == 3
    assert page.keys_of("nothing") == []
    [picked] = picked_in([f"case-3|kadis|{VISIT}"] * 2)
    assert (picked.case_id, picked.post, picked.visit) == ("case-3", "kadis", VISIT)


@pytest.mark.parametrize("key", ["", "case", "case|post", "a|b|c|d"])
def test_what_no_page_of_ours_wrote_is_left_aside(key: str) -> None:
    assert picked_in([key]) == []


def test_only_the_kadis_has_nobody_to_submit_to() -> None:
    assert not listed(waiting(1)).may_submit
    assert listed(waiting(1), waiting(2, "kabid-dafduk", asked="kabid")).may_submit


def test_who_supervises_sees_how_much_waits_below() -> None:
    waits = (a_wait(waiting_for="kasi-identitas", asked="kasi", since=NOW - 9 * HOUR),)
    at_desk = (a_wait(since=NOW - 20 * HOUR),)
    below = listed(below=(*waits, *waits, *at_desk)).below
    assert below is not None
    assert (below.count, below.oldest) == (2, 9 * HOUR)
    assert listed().below is None


def test_a_kabid_supervises_their_kasi_and_the_kadis_all() -> None:
    assert posts_below("kasi-identitas", OFFICE) == []
    assert set(posts_below("kabid-dafduk", OFFICE)) == {"kasi-identitas", "kasi-pindah"}
    assert {"kabid-dafduk", "kabid-capil", "kasi-identitas"} <= set(posts_below("kadis", OFFICE))


def test_the_next_one_is_the_oldest_that_was_not_put_off() -> None:
    files = [waiting(1), waiting(9, until=NOW + HOUR), waiting(5), waiting(7, asked="desk")]
    files.append(waiting(3, until=NOW - HOUR))
    waits = [(file.case.id, file.wait) for file in files if file.wait]
    assert in_turn(waits, NOW) == ["case-5", "case-3", "case-1"]


def test_what_they_have_asked_time_for_is_counted_up_to_its_first_day() -> None:
    friday, thursday = [next_closings(OFFICE, NOW)[days] for days in (4, 3)]
    files = [waiting(1), waiting(2, until=friday), waiting(3, until=thursday)]
    files += [waiting(4, until=NOW - HOUR), waiting(5, until=friday, asked="desk")]
    promised = put_off([file.wait for file in files if file.wait], OFFICE, NOW)
    assert promised == PutOff(2, OFFICE.hours.day_before(thursday))
    assert put_off([a_wait()], OFFICE, NOW) is None


@pytest.mark.parametrize(
    ("holder", "title"),
    [
        ("Kepala Dinas (Dra. Contoh, M.Si.)", "Kepala Dinas"),
        ("Plh. Kepala Dinas (Contoh)", "Plh. Kepala Dinas"),
        ("Ani a.n. Kepala Bidang", "Kepala Bidang"),
        ("MENWA", "MENWA"),
    ],
)
def test_who_decided_is_told_by_title(holder: str, title: str) -> None:
    assert titled(holder) == title


def test_what_was_decided_is_told_from_the_card() -> None:
    decided = decided_on(VISIT, answered(asked(), "submitted"), OFFICE)
    assert decided is not None
    assert (decided.act, decided.by, decided.at) == ("Sudah diajukan", TITLE, NOW + HOUR)
    assert decided.to == "Kepala Bidang Pendaftaran Penduduk"
    assert decided_on("another visit", answered(asked(), "submitted"), OFFICE) is None


def test_asking_for_time_decides_nothing() -> None:
    put_off = answered(asked(), "not_yet", until=next_closings(OFFICE, NOW)[2])
    assert decided_on(VISIT, put_off, OFFICE) is None


def test_to_whom_it_was_passed_with_which_words_is_told() -> None:
    file = answered(asked(), "rerouted", post="kasi-pindah", words="Ini surat pindah")
    assert passed_on(VISIT, file) == Passed(TITLE, "Ini surat pindah")
    assert passed_on(VISIT, asked()) is None
    decided = decided_on(VISIT, file, OFFICE)
    assert decided is not None
    assert decided.to == OFFICE.posts.title("kasi-pindah")


def looked(file: CaseFile, hours: int) -> CaseFile:
    return file.handed_over(
        step=2,
        act="unsigned",
        holder="MENWA",
        paraf="MENWA",
        to=TITLE,
        now=NOW + hours * HOUR,
        occasion=f"look:{hours}",
    )


def test_who_said_signed_too_early_reads_what_siak_says_and_since_when() -> None:
    again = looked(answered(asked(), "signed"), 2)
    wait = a_wait(waiting_for="kasi-identitas", asked="kasi", since=NOW + 2 * HOUR, visit="2")
    told = still_unsigned(again.case, wait, "kasi", OFFICE)
    assert told is not None
    assert (told.said_at, told.unsigned_at) == (NOW + HOUR, NOW + 2 * HOUR)
    assert told.looked_at == told.unsigned_at
    hourly = wait.model_copy(update={"looked_at": NOW + 5 * HOUR})
    told = still_unsigned(again.case, hourly, "kasi", OFFICE)
    assert told is not None
    assert told.looked_at == NOW + 5 * HOUR
    assert still_unsigned(again.case, wait, "kabid", OFFICE) is None


def test_the_first_question_says_nothing_of_siak() -> None:
    file = looked(asked(), 0)
    assert still_unsigned(file.case, a_wait(since=NOW + HOUR), "kasi", OFFICE) is None


def test_a_stamp_holds_for_one_question_in_one_browser() -> None:
    stamped = stamp(NOW, "case:visit", "key")
    assert opened_at(stamped, "case:visit", "key") == NOW
    for forged in (stamped.replace("2026", "2025"), "", "~", stamped[:-1], NOW.isoformat()):
        assert opened_at(forged, "case:visit", "key") is None
    assert opened_at(stamped, "another:visit", "key") is None
    assert opened_at(stamped, "case:visit", "another key") is None


@pytest.mark.parametrize(
    ("opened", "count", "taken_up"),
    [
        (NOW - 4 * HOUR, 1, NOW - 4 * HOUR),
        (NOW - 4 * HOUR, 4, NOW - HOUR),
        (NOW + HOUR, 4, None),
        (None, 4, None),
    ],
)
def test_time_taken_for_many_is_shared_among_them(
    opened: datetime | None, count: int, taken_up: datetime | None
) -> None:
    assert shared(opened, NOW, count) == taken_up
