"""An official is asked by a letter with a link: on WhatsApp, or by mail."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from moto.ses.models import ses_backends

from local.engine.identities import ACCOUNT
from local.office_file import read_office
from menwa import aws
from menwa.case import ANSWERED
from menwa.letter_rules import LetterRules
from menwa.office import Office
from menwa.people import Vacancy
from menwa.types import Status, new_case_id
from notify_officials import step, sweep
from tests.builders import CASE_ID, NOW, OFFICE, a_file, a_proven_case, a_wait, found
from tests.steps.calling import TASK, invoked, visited
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
    link = world.store.link(token, NOW)
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
    assert world.store.link(token, NOW) is not None
    assert world.on_phone(kasi.phone) == []


def test_a_letter_that_whatsapp_refuses_goes_by_mail(world: World) -> None:
    world.whatsapp_fails(refuse_code=131026, phone=KASI.phone)
    ask(world)
    [mail] = mails()
    assert mail.destinations["ToAddresses"] == [KASI.mail]
    [token] = links_in_mails()
    assert world.store.link(token, NOW) is not None
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


def test_while_whatsapp_is_down_the_letter_goes_by_mail(world: World) -> None:
    world.whatsapp_fails(unavailable=True, phone=KASI.phone)
    ask(world)
    assert world.on_phone(KASI.phone) == []
    [mail] = mails()
    assert mail.destinations["ToAddresses"] == [KASI.mail]


def test_a_letter_that_no_channel_takes_is_the_sweeps_and_the_question_waits(
    world: World,
) -> None:
    aws.mail().delete_email_identity(EmailIdentity="menwa@contoh.go.id")
    world.whatsapp_fails(unavailable=True, phone=KASI.phone)
    ask(world)
    wait = world.file().wait
    assert wait is not None
    assert (wait.waiting_for, wait.letter_at) == ("kasi-identitas", None)
    assert world.on_phone(KASI.phone) == []
    world.whatsapp_fails()
    world.clock.pass_by(minutes=5)
    invoked(sweep.handler, {})
    assert len(world.on_phone(KASI.phone)) == 1
    world.secrets |= {*links_on(world, KASI.phone)}


def test_a_rerun_takes_the_new_token_and_sends_no_second_letter(world: World) -> None:
    ask(world)
    ask(world, token="token-2")
    wait = world.file().wait
    assert wait is not None
    assert wait.token == "token-2"
    assert len(world.on_phone(KASI.phone)) == 1


ANSWERED_MEANWHILE = {
    "put_off": {"not_yet": 1, "until": NOW + timedelta(days=2)},
    "rerouted": {"waiting_for": "kasi-pindah", "since": NOW + timedelta(seconds=40)},
}


@pytest.mark.parametrize("meanwhile", ANSWERED_MEANWHILE)
@pytest.mark.parametrize("letter_left", [True, False])
def test_a_rerun_loses_nothing_of_what_the_official_has_answered_meanwhile(
    world: World, meanwhile: str, letter_left: bool
) -> None:
    ask(world)
    file = world.file()
    assert file.wait is not None
    answered = file.wait.model_copy(update=ANSWERED_MEANWHILE[meanwhile])
    world.store.save(file, file.opened(answered))
    if not letter_left:
        world.store.forget(f"letter:{CASE_ID}:{VISIT}")
    ask(world, token="token-2")
    letter_at = answered.letter_at if letter_left else None
    expected = answered.model_copy(update={"token": "token-2", "letter_at": letter_at})
    assert world.file().wait == expected
    assert len(world.on_phone(KASI.phone)) == 1


def test_whose_phone_is_in_doubt_is_promised_nothing(world: World) -> None:
    ask(world, right="recorded_phone", identity_doubt="another_holder")
    assert world.file().case.promise is None
    assert world.texts() == []


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


def an_office(**changes: Any) -> Office:
    return OFFICE.model_copy(update=changes)


def test_what_comes_soon_after_a_letter_waits_for_the_next_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step.Environment, "office", lambda _: an_office(letters=LetterRules()))
    ask(world)
    second = new_case_id()
    world.have(a_file(a_proven_case(id=second, proof_hash=second)))
    visited(step.handler, second, level="kasi")
    assert len(world.on_phone(KASI.phone)) == 1
    wait = world.file(second).wait
    assert wait is not None
    assert (wait.waiting_for, wait.letter_at) == ("kasi-identitas", None)
    assert wait.token == TASK


def test_while_the_office_is_closed_the_question_waits_without_a_letter(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = read_office("pekanbaru")
    monkeypatch.setattr(step.Environment, "office", lambda _: office)
    world.clock.pass_by(hours=12)
    ask(world)
    assert world.on_phone(KASI.phone) == []
    assert world.file().wait is not None


@pytest.mark.parametrize("level", ["kasi", "kadis"])
def test_a_post_that_nobody_holds_is_passed_over(
    world: World, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    post = {"kasi": "kasi-identitas", "kadis": "kadis"}[level]
    over = Vacancy(title=OFFICE.officials[post].title, deputy="kabid-capil", last=date(2026, 11, 1))
    held = {key: each for key, each in OFFICE.officials.items() if key != post}
    office = an_office(officials=held, vacant={post: over})
    monkeypatch.setattr(step.Environment, "office", lambda _: office)
    ask(world, level, right="recorded_phone")
    assert world.procedure.answers == [(TASK, {"answer": "vacant"})]
    [entry] = world.file().entries
    receiver = {"kasi": "Kepala Bidang Pendaftaran Penduduk", "kadis": "Meja petugas"}[level]
    assert (entry.act, entry.holder, entry.handed_to) == ("vacant", over.title, receiver)
    assert world.texts() == []


def test_while_somebody_acts_for_a_vacant_post_they_are_asked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    vacancy = Vacancy(title=KASI.title, deputy="kabid-dafduk")
    held = {key: each for key, each in OFFICE.officials.items() if key != "kasi-identitas"}
    office = an_office(officials=held, vacant={"kasi-identitas": vacancy})
    monkeypatch.setattr(step.Environment, "office", lambda _: office)
    ask(world)
    deputy = OFFICE.officials["kabid-dafduk"]
    [letter] = world.on_phone(deputy.phone)
    world.secrets |= {*links_on(world, deputy.phone)}
    assert "Plt. Kepala Seksi Identitas Penduduk" in letter.content.text


def test_the_citizen_hears_by_when(world: World) -> None:
    ask(world, right="recorded_phone")
    case = world.file().case
    assert case.promise == datetime(2026, 11, 24, 17, tzinfo=UTC)  # midnight in Pekanbaru
    assert case.promised_on == date(2026, 11, 23)
    assert "paling lambat Selasa, 24 November 2026" in world.texts()[0]


def test_what_siak_does_not_bear_out_is_asked_again_with_what_siak_says(world: World) -> None:
    file = a_file(a_proven_case(found=found(signed=False)))
    for act, step_of_sop in (("answered_signed", 3), ("unsigned", 2)):
        file = file.handed_over(
            step=step_of_sop, act=act, holder="A", paraf="A", to="B", now=NOW, occasion=act
        )
    world.have(file)
    ask(world)
    [letter] = world.on_phone(KASI.phone)
    assert letter.content.template == "siak_belum_tte"
    assert "Senin, 23 November 2026 pukul 10.00 WIB masih belum" in letter.content.text
