"""What a look into SIAK leaves behind, and what the applicant reads of it."""

from typing import Any

import pytest

from check_siak.gateway_messages import FoundDocument
from check_siak.hand_over import (
    before_an_officer,
    before_the_gate,
    occasion_of,
    receiver_of,
    recorded,
    words_for,
)
from check_siak.rules import Finding, as_found
from menwa.case import ANSWERED, DESK, GATE, CaseFile
from menwa.types import Level, Status
from menwa.visit import Visit
from tests.builders import NOW, OFFICE, a_file, a_proven_case, a_wait, found, staged
from tests.unit.test_check_siak_rules import a_document

URL = "https://menwa.contoh.go.id"
VISIT = Visit(case_id="MW-00000000000", visit="2026-11-23T03:00:00Z", token="task-token")
DOUBTS = (
    "not_matched",
    "right_unknown",
    "near_miss",
    "siak_contradicts",
    "other_holder",
    "other_number",
    "many_families",
    "wrong_entry",
    "superseded",
    "still_unsigned",
)


def looked_up(
    finding: Finding, document: FoundDocument | None = None, file: CaseFile | None = None
) -> CaseFile:
    before = file or a_file()
    receiver = receiver_of(finding, before.case, "kasi", OFFICE)
    return recorded(VISIT, before, document, finding, receiver, NOW)


def words(**changes: Any) -> str:
    return words_for(a_proven_case(**changes), OFFICE, URL)


def test_every_doubt_about_the_right_reads_the_same() -> None:
    assert len({words(reason=reason) for reason in DOUBTS}) == 1


def test_a_doubt_says_what_often_is_wrong_and_whom_to_call() -> None:
    said = words(reason="not_matched")
    assert "nama tidak ditulis lengkap" in said
    assert "bukan nomor yang dipakai saat mengurus dokumen" in said
    assert f"telepon {OFFICE.short_name} di {OFFICE.phone}" in said
    assert f"isi formulir sekali lagi: {URL}\n" in said


def test_a_doubt_names_nothing_that_siak_knows() -> None:
    doubtful = words(reason="right_unknown", found=found(), number=None)
    assert doubtful == words(reason="not_matched")
    assert "9971" not in doubtful


def test_who_has_a_right_reads_what_to_do() -> None:
    entitled = words(reason="superseded", right="recorded_phone")
    assert "sudah tidak berlaku" in entitled
    assert URL in entitled


@pytest.mark.parametrize(
    ("reason", "way"),
    [
        ("hand_signed", "datang ke loket"),
        ("elsewhere", "hubungi Dinas Dukcapil"),
        ("not_matched", "isi formulir sekali lagi"),
        ("returned", "Bawa KTP-el."),
        ("closed", "Bawa KTP-el."),
    ],
)
def test_whatever_ends_a_request_names_the_way_on(reason: str, way: str) -> None:
    case = a_proven_case(reason=reason, right="officer")
    assert way in words_for(case, OFFICE, URL, "Bawa KTP-el.")


@pytest.mark.parametrize("reason", ["hand_signed", "elsewhere", "returned", "closed"])
def test_an_officers_own_words_reach_only_whose_right_is_known(reason: str) -> None:
    case = a_proven_case(reason=reason)
    assert words_for(case, OFFICE, URL, "Bawa KTP-el.") == words(reason="not_matched")


@pytest.mark.parametrize("reason", ["gate_refused", "wrong_entry", "still_unsigned"])
def test_whatever_else_an_officer_settles_reads_as_waiting(reason: str) -> None:
    assert "sedang diperiksa oleh petugas" in words(reason=reason, right="officer")


@pytest.mark.parametrize("reason", ["look_up", "siak_unavailable", "gate_silent", "Unavailable"])
def test_before_anybody_has_looked_everybody_reads_that_it_waits(reason: str) -> None:
    assert "sedang diperiksa oleh petugas" in words(reason=reason)


def test_a_doubt_is_told_once_whatever_comes_of_it() -> None:
    doubts = {occasion_of(a_proven_case(reason=reason), f"visit {reason}") for reason in DOUBTS}
    assert len(doubts) == 1
    entitled = a_proven_case(reason="gate_refused", right="officer")
    assert occasion_of(entitled, "visit 1") != occasion_of(entitled, "visit 2")


