"""Cases that wait for people are looked up once more, and what was signed meanwhile goes on."""

from datetime import timedelta
from typing import Any

import pytest

from check_siak import look_again, second_looks
from check_siak.gateway import SiakGateway
from check_siak.gateway_messages import FindDocument, FoundDocument
from local.siak.entries import Change
from menwa import aws
from menwa.case import DESK, GATE, CaseFile
from menwa.cases import Link
from menwa.errors import SiakUnavailable
from menwa.letter_book import LetterBook
from menwa.seen import Found
from menwa.types import Status, new_case_id
from notify_officials import decision
from tests.builders import NOW, PHONE, a_file, a_proven_case, a_wait, found
from tests.steps.calling import invoked
from tests.steps.devices import device
from tests.steps.world import TABLE, World

CARD = "dok-001"
HOUR = {"hours": 1}


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("check_siak.gateway.LONGEST_PAUSE", 0)


def looked() -> dict[str, int]:
    done: dict[str, int] = invoked(look_again.handler, {})
    return {name: count for name, count in done.items() if count}


def in_siak(world: World, **change: Any) -> None:
    assert world.siak.change(CARD, Change.model_validate(change))


def with_kasi(world: World, **wait: Any) -> CaseFile:
    """The Kasi was asked about a document that was unsigned then."""
    in_siak(world, signed=False)
    asked = a_wait(**{"waiting_for": "kasi-identitas", "asked": "kasi"} | wait)
    return world.have(a_file(a_proven_case(right="recorded_phone"), wait=asked))


def at_desk(world: World, reason: str, asked: str, **changes: Any) -> CaseFile:
    wait = a_wait(waiting_for=DESK, asked=asked, reason=reason)
    return world.have(a_file(a_proven_case(status=Status.AT_DESK, **changes), wait=wait))


def asked_of_siak(world: World) -> int:
    return sum(one.url.host == "siak.test" for one in world.internet.asked)


def test_what_waits_for_a_post_that_is_gone_is_looked_at_too(world: World) -> None:
    LetterBook(aws.dynamodb(), TABLE).know(["kasi-lama"])
    with_kasi(world, waiting_for="kasi-lama")
    in_siak(world, signed=True)
    world.clock.pass_by(**HOUR)
    assert looked() == {"looked": 1}


def test_what_is_restricted_is_not_looked_up(world: World) -> None:
    in_siak(world, signed=True)
    at_desk(world, "siak_unavailable", "siak", restricted_at=NOW)
    world.clock.pass_by(**HOUR)
    assert looked() == {}
    assert asked_of_siak(world) == 0


def test_what_was_signed_meanwhile_answers_the_officials_question(world: World) -> None:
    with_kasi(world)
    in_siak(world, signed=True)
    world.clock.pass_by(**HOUR)
    assert looked() == {"looked": 1}
    assert world.procedure.answers == [("task-token", {"answer": "signed"})]
    file = world.file()
    assert file.case.status is Status.CHECKING
    [entry] = file.entries
    assert (entry.step, entry.act, entry.holder, entry.paraf) == (
        3,
        "seen_signed",
        "MENWA",
        "MENWA",
    )
    assert entry.occasion == f"answer:{a_wait().visit}"
    assert entry.received_at == NOW


def test_the_officials_link_then_says_that_menwa_saw_it_signed(world: World) -> None:
    file = with_kasi(world)
    link = Link(
        case_id=file.case.id,
        official="kasi-identitas",
        level="kasi",
        visit=a_wait().visit,
        valid_until=NOW + timedelta(days=9),
        expires_at=int((NOW + timedelta(days=60)).timestamp()),
    )
    world.store.save(file, file, link=("the-link", link))
    in_siak(world, signed=True)
    world.clock.pass_by(**HOUR)
    looked()
    page = device(world, "kasi-identitas").get("/k/the-link", decision.handler)
    assert "MENWA melihat di SIAK: sudah TTE" in page.text


def test_what_is_still_unsigned_is_looked_at_hourly(world: World) -> None:
    with_kasi(world)
    assert looked() == {}
    world.clock.pass_by(minutes=59)
    assert looked() == {}
    world.clock.pass_by(minutes=1)
    assert [looked(), looked()] == [{"looked": 1}, {}]
    world.clock.pass_by(minutes=59)
    assert looked() == {}
    world.clock.pass_by(minutes=1)
    assert looked() == {"looked": 1}
    assert world.procedure.answers == []
    assert (world.file().entries, asked_of_siak(world)) == ((), 2)


