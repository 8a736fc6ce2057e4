"""WhatsApp's receipts: in any order, some of them twice, some of them late."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from check_siak import desk, questions
from menwa import aws
from menwa.case import ANSWERED, DELIVERY, DESK, HELD, LATER, SETTLING, CaseFile
from menwa.delivery import mark_of
from menwa.questions import QuestionStore
from menwa.sending_switch import SendingSwitch
from menwa.types import Status
from menwa.whatsapp_updates import Receipt
from send_pdf import receipts
from tests.builders import (
    CASE_ID,
    NOW,
    PHONE,
    a_cleared_case,
    a_file,
    a_proven_case,
    a_wait,
    an_attempt,
)
from tests.steps.calling import queued, requested
from tests.steps.chatting import Chat
from tests.steps.world import TABLE, World


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


@pytest.mark.parametrize(
    ("code", "then"),
    [(131047, "Released"), (131042, "WhatsAppTrouble"), (137000, "IdentityDoubted")],
)
def test_a_failure_has_consequences_by_its_code(world: World, code: int, then: str) -> None:
    sent(world)
    queued(receipts.handler, *[a_receipt("failed", error_code=code)] * 2)
    assert world.procedure.answers == [("task-token", {"error": then})]


def test_a_failure_that_may_pass_is_tried_again_by_and_by(world: World) -> None:
    sent(world)
    queued(receipts.handler, a_receipt("failed", error_code=131000))
    wait = world.file().wait
    assert wait is not None
    assert (wait.waiting_for, wait.until) == (LATER, NOW + timedelta(seconds=1))
    queued(receipts.handler, a_receipt("delivered"))
    assert world.file().case.status is Status.DELIVERED


def test_a_failure_that_blocks_the_number_holds_all_sending(world: World) -> None:
    sent(world)
    queued(receipts.handler, a_receipt("failed", error_code=131031))
    wait, hold = world.file().wait, SendingSwitch(aws.dynamodb(), TABLE).held()
    assert wait is not None
    assert wait.waiting_for == HELD
    assert hold is not None
    assert hold.officer == "MENWA"


@pytest.mark.parametrize(
    ("code", "by"),
    [(131042, "operator"), (100, "operator"), (131048, "stop"), (131026, "person")],
)
def test_the_operator_hears_of_what_meta_refuses_of_any_message(
    world: World, capsys: pytest.CaptureFixture[str], code: int, by: str
) -> None:
    letter = a_receipt("failed", error_code=code, attempt_id="letter:MW-00000000000:kasi")
    queued(receipts.handler, letter)
    assert world.procedure.answers == []
    assert f'"class":"{by}"' in capsys.readouterr().out


@pytest.mark.parametrize("status", ["delivered", "failed"])
def test_what_is_over_is_deleted_at_meta(world: World, status: str) -> None:
    medium = world.whatsapp.media.keep(b"%PDF-1.7", "application/pdf", NOW)
    tries = (an_attempt(outcome="accepted", media_id=medium.id),)
    wait = a_wait(waiting_for=DELIVERY, asked="whatsapp")
    world.have(a_file(a_cleared_case(), wait=wait, attempts=tries))
    queued(receipts.handler, a_receipt("sent"))
    assert len(world.whatsapp.media) == 1
    queued(receipts.handler, a_receipt(status, error_code=131026))
    assert len(world.whatsapp.media) == 0


def test_media_that_cannot_be_deleted_costs_nothing(world: World) -> None:
    tries = (an_attempt(outcome="accepted", media_id="77"),)
    wait = a_wait(waiting_for=DELIVERY, asked="whatsapp")
    world.have(a_file(a_cleared_case(), wait=wait, attempts=tries))
    del world.internet.hosts["graph.test"]
    assert queued(receipts.handler, a_receipt("delivered")) == []
    assert world.file().case.status is Status.DELIVERED
    assert "media was not deleted" in world.logs.getvalue()


@pytest.mark.parametrize("status", ["delivered", "failed"])
def test_a_late_receipt_of_an_earlier_run_is_only_filed(world: World, status: str) -> None:
    tries = (an_attempt(outcome="accepted"), an_attempt(number=2, outcome="accepted", run=2))
    wait = a_wait(waiting_for=DELIVERY, asked="whatsapp")
    world.have(a_file(a_cleared_case(run=2), wait=wait, attempts=tries))
    queued(receipts.handler, a_receipt(status, error_code=131047))
    file = world.file()
    assert [one.outcome for one in file.attempts] == [status, "accepted"]
    assert (file.case.status, file.wait) == (Status.SENDING, wait)
    assert world.procedure.answers == []


def test_a_late_delivery_does_not_answer_an_objection_in_the_officers_place(world: World) -> None:
    tries = (an_attempt(outcome="given_up"), an_attempt(number=2, outcome="delivered"))
    wait = a_wait(waiting_for=DESK, asked="objection", reason="wrong_data", token="")
    world.have(a_file(a_cleared_case(status=Status.AT_DESK), wait=wait, attempts=tries))
    queued(receipts.handler, a_receipt("delivered"))
    assert world.file().wait == wait


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


# Words that did not arrive


def told(world: World, status: Status, reason: str, **changes: Any) -> None:
    case = a_proven_case(status=status, reason=reason, right="recorded_phone", **changes)
    world.have(a_file(case, wait=a_wait() if status is Status.AT_DESK else None))


def unheard(occasion: str, **changes: Any) -> str:
    return a_receipt("failed", error_code=131026, attempt_id=occasion, **changes)


RETURNED = f"returned:{CASE_ID}:2026-11-23T03:00:00Z"


def test_a_returned_request_whose_words_did_not_arrive_waits_until_an_officer_has_told_them(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    told(world, Status.RETURNED, "returned", ended_at=NOW)
    queued(receipts.handler, unheard(RETURNED), unheard(RETURNED))
    assert "WordsNotDelivered" in capsys.readouterr().out
    queue = requested(desk.handler, "GET", "/meja", officer="siti.aminah").text
    assert CASE_ID in queue
    assert "Kabar terakhir tidak sampai di WhatsApp" in queue
    page = requested(desk.handler, "GET", f"/meja/{CASE_ID}", officer="siti.aminah").text
    assert "Sudah diberi tahu" in page
    form = {"answer": "told", "reason": "Ditelepon."}
    requested(desk.handler, "POST", f"/meja/{CASE_ID}", form=form, officer="siti.aminah")
    file = world.file()
    assert (file.wait, file.case.status) == (None, Status.RETURNED)
    assert [entry.act for entry in file.entries] == ["told"]
    queued(receipts.handler, unheard(RETURNED))
    assert world.file().wait is None
    assert world.texts() == []


def test_words_about_what_goes_on_are_marked_as_unheard_where_it_stands(world: World) -> None:
    told(world, Status.AT_DESK, "wrong_entry")
    before = world.file().wait
    queued(receipts.handler, unheard(f"wrong_entry:{CASE_ID}:2026-11-23T03:00:00Z"))
    assert world.file().wait == before
    page = requested(desk.handler, "GET", f"/meja/{CASE_ID}", officer="siti.aminah").text
    assert "tidak tersampaikan lewat WhatsApp" in page
    world.store.change(world.file(), lambda file: file.updated(heard_at=NOW + timedelta(hours=1)))
    page = requested(desk.handler, "GET", f"/meja/{CASE_ID}", officer="siti.aminah").text
    assert "tidak tersampaikan lewat WhatsApp" not in page


def test_what_was_taken_back_waits_for_nobody(world: World) -> None:
    told(world, Status.CLOSED, "withdrawn", ended_at=NOW)
    queued(receipts.handler, unheard(f"looking:{CASE_ID}:1"))
    assert world.file().wait is None


@pytest.mark.parametrize(
    "occasion",
    [
        f"renumbered:{CASE_ID}:3",
        f"letter:{CASE_ID}:kasi",
        "reply:abc",
        f"x:{CASE_ID}:MW-00000000011",
    ],
)
def test_of_a_message_to_somebody_else_a_case_says_nothing(world: World, occasion: str) -> None:
    told(world, Status.RETURNED, "returned", ended_at=NOW)
    queued(receipts.handler, unheard(occasion))
    assert world.file().case.untold_at is None
    assert world.file().wait is None


def test_a_question_whose_answer_did_not_arrive_waits_again(world: World) -> None:
    Chat(world).writes("BANTUAN")
    questions_of = QuestionStore(aws.dynamodb(), TABLE)
    [(key, question)] = questions_of.waiting(NOW)
    person = key.removeprefix("PERSON#")
    form = {"answer": "reply", "words": "Ke loket 3.", "version": str(question.version)}
    path = f"/pertanyaan/{person}"
    requested(questions.handler, "POST", path, form=form, officer="siti.aminah")
    assert questions_of.waiting(NOW) == []
    answer = unheard(f"question:{person}:{question.version}")
    queued(receipts.handler, answer, answer)
    [(_, again)] = questions_of.waiting(NOW)
    assert again.words == question.words
    page = requested(questions.handler, "GET", path, officer="siti.aminah").text
    assert "tidak tersampaikan di WhatsApp" in page
    called = {"answer": "called", "version": str(again.version)}
    requested(questions.handler, "POST", path, form=called, officer="siti.aminah")
    queued(receipts.handler, answer)
    assert questions_of.waiting(NOW) == []