@pytest.mark.parametrize(
    ("finding", "status", "act", "receiver"),
    [
        (
            Finding("unsigned", "none", "recorded_phone"),
            Status.WITH_OFFICIAL,
            "unsigned",
            "Kepala Seksi Identitas Penduduk",
        ),
        (Finding("returned", "not_matched"), Status.RETURNED, "not_matched", "Pemohon"),
        (
            Finding("returned", "superseded", "recorded_phone"),
            Status.RETURNED,
            "superseded",
            "Pemohon",
        ),
        (Finding("desk", "near_miss"), Status.AT_DESK, "near_miss", "Meja petugas"),
    ],
)
def test_each_finding_is_handed_to_whoever_comes_next(
    finding: Finding, status: Status, act: str, receiver: str
) -> None:
    file = looked_up(finding, a_document())
    assert (file.case.status, file.case.reason) == (status, finding.reason)
    assert (file.entries[0].step, file.entries[0].act) == (2, act)
    assert file.entries[0].handed_to == receiver


@pytest.mark.parametrize(
    ("level", "title"),
    [
        ("kasi", "Kepala Seksi Identitas Penduduk"),
        ("kabid", "Kepala Bidang Pendaftaran Penduduk"),
        ("kadis", "Kepala Dinas"),
    ],
)
def test_what_is_unsigned_goes_to_whoever_is_asked_at_this_level(level: Level, title: str) -> None:
    unsigned = Finding("unsigned", "none", "recorded_phone")
    assert receiver_of(unsigned, a_proven_case(), level, OFFICE) == title


def test_the_finding_answers_at_once_in_words_without_a_person() -> None:
    file = looked_up(Finding("desk", "near_miss"), a_document())
    assert file.wait is not None
    assert file.wait.waiting_for == ANSWERED
    assert (file.wait.visit, file.wait.token) == (VISIT.visit, VISIT.token)
    assert file.wait.answer == {"found": "desk", "reason": "near_miss"}


def test_only_a_returned_case_has_ended() -> None:
    assert looked_up(Finding("returned", "not_matched")).case.ended_at == NOW
    assert looked_up(Finding("desk", "near_miss"), a_document()).case.ended_at is None


def test_another_look_forgets_what_the_last_one_found_and_staged() -> None:
    before = a_file(a_proven_case(found=found(), right="officer", staged=staged()))
    case = looked_up(Finding("returned", "not_matched"), None, before).case
    assert (case.found, case.right, case.staged) == (None, None, None)


def test_a_signed_document_waits_for_the_gate_and_is_not_staged_yet() -> None:
    before = a_file(a_proven_case(staged=staged()))
    finding = Finding("signed", "none", "recorded_phone")
    file = before_the_gate(VISIT, before, a_document(), finding, NOW)
    assert (file.case.found, file.case.right) == (
        as_found(a_document(), before.case),
        "recorded_phone",
    )
    assert file.case.staged is None
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.token, file.wait.answer) == (GATE, "task-token", None)
    assert file.entries == ()


def test_a_look_that_no_machine_takes_waits_at_the_desk_with_all_that_was_known() -> None:
    before = a_file(a_proven_case(found=found(), staged=staged(), right="officer"))
    file = before_an_officer(VISIT, before, "look_up", NOW)
    assert (file.case.status, file.case.reason) == (Status.AT_DESK, "look_up")
    assert (file.case.found, file.case.staged, file.case.right) == (found(), staged(), "officer")
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.asked, file.wait.reason) == (DESK, "siak", "look_up")
    assert [(entry.act, entry.handed_to) for entry in file.entries] == [("look_up", "Meja petugas")]


def test_a_rerun_of_that_look_keeps_what_an_officer_has_begun() -> None:
    begun = a_wait(asked="siak", visit=VISIT.visit, token="old", reason="pdf_awaited")
    file = before_an_officer(VISIT, a_file(wait=begun), "look_up", NOW)
    assert file.wait == begun.model_copy(update={"token": "task-token"})
    assert file.entries == ()
