"""What no machine can settle waits at the desk, and the citizen is told so."""

from typing import Any

import pytest

from check_siak import ask_desk
from menwa.asking_again import CITIZEN, run_again
from menwa.case import ANSWERED, DESK, CaseFile
from menwa.cases import CaseStore
from menwa.errors import Withdrawn
from menwa.types import Status
from menwa.withdrawal import is_withdrawn, withdrawn
from send_pdf import step as send
from tests.builders import (
    CASE_ID,
    NOW,
    a_cleared_case,
    a_delivered_file,
    a_file,
    a_proven_case,
    a_wait,
    an_attempt,
)
from tests.steps.calling import visited
from tests.steps.world import World


def ask(world: World, reason: str = "gate_refused", **more: str) -> None:
    world.writes()
    if not world.items():
        world.have(a_file(a_proven_case()))
    visited(ask_desk.handler, CASE_ID, reason=reason, **more)


def test_a_case_waits_at_the_desk_with_its_reason_and_on_its_card(world: World) -> None:
    ask(world)
    file = world.file()
    assert (file.case.status, file.case.reason) == (Status.AT_DESK, "gate_refused")
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.token) == (DESK, "task-token")
    assert (file.wait.since, file.wait.reason) == (NOW, "gate_refused")
    assert [(entry.act, entry.handed_to) for entry in file.entries] == [
        ("gate_refused", "Meja petugas")
    ]
    assert world.procedure.answers == []


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("gate_refused", "belum dapat mencocokkan data Anda"),
        ("still_unsigned", "belum dapat mencocokkan data Anda"),
        ("SiakUnavailable", "sedang diperiksa oleh petugas"),
        ("right_unknown", "belum dapat mencocokkan data Anda"),
        ("near_miss", "belum dapat mencocokkan data Anda"),
        ("siak_contradicts", "belum dapat mencocokkan data Anda"),
    ],
)
def test_the_citizen_is_told_once(world: World, reason: str, words: str) -> None:
    ask(world, reason)
    ask(world, reason, token="token-2")
    assert len(world.texts()) == 1
    assert words in world.texts()[0]


def test_whose_right_is_known_reads_that_an_officer_sees_to_it(world: World) -> None:
    world.have(a_file(a_cleared_case()))
    ask(world, "gate_refused")
    assert "sedang diperiksa oleh petugas" in world.texts()[0]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("Undeliverable", "perbarui aplikasi WhatsApp"),
        ("Unsettled", "belum tahu apakah PDF"),
        ("WhatsAppTrouble", "gangguan pada WhatsApp kami"),
        ("UploadRefused", "gangguan pada WhatsApp kami"),
    ],
)
def test_a_pdf_that_is_ready_and_could_not_be_sent_is_told_as_such(
    world: World, reason: str, words: str
) -> None:
    world.have(a_file(a_cleared_case()))
    ask(world, reason)
    assert words in world.texts()[0]


@pytest.mark.parametrize("reason", ["IdentityDoubted", "ProofStale", "PhoneHidden"])
def test_a_phone_that_a_stranger_may_hold_is_told_nothing(world: World, reason: str) -> None:
    world.have(a_file(a_cleared_case()))
    ask(world, reason)
    assert world.file().case.status is Status.AT_DESK
    assert world.texts() == []


def test_a_walk_in_waits_for_a_second_officer_and_is_not_called_a_mismatch(world: World) -> None:
    world.have(a_file(a_proven_case(entered_by="siti.aminah")))
    ask(world, "right_unknown")
    file = world.file()
    assert file.wait is not None
    assert (file.case.reason, file.wait.reason) == ("walk_in", "walk_in")
    assert "sedang diperiksa oleh petugas" in world.texts()[0]


def test_what_stands_at_the_desk_already_is_handed_over_once(world: World) -> None:
    handed: Any = {"step": 2, "holder": "MENWA", "paraf": "MENWA", "to": "Meja petugas"}
    file = a_file().handed_over(act="near_miss", now=NOW, occasion="look:1", **handed)
    world.have(file)
    ask(world, "near_miss")
    assert [entry.act for entry in world.file().entries] == ["near_miss"]


