"""Every few minutes: what was left halfway is carried on."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from menwa import aws
from menwa.answering import carry_on
from menwa.case import ANSWERED, DESK, HELD, SETTLING, START, CaseFile
from menwa.cases import CaseStore
from menwa.errors import NotFound
from menwa.sending_switch import Hold, SendingSwitch
from menwa.types import Status, new_case_id
from notify_officials import halfway, sweep
from tests.builders import (
    CASE_ID,
    NOW,
    a_case,
    a_cleared_case,
    a_file,
    a_proven_case,
    a_wait,
    an_attempt,
)
from tests.steps.calling import invoked
from tests.steps.world import TABLE, World


def swept() -> dict[str, int]:
    done: dict[str, int] = invoked(sweep.handler, {})
    return {name: count for name, count in done.items() if count}


def answered(world: World, **changes: Any) -> CaseFile:
    wait = a_wait(waiting_for=ANSWERED, asked="kasi", answer={"answer": "signed"})
    return world.have(a_file(a_proven_case(**changes), wait=wait))


def test_an_answer_that_was_recorded_but_not_sent_is_carried_on(world: World) -> None:
    answered(world)
    assert swept() == {"carried_on": 1}
    assert world.procedure.answers == [("task-token", {"answer": "signed"})]


def test_an_answer_whose_token_is_gone_is_kept_while_its_step_may_be_retried(world: World) -> None:
    answered(world)
    world.procedure.gone.add("task-token")
    assert swept() == {"carried_on": 1}
    assert world.file().wait is not None
    world.clock.pass_by(minutes=15)
    assert swept() == {"carried_on": 1}
    assert world.file().wait is None
    assert swept() == {}


def test_an_answer_from_the_desk_is_kept_for_its_rarer_retries(world: World) -> None:
    wait = a_wait(waiting_for=ANSWERED, asked=DESK, answer={"answer": "look_again"})
    world.have(a_file(wait=wait))
    world.clock.pass_by(minutes=119)
    assert swept() == {"carried_on": 1}
    assert world.file().wait == wait
    world.clock.pass_by(minutes=1)
    assert swept() == {"carried_on": 1}
    assert world.file().wait is None


def test_a_recorded_failure_is_carried_on_as_one(world: World) -> None:
    wait = a_wait(waiting_for=ANSWERED, answer={"error": "Undeliverable"})
    world.have(a_file(wait=wait))
    swept()
    assert world.procedure.answers == [("task-token", {"error": "Undeliverable"})]


def test_the_next_step_that_is_faster_keeps_its_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(world)
    world.clock.pass_by(minutes=15)

    def carried(procedure: Any, file: CaseFile) -> None:
        carry_on(procedure, file)
        world.store.save(file, file.opened(a_wait(waiting_for=DESK, token="task-token-2")))

    monkeypatch.setattr(halfway, "carry_on", carried)
    assert swept() == {"carried_on": 1}
    wait = world.file().wait
    assert wait is not None
    assert (wait.waiting_for, wait.token) == (DESK, "task-token-2")


def test_one_answer_that_cannot_be_sent_holds_up_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep fails once all the rest is done: its dead letters are seen."""
    bad, unproven = answered(world).case, new_case_id()
    begun = NOW - timedelta(days=2)
    world.store.create(a_case(id=unproven, proof_hash=unproven, created_at=begun))

    def carried(procedure: Any, file: CaseFile) -> None:
        if file.case.id == bad.id:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "SendTaskSuccess")
        carry_on(procedure, file)

    monkeypatch.setattr(halfway, "carry_on", carried)
    second = new_case_id()
    answered(world, id=second, proof_hash=second)
    with pytest.raises(ExceptionGroup) as failed:
        swept()
    assert [type(each) for each in failed.value.exceptions] == [ClientError]
    assert world.procedure.answers == [("task-token", {"answer": "signed"})]
    with pytest.raises(NotFound):
        world.file(unproven)
    assert '"left for the next sweep"' in world.logs.getvalue()


