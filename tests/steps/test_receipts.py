"""WhatsApp's receipts: in any order, some of them twice, some of them late."""

from itertools import permutations
from typing import Any

import pytest

from menwa.case import ANSWERED, DELIVERY, DESK, SETTLING, CaseFile
from menwa.delivery import mark_of
from menwa.types import Status
from menwa.whatsapp_updates import Receipt
from send_pdf import receipts
from tests.builders import CASE_ID, NOW, PHONE, a_cleared_case, a_file, a_wait, an_attempt
from tests.steps.calling import queued
from tests.steps.world import World


def sent(world: World, waits: str = DELIVERY, outcome: str = "accepted") -> CaseFile:
    wait = a_wait(waiting_for=waits, asked="whatsapp")
    attempts = (an_attempt(outcome=outcome),)
    return world.have(a_file(a_cleared_case(), wait=wait, attempts=attempts))


def a_receipt(status: str, **changes: Any) -> str:
    known = {"wamid": "wamid.1", "status": status, "attempt_id": f"{CASE_ID}.1", "timestamp": NOW}
    return Receipt.model_validate(known | changes).model_dump_json(exclude_none=True)


ALL = tuple(map(a_receipt, ("sent", "delivered", "read")))


@pytest.mark.parametrize("order", [*permutations(ALL), ALL + ALL])
def test_receipts_deliver_once_in_whatever_order(world: World, order: tuple[str, ...]) -> None:
    sent(world, SETTLING, "intended")
    assert queued(receipts.handler, *order) == []
    file = world.file()
    assert file.case.status is Status.DELIVERED
    assert file.case.ended_at == NOW
    assert [(entry.step, entry.act, entry.handed_to) for entry in file.entries] == [
        (6, "delivered", "Pemohon")
    ]
    assert world.procedure.answers == [("task-token", {"answer": "delivered"})]


def test_sent_alone_only_settles_that_it_left(world: World) -> None:
    sent(world, SETTLING, "intended")
    queued(receipts.handler, a_receipt("sent"))
    file = world.file()
    assert file.attempts[0].outcome == "accepted"
    assert file.wait is not None
    assert file.wait.waiting_for == DELIVERY
    assert world.procedure.answers == []


def test_a_failure_fails_the_task_for_the_desk(world: World) -> None:
    sent(world)
    queued(receipts.handler, a_receipt("failed", error_code=131026))
    assert world.procedure.answers == [("task-token", {"error": "Undeliverable"})]
    assert world.file().attempts[0].code == 131026


def test_a_delivery_that_is_heard_of_late_answers_the_desk_in_the_officers_place(
    world: World,
) -> None:
    sent(world, DESK)
    queued(receipts.handler, a_receipt("delivered"), a_receipt("read"))
    file = world.file()
    assert file.case.status is Status.DELIVERED
    assert file.wait is not None
    assert file.wait.waiting_for == ANSWERED
    assert world.procedure.answers == [("task-token", {"answer": "delivered"})]


@pytest.mark.parametrize("waits", [SETTLING, DESK])
def test_a_late_delivery_of_an_abandoned_try_is_only_noted(world: World, waits: str) -> None:
    tries = (
        an_attempt(outcome="given_up", to=mark_of("+6289900000999")),
        an_attempt(number=2, to=mark_of(PHONE)),
    )
    wait = a_wait(waiting_for=waits, asked="whatsapp")
    world.have(a_file(a_cleared_case(), wait=wait, attempts=tries))
    assert queued(receipts.handler, a_receipt("delivered")) == []
    file = world.file()
    assert [one.outcome for one in file.attempts] == ["delivered", "intended"]
    assert (file.case.status, file.wait) == (Status.SENDING, wait)
    assert world.procedure.answers == []
    queued(receipts.handler, a_receipt("delivered", attempt_id=f"{CASE_ID}.2"))
    assert world.file().case.status is Status.DELIVERED


def test_a_delivery_to_the_number_of_before_leaves_the_desk_to_decide(world: World) -> None:
    tries = (an_attempt(outcome="accepted", to=mark_of("+6289900000999")),)
    world.have(a_file(a_cleared_case(), wait=a_wait(), attempts=tries))
    queued(receipts.handler, a_receipt("delivered"))
    assert world.file().attempts[0].outcome == "delivered"
    assert world.file().wait == a_wait()
    assert world.procedure.answers == []


def test_a_failure_that_is_heard_of_late_leaves_the_desk_to_decide(world: World) -> None:
    sent(world, DESK)
    queued(receipts.handler, a_receipt("failed"))
    wait = world.file().wait
    assert wait is not None
    assert wait.waiting_for == DESK
    assert world.procedure.answers == []


@pytest.mark.parametrize(
    "attempt_id", [None, "letter:MW-00000000000:kasi", "reply:abc", f"{CASE_ID}.9"]
)
def test_a_receipt_of_anything_else_changes_nothing(world: World, attempt_id: str | None) -> None:
    sent(world)
    before = world.items()
    assert queued(receipts.handler, a_receipt("delivered", attempt_id=attempt_id)) == []
    assert world.items() == before


def test_a_receipt_of_no_case_is_only_noted(world: World) -> None:
    assert queued(receipts.handler, a_receipt("delivered", attempt_id="MW-00000000011.1")) == []
    assert "a receipt of no case" in world.logs.getvalue()


def test_a_receipt_that_cannot_be_read_holds_up_no_other(world: World) -> None:
    sent(world)
    assert queued(receipts.handler, "{}", a_receipt("delivered"), "{") == [0, 2]
    assert world.file().case.status is Status.DELIVERED


def test_a_receipt_whose_token_is_gone_still_moves_the_case(world: World) -> None:
    sent(world)
    world.procedure.gone.add("task-token")
    assert queued(receipts.handler, a_receipt("delivered")) == []
    assert world.file().case.status is Status.DELIVERED
