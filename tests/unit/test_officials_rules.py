"""What Kasi, Kabid and Kadis may answer, and what their answers leave behind."""

from datetime import timedelta
from typing import Any

import pytest

from menwa.case import ANSWERED, CaseFile
from menwa.cases import Link
from menwa.errors import AlreadyAnswered
from menwa.types import Level, Status
from notify_officials.letters import LINK_LIVES, letter_to, waits_for
from notify_officials.rules import Answer, Given, choices_for, decided, state_of
from tests.builders import NOW, OFFICE, a_file, a_proven_case, a_wait

POSTS = {"kasi": "kasi-identitas", "kabid": "kabid-dafduk", "kadis": "kadis"}


def asked(level: Level = "kasi", **changes: Any) -> CaseFile:
    wait = a_wait(waiting_for=POSTS[level], asked=level, **changes)
    return a_file(a_proven_case(status=Status.WITH_OFFICIAL), wait=wait)


def a_link(level: Level = "kasi", **changes: Any) -> Link:
    known = {
        "case_id": "MW-00000000000",
        "official": POSTS[level],
        "level": level,
        "visit": a_wait().visit,
        "valid_until": NOW + timedelta(days=9),
        "expires_at": int((NOW + timedelta(days=60)).timestamp()),
    }
    return Link.model_validate(known | changes)


def answer(given: Answer, level: Level = "kasi", reason: str = "", **later: float) -> CaseFile:
    return decided(
        asked(level), a_link(level), Given(given, reason), OFFICE, NOW + timedelta(**later)
    )


def test_the_kadis_has_nobody_to_submit_it_to() -> None:
    assert [choice.key for choice in choices_for("kasi")] == ["submitted", "signed", "wrong_entry"]
    assert [choice.key for choice in choices_for("kabid")] == ["submitted", "signed", "wrong_entry"]
    assert [choice.key for choice in choices_for("kadis")] == ["signed", "wrong_entry"]


def test_only_a_wrong_entry_needs_a_reason() -> None:
    needing = [choice.key for choice in choices_for("kasi") if choice.needs_reason]
    assert needing == ["wrong_entry"]


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
def test_each_answer_is_on_the_card_with_the_officials_paraf(
    given: Answer, level: Level, step: int, act: str, receiver: str, status: Status
) -> None:
    file = answer(given, level, "Nama salah", hours=2)
    entry, official = file.entries[0], OFFICE.officials[POSTS[level]]
    assert (entry.step, entry.act, entry.handed_to) == (step, act, receiver)
    assert entry.holder == f"{official.title} ({official.name})"
    assert entry.paraf == official.paraf
    assert (entry.received_at, entry.handed_over_at) == (NOW, NOW + timedelta(hours=2))
    assert (file.case.status, file.case.reason) == (status, given)
    assert file.notes == {1: "Nama salah"}
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.answer) == (ANSWERED, {"answer": given})


def test_an_answer_without_a_word_leaves_no_note() -> None:
    file = answer("signed")
    assert (file.notes, file.entries[0].note_hash) == ({}, None)


@pytest.mark.parametrize(
    ("link", "file", "state"),
    [
        (a_link(), asked(), "open"),
        (a_link(valid_until=NOW), asked(), "open"),
        (a_link(valid_until=NOW - timedelta(seconds=1)), asked(), "expired"),
        (a_link(), a_file(), "answered"),
        (a_link(visit="earlier"), asked(), "answered"),
        (a_link(), asked().answered({"answer": "signed"}, NOW), "answered"),
        (a_link(valid_until=NOW - timedelta(days=1)), a_file(), "answered"),
    ],
)
def test_a_link_is_open_expired_or_answered(link: Link, file: CaseFile, state: str) -> None:
    assert state_of(link, file, NOW) == state


@pytest.mark.parametrize(
    ("link", "file"),
    [
        (a_link(valid_until=NOW - timedelta(seconds=1)), asked()),
        (a_link(), a_file()),
        (a_link(), asked().answered({"answer": "submitted"}, NOW)),
        (a_link(visit="earlier"), asked()),
    ],
)
def test_a_link_that_is_not_open_decides_nothing(link: Link, file: CaseFile) -> None:
    with pytest.raises(AlreadyAnswered):
        decided(file, link, Given("signed"), OFFICE, NOW)


def test_an_earlier_visits_link_does_not_answer_a_later_question() -> None:
    second = asked("kabid", visit="2026-11-24T03:00:00Z")
    with pytest.raises(AlreadyAnswered):
        decided(second, a_link("kasi"), Given("signed"), OFFICE, NOW)


def test_a_letter_goes_to_whoever_holds_the_post_and_waits_for_them() -> None:
    letter = letter_to("kasi-identitas", "kasi", a_file(), "visit-1", OFFICE, NOW)
    assert letter.to == OFFICE.officials["kasi-identitas"]
    assert letter.document == "Kartu Keluarga"
    assert letter.link.valid_until == NOW + LINK_LIVES
    wait = waits_for(letter, "task-token", NOW)
    assert (wait.waiting_for, wait.asked) == ("kasi-identitas", "kasi")
    assert (wait.visit, wait.token) == ("visit-1", "task-token")


def test_no_two_letters_have_the_same_link() -> None:
    letters = [letter_to("kadis", "kadis", a_file(), "v", OFFICE, NOW) for _ in range(50)]
    assert len({letter.token for letter in letters}) == 50
    assert min(len(letter.token) for letter in letters) >= 43