def test_a_question_whose_letter_has_just_left_is_left_alone(world: World) -> None:
    world.have(a_file(wait=a_wait(waiting_for="kasi-identitas", asked="kasi", letter_at=NOW)))
    world.clock.pass_by(minutes=59)
    before = world.items()
    assert swept() == {}
    assert world.items() == before


@pytest.mark.parametrize(("minutes", "settled"), [(14, False), (15, True), (600, True)])
def test_a_send_of_which_nothing_is_heard_goes_to_the_desk(
    world: World, minutes: int, settled: bool
) -> None:
    wait = a_wait(waiting_for=SETTLING, asked="whatsapp")
    world.have(a_file(a_cleared_case(), wait=wait, attempts=(an_attempt(),)))
    world.clock.pass_by(minutes=minutes)
    assert swept() == ({"unsettled": 1} if settled else {})
    expected = [("task-token", {"error": "Unsettled"})] if settled else []
    assert world.procedure.answers == expected
    assert [one.outcome for one in world.file().attempts] == ["intended"]


def test_a_send_that_is_settled_just_then_is_left_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = a_wait(waiting_for=SETTLING, asked="whatsapp")
    file = world.have(a_file(a_cleared_case(), wait=wait, attempts=(an_attempt(),)))
    world.clock.pass_by(minutes=20)
    listed = list(world.store.waiting(SETTLING, world.clock.moment))
    world.store.save(file, file.opened(wait.model_copy(update={"waiting_for": "delivery"})))
    waiting = CaseStore.waiting
    monkeypatch.setattr(
        CaseStore,
        "waiting",
        lambda store, whom, before: listed if whom == SETTLING else waiting(store, whom, before),
    )
    swept()
    assert world.procedure.answers == []
    after = world.file().wait
    assert after is not None
    assert after.waiting_for == "delivery"


@pytest.mark.parametrize(("minutes", "begun"), [(1, []), (2, [CASE_ID])])
def test_a_request_that_was_proven_but_never_begun_is_begun(
    world: World, minutes: int, begun: list[str]
) -> None:
    world.have(a_file(wait=a_wait(waiting_for=START, token="")))
    world.clock.pass_by(minutes=minutes)
    swept()
    swept()
    assert world.begun() == begun


def test_what_nobody_proved_within_a_day_is_erased(world: World) -> None:
    world.store.create(a_case())
    world.clock.pass_by(hours=23, minutes=59)
    assert swept() == {}
    world.clock.pass_by(minutes=1)
    assert swept() == {"erased": 1}
    assert world.items() == []
    with pytest.raises(NotFound):
        world.file()


def test_what_was_proven_is_kept_whatever_its_age(world: World) -> None:
    world.have(a_file())
    world.clock.pass_by(days=300)
    before = world.items()
    assert swept() == {}
    assert world.items() == before


def test_one_sweep_carries_on_all_that_was_left(world: World) -> None:
    for _ in range(3):
        case_id = new_case_id()
        answered(world, id=case_id, proof_hash=case_id)
        wait = world.file(case_id).wait
        assert wait is not None
        file = world.file(case_id)
        world.store.save(
            file, file.opened(wait.model_copy(update={"token": f"task-token {case_id}"}))
        )
    unproven = a_case(id=new_case_id(), created_at=NOW - timedelta(days=2))
    world.store.create(unproven)
    assert swept() == {"carried_on": 3, "erased": 1}
    assert len(world.procedure.answers) == 3
    assert {case.status for case in world.store.of_day(NOW.date())} == {Status.CHECKING}


def test_what_waited_while_sending_was_held_goes_on_once_it_is_released(world: World) -> None:
    switch = SendingSwitch(aws.dynamodb(), TABLE)
    switch.hold(Hold(officer="sari.dewi", at=NOW, reason="Nomor palsu beredar."))
    world.have(a_file(a_cleared_case(), wait=a_wait(waiting_for=HELD, asked=HELD)))
    assert swept() == {}
    switch.release()
    assert swept() == {"released": 1}
    assert world.procedure.answers == [("task-token", {"error": "Released"})]
    assert world.file().wait is not None
    assert swept() == {"carried_on": 1}