@pytest.mark.parametrize("change", [{"active": False}, {"signed": False}])
def test_only_what_is_signed_and_active_answers(world: World, change: dict[str, bool]) -> None:
    with_kasi(world)
    in_siak(world, **{"signed": True} | change)
    world.clock.pass_by(**HOUR)
    assert looked() == {"looked": 1}
    assert world.procedure.answers == []


def test_somebody_elses_record_answers_nothing(world: World) -> None:
    with_kasi(world)
    world.siak.faults.switch("someone_elses_record")
    world.clock.pass_by(**HOUR)
    looked()
    assert world.procedure.answers == []


def test_once_siak_answers_again_its_cases_leave_the_desk(world: World) -> None:
    at_desk(world, "siak_unavailable", "siak")
    world.siak.faults.switch("down")
    world.clock.pass_by(**HOUR)
    assert looked() == {}
    assert world.file().wait is not None
    world.siak.faults.switch("none")
    world.clock.pass_by(**HOUR)
    assert looked() == {"looked": 1}
    assert world.procedure.answers == [("task-token", {"found": "again", "reason": "none"})]
    assert world.file().case.status is Status.CHECKING


def test_a_siak_that_is_down_is_asked_for_three_cases_and_no_more(world: World) -> None:
    for _ in range(4):
        case_id = new_case_id()
        case = a_proven_case(id=case_id, proof_hash=case_id)
        wait = a_wait(asked="siak", reason="siak_unavailable")
        world.have(a_file(case, wait=wait))
    world.siak.faults.switch("down")
    world.clock.pass_by(**HOUR)
    assert looked() == {}
    assert asked_of_siak(world) == 3 * 2  # the client's own second try
    looked()
    assert asked_of_siak(world) == 4 * 2


def test_a_record_that_never_fits_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    misfits = [f"99710199999999{number}" for number in range(10, 14)]
    for turn, number in enumerate(misfits):
        since = NOW - timedelta(hours=9 - turn)
        wait = a_wait(asked="siak", reason="siak_unavailable", since=since)
        case = a_proven_case(id=new_case_id(), number=number, proof_hash=number)
        world.have(a_file(case, wait=wait))
    with_kasi(world)
    in_siak(world, signed=True)
    real = SiakGateway.find

    def find(gateway: SiakGateway, wanted: FindDocument) -> FoundDocument | None:
        if wanted.number in misfits:
            raise SiakUnavailable("the SIAK gateway's answer does not fit: 1 faults")
        return real(gateway, wanted)

    monkeypatch.setattr(SiakGateway, "find", find)
    world.clock.pass_by(**HOUR)
    assert [looked(), looked(), looked()] == [{}, {"looked": 1}, {}]
    assert world.procedure.answers == [("task-token", {"answer": "signed"})]


def test_three_troubles_with_an_answer_between_them_stop_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = [False, False, True, False, False, True]
    for turn in range(len(fits)):
        case_id, since = new_case_id(), NOW - timedelta(hours=9 - turn)
        wait = a_wait(asked="siak", reason="siak_unavailable", since=since)
        world.have(a_file(a_proven_case(id=case_id, proof_hash=case_id), wait=wait))
    answers = iter(fits)

    def find(_gateway: SiakGateway, _wanted: FindDocument) -> None:
        if not next(answers):
            raise SiakUnavailable("the SIAK gateway's answer does not fit: 1 faults")

    monkeypatch.setattr(SiakGateway, "find", find)
    world.clock.pass_by(**HOUR)
    assert looked() == {"looked": 2}
    assert list(answers) == []


