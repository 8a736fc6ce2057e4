"""An official is asked by a letter with a link: on WhatsApp, or by mail."""

import re
from typing import Any

import pytest
from moto.ses.models import ses_backends

from local.engine.identities import ACCOUNT
from menwa.case import ANSWERED
from menwa.errors import WhatsAppUnavailable
from menwa.types import Status
from notify_officials import step
from tests.builders import CASE_ID, NOW, OFFICE, a_file, a_proven_case, a_wait, found
from tests.steps.calling import TASK, visited
from tests.steps.world import URL, World

KASI = OFFICE.officials["kasi-identitas"]
VISIT = "2026-11-23T03:00:00.000Z"


def ask(world: World, level: str = "kasi", *, token: str = TASK, **changes: Any) -> None:
    world.writes()
    if not world.items():
        world.have(a_file(a_proven_case(found=found(signed=False), **changes)))
    try:
        visited(step.handler, CASE_ID, level=level, token=token)
    finally:
        world.secrets |= {*links_on(world, KASI.phone), *links_in_mails()}


def links_on(world: World, number: str) -> list[str]:
    buttons = [button for one in world.on_phone(number) for button in one.content.buttons]
    return [button.value.removeprefix(f"{URL}/k/") for button in buttons]


def mails() -> list[Any]:
    return list(ses_backends[ACCOUNT]["us-east-1"].sent_messages)


def links_in_mails() -> list[str]:
    return [token for mail in mails() for token in re.findall(r"/k/([\w-]+)", mail.body)]


def test_the_official_gets_a_link_and_the_question_waits_for_them(world: World) -> None:
    ask(world)
    [letter] = world.on_phone(KASI.phone)
    assert letter.content.template == "tanya_pejabat"
    assert KASI.title in letter.content.text
    assert CASE_ID in letter.content.text
    assert "Kartu Keluarga" in letter.content.text
    [token] = links_on(world, KASI.phone)
    link = world.store.link(token)
    assert link is not None
    assert (link.case_id, link.official, link.level) == (CASE_ID, "kasi-identitas", "kasi")
    assert link.visit == VISIT
    file = world.file()
    assert file.case.status is Status.WITH_OFFICIAL
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.asked) == ("kasi-identitas", "kasi")
    assert (file.wait.token, file.wait.since) == ("task-token", NOW)
    assert world.procedure.answers == []


@pytest.mark.parametrize(
    ("level", "kind", "post"),
    [
        ("kasi", "kk", "kasi-identitas"),
        ("kabid", "kk", "kabid-dafduk"),
        ("kadis", "kk", "kadis"),
        ("kasi", "akta_perkawinan", "kasi-kawin-cerai"),
        ("kabid", "akta_perkawinan", "kabid-capil"),
    ],
)
def test_each_level_of_each_document_has_its_official(
    world: World, level: str, kind: str, post: str
) -> None:
    ask(world, level, document_type=kind)
    assert len(world.on_phone(OFFICE.officials[post].phone)) == 1
    world.secrets |= {*links_on(world, OFFICE.officials[post].phone)}


def test_an_official_who_reads_mail_is_asked_by_mail(world: World) -> None:
    ask(world, document_type="akta_kelahiran")
    [mail] = mails()
    kasi = OFFICE.officials["kasi-kelahiran"]
    assert mail.destinations["ToAddresses"] == [kasi.mail]
    assert mail.source == "menwa@contoh.go.id"
    [token] = links_in_mails()
    assert world.store.link(token) is not None
    assert world.on_phone(kasi.phone) == []


def test_a_letter_that_whatsapp_refuses_goes_by_mail(world: World) -> None:
    world.whatsapp_fails(refuse_code=131026, phone=KASI.phone)
    ask(world)
    [mail] = mails()
    assert mail.destinations["ToAddresses"] == [KASI.mail]
    [token] = links_in_mails()
    assert world.store.link(token) is not None
    assert "WhatsApp refused a letter" in world.logs.getvalue()


def test_a_letter_says_nothing_of_the_citizen(world: World) -> None:
    ask(world)
    ask(world, document_type="akta_kelahiran")
    for text in [one.content.text for one in world.on_phone(KASI.phone)]:
        assert "9971" not in text
        assert "Nurhayati" not in text


def test_whose_right_is_in_doubt_does_not_learn_that_there_is_such_a_document(
    world: World,
) -> None:
    ask(world)
    assert len(world.texts()) == 1
    assert "tanda tangan" not in world.texts()[0]


def test_the_citizen_is_told_once_for_all_levels(world: World) -> None:
    ask(world, right="recorded_phone")
    visited(step.handler, CASE_ID, level="kabid", visit="2026-11-23T04:00:00.000Z")
    kabid = OFFICE.officials["kabid-dafduk"]
    world.secrets |= {*links_on(world, kabid.phone)}
    assert len(world.on_phone(kabid.phone)) == 1
    assert len(world.texts()) == 1
    assert "masih menunggu tanda tangan pejabat" in world.texts()[0]


def test_a_citizen_who_cannot_be_told_holds_up_nobody(world: World) -> None:
    world.whatsapp_fails(refuse_code=131026, phone="+6289900000101")
    ask(world)
    assert len(world.on_phone(KASI.phone)) == 1


def test_while_whatsapp_is_down_the_letter_is_the_state_machines_to_retry(world: World) -> None:
    world.whatsapp_fails(unavailable=True, times=1)
    with pytest.raises(WhatsAppUnavailable):
        ask(world)
    assert world.on_phone(KASI.phone) == []
    ask(world, token="token-2")
    [token] = links_on(world, KASI.phone)
    assert world.store.link(token) is not None
    wait = world.file().wait
    assert wait is not None
    assert wait.token == "token-2"


def test_a_rerun_takes_the_new_token_and_sends_no_second_letter(world: World) -> None:
    ask(world)
    ask(world, token="token-2")
    wait = world.file().wait
    assert wait is not None
    assert wait.token == "token-2"
    assert len(world.on_phone(KASI.phone)) == 1


def test_a_citizen_who_cannot_be_told_costs_the_official_no_second_letter(
    world: World,
) -> None:
    world.whatsapp_fails(unavailable=True, phone="+6289900000101", times=1)
    ask(world)
    ask(world, token="token-2")
    assert len(world.on_phone(KASI.phone)) == 1
    assert world.texts() == []


def test_a_letter_of_which_nothing_is_known_is_not_sent_again(world: World) -> None:
    world.whatsapp_fails(html_answer=True, phone=KASI.phone)
    ask(world)
    assert len(world.on_phone(KASI.phone)) == 1
    assert mails() == []
    assert "a letter may have been sent" in world.logs.getvalue()


def test_a_rerun_after_the_official_answered_carries_the_answer_on(world: World) -> None:
    wait = a_wait(waiting_for=ANSWERED, asked="kasi", visit=VISIT, answer={"answer": "signed"})
    world.have(a_file(wait=wait))
    ask(world, token="token-2")
    assert world.procedure.answers == [("token-2", {"answer": "signed"})]
    assert world.on_phone(KASI.phone) == []
