"""What people write on WhatsApp: a phone is proven once, and every message is answered once."""

from datetime import timedelta
from typing import Any

import pytest

from intake import inbox
from menwa.case import START
from menwa.proving import Proof, proven
from menwa.recipient import Recipient
from menwa.types import Status
from menwa.whatsapp_updates import InboundMessage
from tests.builders import CASE_ID, NOW, OFFICE, PHONE, a_case
from tests.steps.calling import queued
from tests.steps.world import World

PROOF = "MENWA AB12-CD34"
OTHER = "+6289900000102"


def a_message(text: str | None = PROOF, number: int = 1, **changes: Any) -> str:
    known = {
        "id": f"wamid.{number}",
        "sender": Recipient(phone=PHONE, user_id="ID.1"),
        "kind": "text",
        "text": text,
        "timestamp": NOW,
    }
    return InboundMessage.model_validate(known | changes).model_dump_json(exclude_none=True)


def received(world: World, *messages: str) -> list[int]:
    """With the window open, as it is when somebody has just written."""
    world.writes()
    world.writes(number=OTHER)
    return queued(inbox.handler, *messages)


def test_a_code_proves_the_phone_begins_the_procedure_and_is_answered(world: World) -> None:
    world.store.create(a_case())
    assert received(world, a_message()) == []
    file = world.file()
    assert (file.case.status, file.case.proven_at) == (Status.CHECKING, NOW)
    assert file.wait is not None
    assert file.wait.waiting_for == START
    assert world.begun() == [CASE_ID]
    assert len(world.texts()) == 1
    assert f"Kode permintaan: {CASE_ID}" in world.texts()[0]
    assert "Kartu Keluarga" in world.texts()[0]


def test_a_message_that_comes_twice_begins_once_and_is_answered_once(world: World) -> None:
    world.store.create(a_case())
    assert received(world, a_message(), a_message()) == []
    assert received(world, a_message()) == []
    assert world.begun() == [CASE_ID]
    assert len(world.texts()) == 1
    assert len(world.file().entries) == 1


def test_a_message_that_comes_when_all_is_over_begins_nothing_anew(world: World) -> None:
    world.store.create(a_case())
    received(world, a_message())
    world.end(CASE_ID)
    world.clock.pass_by(minutes=2)
    assert received(world, a_message(number=2)) == []
    assert world.begun() == [CASE_ID]
    assert len(world.texts()) == 2


def test_who_sends_the_code_again_reads_that_it_is_known(world: World) -> None:
    world.store.create(a_case())
    received(world, a_message())
    world.clock.pass_by(minutes=5)
    received(world, a_message(number=2, timestamp=NOW + timedelta(minutes=5)))
    assert "sudah kami terima sebelumnya" in world.texts()[1]
    assert world.begun() == [CASE_ID]
    assert world.file().case.proven_at == NOW


@pytest.mark.parametrize(
    "message",
    [
        a_message(sender=Recipient(phone=OTHER)),
        a_message("MENWA 0000-0000", sender=Recipient(phone=OTHER)),
    ],
)
def test_another_phone_reads_the_same_whether_the_code_exists_or_not(
    world: World, message: str
) -> None:
    world.store.create(a_case())
    received(world, message)
    assert world.file().case.status is Status.UNPROVEN
    assert world.begun() == []
    assert world.texts(OTHER) == [world.texts(OTHER)[0]]
    assert "kode itu tidak kami kenali dari nomor WhatsApp ini" in world.texts(OTHER)[0]
    assert CASE_ID not in world.texts(OTHER)[0]


def test_a_code_that_comes_too_late_is_not_known(world: World) -> None:
    world.store.create(a_case())
    late = world.clock.pass_by(hours=24, seconds=1)
    received(world, a_message(timestamp=late))
    assert world.begun() == []
    assert "kode itu tidak kami kenali" in world.texts()[0]


def test_a_code_that_was_written_in_time_counts_however_late_it_is_read(world: World) -> None:
    world.store.create(a_case())
    written = NOW + timedelta(hours=23)
    world.clock.pass_by(hours=30)
    received(world, a_message(timestamp=written))
    assert world.begun() == [CASE_ID]
    assert world.file().case.heard_at == written


@pytest.mark.parametrize("kind", ["reaction", "system"])
def test_a_thumb_up_needs_no_answer(world: World, kind: str) -> None:
    received(world, a_message(None, kind=kind))
    assert world.texts() == []


@pytest.mark.parametrize("poison", ["{", "{}", '{"id": "9971014209770001"}'])
def test_a_message_that_cannot_be_read_holds_up_no_other(world: World, poison: str) -> None:
    world.store.create(a_case())
    assert received(world, a_message("Halo", 7), poison, a_message()) == [1]
    assert world.begun() == [CASE_ID]
    assert len(world.texts()) == 2


def test_while_whatsapp_is_down_a_message_comes_again_and_is_then_answered(world: World) -> None:
    world.store.create(a_case())
    world.whatsapp_fails(unavailable=True, times=1)
    assert received(world, a_message(), a_message("Halo", 2)) == [0]
    assert world.begun() == [CASE_ID]
    assert received(world, a_message()) == []
    assert sum("Kode permintaan" in text for text in world.texts()) == 1
    assert len(world.file().entries) == 1


def test_an_answer_that_whatsapp_refuses_is_not_tried_forever(world: World) -> None:
    world.whatsapp_fails(refuse_code=131026)
    assert received(world, a_message("Halo")) == []
    assert "WhatsApp refused an answer" in world.logs.getvalue()


def test_an_answer_of_which_nothing_is_known_is_not_sent_again(world: World) -> None:
    world.whatsapp_fails(html_answer=True)
    assert received(world, a_message("Halo"), a_message("Halo")) == []
    assert len(world.texts()) == 1


def test_a_start_that_was_lost_is_made_good_by_the_repeated_message(world: World) -> None:
    case = a_case()
    world.store.create(case)
    file = world.file()
    before = NOW - timedelta(minutes=1)
    begun = proven(file, Proof(Recipient(phone=PHONE), None, before), before, OFFICE)
    world.store.save(file, begun)
    assert world.begun() == []
    received(world, a_message())
    assert world.begun() == [CASE_ID]