def test_a_second_visit_to_the_desk_is_a_hand_over_of_its_own(world: World) -> None:
    ask(world)
    file = world.file()
    away: Any = {"step": 2, "holder": "Meja", "paraf": "SA", "to": "MENWA", "act": "look_again"}
    world.store.save(file, file.handed_over(now=NOW, occasion="answer:1", **away))
    ask(world, visit="2026-11-23T04:00:00.000Z")
    assert [entry.act for entry in world.file().entries] == [
        *("gate_refused", "look_again", "gate_refused"),
    ]


def test_a_rerun_takes_the_new_token(world: World) -> None:
    ask(world)
    ask(world, token="token-2")
    wait = world.file().wait
    assert wait is not None
    assert (wait.waiting_for, wait.token) == (DESK, "token-2")
    assert len(world.file().entries) == 1


def test_a_rerun_after_the_officer_answered_carries_their_answer_on(world: World) -> None:
    ask(world)
    file = world.file()
    world.store.save(file, file.answered({"answer": "closed"}, NOW))
    ask(world, token="token-2")
    assert world.procedure.answers == [("token-2", {"answer": "closed"})]
    wait = world.file().wait
    assert wait is not None
    assert wait.waiting_for == ANSWERED


def test_a_case_that_was_answered_is_not_announced_as_waiting(world: World) -> None:
    world.whatsapp_fails(unavailable=True, times=1)
    ask(world)
    file = world.file()
    world.store.save(file, file.updated(status=Status.CLOSED).answered({"answer": "closed"}, NOW))
    ask(world, token="token-2")
    assert world.texts() == []


def test_a_case_whose_citizen_cannot_be_told_waits_all_the_same(world: World) -> None:
    world.whatsapp_fails(refuse_code=131026)
    ask(world)
    assert world.file().case.status is Status.AT_DESK
    assert "the citizen could not be told" in world.logs.getvalue()


def test_a_returned_case_that_comes_to_the_desk_has_not_ended(world: World) -> None:
    world.have(a_file(a_proven_case(status=Status.RETURNED, ended_at=NOW, reason="not_matched")))
    ask(world, "MessageRefused")
    assert world.file().case.status is Status.AT_DESK
    assert world.file().case.ended_at is None


def test_a_day_later_the_citizen_is_told_by_template(world: World) -> None:
    world.have(a_file())
    world.clock.pass_by(hours=24)
    ask(world)
    assert [one.content.template for one in world.on_phone()] == ["kabar_permintaan"]


def test_what_is_taken_back_at_this_very_moment_is_not_brought_to_the_desk(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.have(a_file(a_proven_case(), wait=a_wait(asked="siak", answer={"found": "desk"})))
    load = ask_desk.DeskVisit.load

    def taken_back_meanwhile(visit: ask_desk.DeskVisit, store: CaseStore) -> CaseFile:
        file = load(visit, store)
        store.save(file, withdrawn(file, NOW))
        return file

    monkeypatch.setattr(ask_desk.DeskVisit, "load", taken_back_meanwhile)
    with pytest.raises(Withdrawn):
        ask(world)
    assert is_withdrawn(world.file().case)
    assert world.texts() == []


def test_a_step_of_the_run_before_takes_nothing_from_the_new_one(world: World) -> None:
    world.have(run_again(a_delivered_file(), CITIZEN, NOW))
    waits = world.file().wait
    for handler, more in ((ask_desk.handler, {"reason": "NotCleared"}), (send.handler, {})):
        with pytest.raises(Withdrawn):
            visited(handler, CASE_ID, visit="of run 1", token="token of run 1", **more)
    assert world.file().wait == waits
    assert world.texts() == []


def test_a_pdf_that_arrived_after_all_needs_no_officer(world: World) -> None:
    """Its receipt came between the recorded failure and the desk."""
    world.have(a_file(a_cleared_case(), attempts=(an_attempt(outcome="delivered"),)))
    ask(world, "Unsettled")
    assert world.file().case.status is Status.DELIVERED
    assert world.procedure.answers == [("task-token", {"answer": "delivered"})]
    assert world.texts() == []