@pytest.mark.parametrize(
    ("right", "known", "left"),
    [
        ("recorded_phone", found(siak_id="dok-A"), None),
        ("receipt", found(siak_id="dok-A"), None),
        ("officer", found(siak_id="dok-A"), "officer"),
        ("officer", found(siak_id="dok-A", number="9971011103199999"), None),
        ("recorded_phone", found(siak_id=CARD), "recorded_phone"),
        ("officer", None, "officer"),
    ],
)
def test_a_right_does_not_go_over_to_another_document(
    world: World, right: str, known: Found | None, left: str | None
) -> None:
    in_siak(world, signed=False)
    at_desk(world, "wrong_entry", "desk", right=right, found=known)
    world.clock.pass_by(**HOUR)
    looked()
    file = world.file()
    assert file.case.found is not None
    assert (file.case.found.siak_id, file.case.right) == (CARD, left)


def test_a_case_that_an_officer_works_on_is_left_alone(world: World) -> None:
    until = NOW + timedelta(hours=1, minutes=5)
    claim = {"officer": "siti", "name": "Siti", "until": until}
    wait = a_wait(asked="siak", reason="siak_unavailable", claim=claim)
    world.have(a_file(wait=wait))
    world.clock.pass_by(**HOUR)
    assert looked() == {}
    world.clock.pass_by(minutes=6)
    assert looked() == {"looked": 1}


@pytest.mark.parametrize("reason", ["right_unknown", "look_up", "gate_refused", "pdf_awaited"])
def test_what_only_an_officer_can_settle_is_not_looked_at(world: World, reason: str) -> None:
    at_desk(world, reason, "siak")
    world.clock.pass_by(**HOUR)
    assert looked() == {}
    assert asked_of_siak(world) == 0


@pytest.mark.parametrize("known", [found(signed=False), found(subject_name="SYAHRIL TAMBUSAI")])
def test_an_entry_that_was_corrected_is_looked_up_again(world: World, known: Any) -> None:
    at_desk(world, "wrong_entry", "desk", found=known)
    world.clock.pass_by(**HOUR)
    looked()
    assert world.procedure.answers == [("task-token", {"answer": "look_again"})]
    assert world.file().entries[-1].act == "seen_corrected"


@pytest.mark.parametrize(
    "known",
    [
        None,
        found(family="9971011103190001", applicant_role="istri"),
        found(looked_up_by="siti", signed=False),
    ],
)
def test_a_wrong_entry_stays_until_siak_says_something_else(world: World, known: Any) -> None:
    at_desk(world, "wrong_entry", "desk", found=known)
    world.clock.pass_by(**HOUR)
    assert looked() == {"looked": 1}
    assert world.procedure.answers == []
    in_siak(world, wrong_entry=True)
    world.clock.pass_by(**HOUR)
    looked()
    assert world.procedure.answers == [("task-token", {"answer": "look_again"})]


def test_the_longest_unseen_come_first_and_no_more_than_one_turn_takes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_looks, "AT_ONCE", 2)
    in_siak(world, signed=False)
    ids = [new_case_id() for _ in range(3)]
    for age, case_id in enumerate(ids):
        since = NOW - timedelta(hours=10 - age)
        seen = NOW - timedelta(hours=5) if age else NOW - timedelta(hours=2)
        wait = a_wait(waiting_for="kasi-identitas", asked="kasi", since=since, looked_at=seen)
        world.have(a_file(a_proven_case(id=case_id, proof_hash=case_id), wait=wait))
    assert looked() == {"looked": 2}
    waits = [world.file(case_id).wait for case_id in ids]
    assert [wait.looked_at == world.clock.moment if wait else None for wait in waits] == [
        False,
        True,
        True,
    ]
    assert looked() == {"looked": 1}


def test_a_gate_that_says_nothing_for_a_quarter_of_an_hour_is_brought_to_the_desk(
    world: World,
) -> None:
    world.have(a_file(wait=a_wait(waiting_for=GATE, asked=GATE)))
    world.clock.pass_by(minutes=14)
    assert looked() == {}
    world.clock.pass_by(minutes=1)
    assert looked() == {"silent": 1}
    assert world.procedure.answers == [("task-token", {"found": "desk", "reason": "gate_silent"})]
    assert (world.file().case.status, world.file().case.reason) == (Status.AT_DESK, "gate_silent")


def test_without_a_gateway_only_the_gate_is_watched(no_gateway: World) -> None:
    with_kasi(no_gateway)
    no_gateway.clock.pass_by(hours=2)
    assert looked() == {}
    assert asked_of_siak(no_gateway) == 0
    assert PHONE not in str(no_gateway.procedure.answers)
