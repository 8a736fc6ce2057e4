"""What Kasi, Kabid and Kadis may answer, and what each answer leaves behind."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from menwa.card import first_broken
from menwa.case import ANSWERED, CaseFile
from menwa.errors import AlreadyAnswered
from menwa.types import Level, Status
from notify_officials.answer_form import Offered, faults_of, given_in, offered
from notify_officials.office_days import next_closings
from notify_officials.rules import (
    Answer,
    Answerer,
    Answering,
    Given,
    Question,
    post_asked,
    question_on,
    state_of,
)
from tests.builders import NOW, OFFICE, a_file, a_proven_case, a_wait

POSTS: dict[Level, str] = {"kasi": "kasi-identitas", "kabid": "kabid-dafduk", "kadis": "kadis"}
TITLE = "Kepala Seksi Identitas Penduduk"
BY = Answerer(TITLE, f"{TITLE} (Contoh Syafrina, S.Sos.)", "SY")
VISIT = a_wait().visit
OTHER = "kasi-kelahiran"
LATER = NOW + timedelta(hours=2)


def asked(level: Level = "kasi", **changes: Any) -> CaseFile:
    wait = a_wait(waiting_for=POSTS[level], asked=level, **changes)
    return a_file(a_proven_case(status=Status.WITH_OFFICIAL), wait=wait)


def answering(
    answer: Answer, level: Level = "kasi", now: datetime = LATER, **given: Any
) -> Answering:
    question = Question(POSTS[level], level, VISIT)
    return Answering(question, Given(answer, **given), BY, OFFICE, now)


def put_off(file: CaseFile, now: datetime = LATER) -> CaseFile:
    until = next_closings(OFFICE, now)[1]
    on_card = file.case.card_length
    return answering("not_yet", now=now, until=until, on_card=on_card).decided(file)


def reroute(file: CaseFile, own: str, to: str, words: str = "") -> CaseFile:
    given = Given("rerouted", words, post=to, on_card=file.case.card_length)
    return Answering(Question(own, "kasi", VISIT), given, BY, OFFICE, LATER).decided(file)


@pytest.mark.parametrize(
    ("given", "level", "step", "act", "receiver", "status"),
    [
        (
            *("submitted", "kasi", 3, "submitted"),
            *("Kepala Bidang Pendaftaran Penduduk", Status.WITH_OFFICIAL),
        ),
        ("submitted", "kabid", 4, "submitted", "Kepala Dinas", Status.WITH_OFFICIAL),
        ("signed", "kasi", 3, "answered_signed", "MENWA", Status.WITH_OFFICIAL),
        ("signed", "kadis", 5, "answered_signed", "MENWA", Status.WITH_OFFICIAL),
        ("wrong_entry", "kabid", 4, "wrong_entry", "Meja petugas", Status.AT_DESK),
        ("wrong_entry", "kadis", 5, "wrong_entry", "Meja petugas", Status.AT_DESK),
    ],
)
def test_each_answer_ends_the_wait_and_is_on_the_card(
    given: Answer, level: Level, step: int, act: str, receiver: str, status: Status
) -> None:
    file = answering(given, level, words="Nama salah").decided(asked(level))
    [entry] = file.entries
    assert (entry.step, entry.act, entry.handed_to) == (step, act, receiver)
    assert (entry.holder, entry.paraf) == (BY.holder, BY.paraf)
    assert (entry.received_at, entry.handed_over_at) == (NOW, LATER)
    assert (file.case.status, file.case.reason) == (status, given)
    assert file.notes == {1: "Nama salah"}
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.answer) == (ANSWERED, {"answer": given})


def test_an_answer_without_a_word_leaves_no_note() -> None:
    file = answering("signed").decided(asked())
    assert (file.notes, file.entries[0].note_hash) == ({}, None)


def test_who_asks_for_time_goes_on_being_asked_until_that_day() -> None:
    file = put_off(asked(letter_at=NOW, reminders=2))
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.answer) == (POSTS["kasi"], None)
    assert (file.wait.not_yet, file.wait.until) == (1, next_closings(OFFICE, LATER)[1])
    assert file.case.status is Status.WITH_OFFICIAL
    assert [(entry.act, entry.handed_to) for entry in file.entries] == [("not_yet", TITLE)]
    assert file.notes == {1: "Sampai Selasa, 24 November 2026"}
    assert state_of(Question(POSTS["kasi"], "kasi", VISIT), file) == "open"


def test_time_is_given_twice_at_most() -> None:
    twice = put_off(put_off(asked()), LATER + timedelta(days=1))
    assert twice.wait is not None
    assert twice.wait.not_yet == 2
    assert (
        "not_yet" not in offered(Question(POSTS["kasi"], "kasi", VISIT), twice, OFFICE, NOW).answers
    )
    with pytest.raises(AlreadyAnswered):
        put_off(twice, LATER + timedelta(days=2))


def test_the_card_has_each_time_that_was_asked_for_wherever_the_question_went() -> None:
    rerouted = reroute(put_off(asked()), POSTS["kasi"], OTHER)
    question = Question(OTHER, "kasi", VISIT)
    until, seen = next_closings(OFFICE, LATER)[2], rerouted.case.card_length
    given = Given("not_yet", until=until, on_card=seen)
    once_more = Answering(question, given, BY, OFFICE, LATER)
    twice = once_more.decided(rerouted)
    assert [entry.act for entry in twice.entries] == ["not_yet", "rerouted", "not_yet"]
    assert twice.wait == a_wait(
        waiting_for=OTHER, asked="kasi", since=LATER, not_yet=2, until=until
    )
    assert "not_yet" not in offered(question, twice, OFFICE, LATER).answers
    with pytest.raises(AlreadyAnswered):
        once_more.decided(twice)


def test_the_card_has_it_also_where_the_wait_has_forgotten_how_often() -> None:
    once = put_off(asked())
    forgotten = once.opened(a_wait(waiting_for=POSTS["kasi"], asked="kasi"))
    again = put_off(forgotten, LATER + timedelta(days=1))
    assert [entry.act for entry in again.entries] == ["not_yet", "not_yet"]


def test_no_time_counts_twice_on_the_card() -> None:
    signed = answering("signed", now=LATER + timedelta(hours=5)).decided(put_off(asked()))
    spans = [(entry.received_at, entry.handed_over_at) for entry in signed.entries]
    assert spans == [(NOW, LATER), (LATER, LATER + timedelta(hours=5))]
    case = signed.case
    assert first_broken(signed.entries, case.card_length, case.card_head) is None


def test_who_is_not_in_charge_names_who_is_and_that_post_is_asked_anew() -> None:
    before = asked(letter_at=NOW, reminders=3, reminded_at=NOW, not_yet=1, until=LATER)
    file = reroute(before, POSTS["kasi"], OTHER, "Ini akta kelahiran")
    title = OFFICE.posts.title(OTHER)
    assert file.wait == a_wait(waiting_for=OTHER, asked="kasi", since=LATER, not_yet=1)
    assert (file.entries[0].act, file.entries[0].handed_to) == ("rerouted", title)
    assert file.notes == {1: "Ini akta kelahiran"}
    assert state_of(Question(POSTS["kasi"], "kasi", VISIT), file) == "rerouted"
    assert question_on(file.wait) == Question(OTHER, "kasi", VISIT)


def test_a_rerouted_level_stays_with_that_post_when_it_is_asked_again() -> None:
    file = reroute(asked(), POSTS["kasi"], OTHER)
    assert post_asked(file.case, "kasi", OFFICE) == OTHER
    assert post_asked(file.case, "kabid", OFFICE) == "kabid-dafduk"


def test_a_named_post_that_the_office_has_no_more_is_not_asked() -> None:
    case = a_proven_case(asked_instead={"kasi": OTHER, "kabid": "kabid-lama"})
    assert post_asked(case, "kasi", OFFICE) == OTHER
    assert post_asked(case, "kabid", OFFICE) == "kabid-dafduk"


def test_what_was_rerouted_three_times_the_desk_finds_a_place_for() -> None:
    twice = reroute(reroute(asked(), POSTS["kasi"], OTHER), OTHER, "kasi-pindah")
    file = reroute(twice, "kasi-pindah", OTHER)
    assert file.case.status is Status.AT_DESK
    assert file.entries[-1].handed_to == "Meja petugas"
    assert file.wait is not None
    assert file.wait.answer == {"answer": "rerouted"}


@pytest.mark.parametrize("answer", ["not_yet", "rerouted"])
@pytest.mark.parametrize("on_card", [None, 0])
def test_a_form_that_is_sent_twice_counts_once(answer: Answer, on_card: int | None) -> None:
    """The question may still be open after these, so the card tells the second form."""
    once = put_off(asked())
    until = next_closings(OFFICE, LATER)[3]
    with pytest.raises(AlreadyAnswered):
        answering(answer, until=until, on_card=on_card).decided(once)


@pytest.mark.parametrize(
    "file",
    [
        a_file(),
        asked().answered({"answer": "submitted"}, NOW),
        asked(visit="2026-11-24T03:00:00Z"),
        reroute(asked(), POSTS["kasi"], OTHER),
    ],
    ids=["nobody is asked", "answered", "a later visit", "another post"],
)
@pytest.mark.parametrize("answer", ["submitted", "signed", "not_yet", "wrong_entry", "rerouted"])
def test_a_question_that_is_not_open_any_more_takes_no_answer(
    answer: Answer, file: CaseFile
) -> None:
    with pytest.raises(AlreadyAnswered):
        answering(answer).decided(file)


@pytest.mark.parametrize(
    ("opened_at", "taken_up_at"),
    [
        (NOW + timedelta(minutes=90), NOW + timedelta(minutes=90)),
        (None, None),
        (NOW - timedelta(minutes=1), None),
        (LATER + timedelta(minutes=1), None),
    ],
    ids=["while it waited", "unknown", "before it was asked", "in the future"],
)
def test_the_card_has_when_they_took_it_up(
    opened_at: datetime | None, taken_up_at: datetime | None
) -> None:
    file = answering("signed", opened_at=opened_at).decided(asked())
    assert file.entries[0].taken_up_at == taken_up_at
    assert file.case.way[0].taken_up_at == taken_up_at


def offer(level: Level, **changes: Any) -> Offered:
    question = Question(POSTS[level], level, VISIT)
    return offered(question, asked(level, **changes), OFFICE, NOW)


@pytest.mark.parametrize(
    ("level", "answers"),
    [
        ("kasi", ["submitted", "signed", "not_yet", "wrong_entry", "rerouted"]),
        ("kabid", ["submitted", "signed", "not_yet", "wrong_entry", "rerouted"]),
        ("kadis", ["signed", "not_yet", "wrong_entry"]),
    ],
)
def test_each_level_is_offered_its_answers(level: Level, answers: list[str]) -> None:
    assert list(offer(level).answers) == answers


def test_it_may_be_another_posts_of_the_same_level_alone() -> None:
    assert list(offer("kabid").posts) == ["kabid-capil"]
    assert POSTS["kasi"] not in offer("kasi").posts
    assert all(post.startswith("kasi-") for post in offer("kasi").posts)


def test_time_may_be_asked_for_until_the_end_of_ten_office_days() -> None:
    days = [OFFICE.hours.day_before(closing) for closing in offer("kasi").until]
    assert len(days) == 10
    assert days == sorted(set(days))
    assert days[0] == OFFICE.day_of(NOW)


FILLED = {"answer": "signed", "reason": "", "until": "", "post": "", "on_card": "0"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"answer": ""}, "answer"),
        ({"answer": "approved"}, "answer"),
        ({"answer": "not_yet"}, "until"),
        ({"answer": "not_yet", "until": "2026-11-22T00:00:00Z"}, "until"),
        ({"answer": "not_yet", "until": offer("kasi").until[2].isoformat()}, None),
        ({"answer": "wrong_entry"}, "reason"),
        ({"answer": "wrong_entry", "reason": "Nama ayah"}, None),
        ({"answer": "rerouted"}, "post"),
        ({"answer": "rerouted", "post": POSTS["kasi"]}, "post"),
        ({"answer": "rerouted", "post": "kadis"}, "post"),
        ({"answer": "rerouted", "post": OTHER}, None),
    ],
)
def test_what_is_missing_in_the_form_is_asked_for(
    changes: dict[str, str], fault: str | None
) -> None:
    assert list(faults_of(FILLED | changes, offer("kasi"))) == ([fault] if fault else [])


def test_an_answer_that_is_not_offered_is_none() -> None:
    assert "answer" in faults_of(FILLED | {"answer": "submitted"}, offer("kadis"))
    assert "answer" in faults_of(FILLED | {"answer": "not_yet"}, offer("kasi", not_yet=2))


@pytest.mark.parametrize("on_card", ["", "-1", "x", "12345", "\u0663\u0663x"])
def test_words_of_another_answer_are_left_aside_and_long_ones_cut(on_card: str) -> None:
    fields = FILLED | {"answer": "rerouted", "post": OTHER, "reason": "R", "words": "W" * 600}
    given = given_in(fields | {"on_card": on_card}, offer("kasi"), None)
    assert (given.words, given.on_card) == ("W" * 500, None)
    assert given_in(FILLED | {"reason": "R"}, offer("kasi"), None).words == ""
