"""An official's link over HTTP: it shows, it decides once, and it offers another in its place."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from menwa.case import ANSWERED, CaseFile
from menwa.cases import Link
from menwa.errors import WhatsAppUnavailable
from menwa.types import Level, Status
from notify_officials import decision
from tests.builders import CASE_ID, NOW, OFFICE, a_file, a_proven_case, a_wait, found
from tests.steps.calling import Reply, requested
from tests.steps.test_ask_officials import KASI, links_in_mails, links_on, mails
from tests.steps.world import World

TOKEN = "the-links-own-token-0123456789"
POSTS: dict[Level, str] = {"kasi": "kasi-identitas", "kabid": "kabid-dafduk", "kadis": "kadis"}


@pytest.fixture(autouse=True)
def _links_are_secret(world: World) -> Iterator[None]:
    world.secrets.add(TOKEN)
    yield
    world.secrets |= {*links_on(world, KASI.phone), *links_in_mails()}


def asked(world: World, level: Level = "kasi", **changes: Any) -> CaseFile:
    case = a_proven_case(status=Status.WITH_OFFICIAL, found=found(signed=False), **changes)
    file = world.have(a_file(case))
    wait = a_wait(waiting_for=POSTS[level], asked=level)
    link = Link(
        case_id=CASE_ID,
        official=POSTS[level],
        level=level,
        visit=wait.visit,
        valid_until=NOW + timedelta(days=9),
        expires_at=int((NOW + timedelta(days=60)).timestamp()),
    )
    return world.store.save(file, file.opened(wait), link=(TOKEN, link))


def shown(token: str = TOKEN) -> Reply:
    return requested(decision.handler, "GET", f"/k/{token}")


def answer(token: str = TOKEN, **form: str) -> Reply:
    return requested(decision.handler, "POST", f"/k/{token}", form=form)


def test_a_get_shows_the_question_and_writes_nothing(world: World) -> None:
    asked(world)
    before = world.items()
    page = shown()
    assert page.status == 200
    for needed in ("Kartu Keluarga", found().number, KASI.title, KASI.name, CASE_ID):
        assert needed in page.text
    assert world.items() == before
    assert world.procedure.answers == []


def test_the_question_shows_of_the_citizen_nothing(world: World) -> None:
    asked(world)
    page = shown()
    for person in ("Nurhayati", "9971014209770001", "89900000101", "TAMBUSAI"):
        assert person not in page.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_only_a_post_decides(world: World, method: str) -> None:
    asked(world)
    before = world.items()
    requested(decision.handler, method, f"/k/{TOKEN}", form={"answer": "signed"})
    requested(decision.handler, method, f"/k/{TOKEN}", query={"answer": "signed"})
    assert world.items() == before
    assert world.procedure.answers == []


@pytest.mark.parametrize(
    ("level", "offered"),
    [
        ("kasi", ["submitted", "signed", "wrong_entry"]),
        ("kabid", ["submitted", "signed", "wrong_entry"]),
        ("kadis", ["signed", "wrong_entry"]),
    ],
)
def test_each_level_is_offered_its_answers(world: World, level: Level, offered: list[str]) -> None:
    asked(world, level)
    page = shown()
    every = ("submitted", "signed", "wrong_entry")
    assert [key for key in every if f'value="{key}"' in page.text] == offered


@pytest.mark.parametrize(
    ("level", "chosen", "act"),
    [
        ("kasi", "submitted", "submitted"),
        ("kasi", "signed", "answered_signed"),
        ("kabid", "submitted", "submitted"),
        ("kadis", "signed", "answered_signed"),
    ],
)
def test_an_answer_is_recorded_and_carried_on(
    world: World, level: Level, chosen: str, act: str
) -> None:
    asked(world, level)
    page = answer(answer=chosen, reason="tidak untuk meja")
    assert page.status == 200
    assert "Terima kasih, jawaban Anda sudah dicatat" in page.text
    assert world.procedure.answers == [("task-token", {"answer": chosen})]
    file = world.file()
    assert [(entry.act, entry.paraf) for entry in file.entries] == [
        (act, OFFICE.officials[POSTS[level]].paraf)
    ]
    assert file.notes == {}
    assert file.wait is not None
    assert file.wait.waiting_for == ANSWERED


def test_a_wrong_entry_needs_its_reason_which_the_desk_will_read(world: World) -> None:
    asked(world)
    before = world.items()
    for form in ({}, {"reason": "  "}):
        page = answer(answer="wrong_entry", **form)
        assert page.status == 422
        assert "Tulis data apa yang salah" in page.text
    assert world.items() == before
    assert answer(answer="wrong_entry", reason="Nama <b>ayah</b>").status == 200
    assert world.file().notes == {1: "Nama <b>ayah</b>"}
    assert world.file().case.status is Status.AT_DESK


@pytest.mark.parametrize("form", [{}, {"answer": "approved"}, {"answer": "new_link"}])
def test_what_is_no_answer_is_asked_again(world: World, form: dict[str, str]) -> None:
    asked(world)
    before = world.items()
    page = answer(reason="Nama <b>ayah</b>", **form)
    assert page.status == 422
    assert "Nama &lt;b&gt;ayah&lt;/b&gt;</textarea>" in page.text
    assert world.items() == before
    assert world.on_phone(KASI.phone) == []


def test_the_kadis_cannot_submit_it_to_anybody(world: World) -> None:
    asked(world, "kadis")
    assert answer(answer="submitted").status == 422
    assert world.procedure.answers == []


def test_a_form_of_another_site_decides_nothing(world: World) -> None:
    asked(world)
    before = world.items()
    foreign, form = {"Sec-Fetch-Site": "cross-site"}, {"answer": "signed"}
    page = requested(decision.handler, "POST", f"/k/{TOKEN}", form=form, headers=foreign)
    assert page.status == 403
    assert world.items() == before


def test_a_link_decides_only_once(world: World) -> None:
    asked(world)
    answer(answer="submitted")
    before = world.items()
    for page in (shown(), answer(answer="signed"), answer(answer="new_link")):
        assert page.status == 200
        assert "Pertanyaan ini sudah dijawab" in page.text
        assert "Tercatat: Sudah diajukan." in page.text
    assert world.items() == before
    assert world.procedure.answers == [("task-token", {"answer": "submitted"})]


def test_an_unknown_link_says_so_whatever_it_is_asked(world: World) -> None:
    for page in (shown("unknown"), answer("unknown", answer="signed"), shown(TOKEN)):
        assert page.status == 404
        assert "Tautan ini tidak kami kenali" in page.text
        assert "new_link" not in page.text
    assert world.items() == []


def test_an_expired_link_decides_nothing_but_offers_another(world: World) -> None:
    asked(world)
    world.clock.pass_by(days=9, seconds=1)
    before = world.items()
    for page in (shown(), answer(answer="signed")):
        assert page.status == 410
        assert 'value="new_link"' in page.text
    assert world.items() == before


def test_an_expired_link_brings_one_new_letter_to_the_official_alone(world: World) -> None:
    asked(world)
    world.clock.pass_by(days=9, seconds=1)
    for _ in range(3):
        page = answer(answer="new_link")
        assert page.status == 200
        assert "Tautan baru sudah dikirim" in page.text
        assert "/k/" not in page.text
    [token] = links_on(world, KASI.phone)
    assert token not in page.text
    assert shown(token).status == 200
    assert answer(token, answer="signed").status == 200
    assert world.procedure.answers == [("task-token", {"answer": "signed"})]
    assert "sudah dijawab" in shown().text


def test_a_new_letter_goes_by_mail_where_whatsapp_refuses(world: World) -> None:
    asked(world)
    world.clock.pass_by(days=9, seconds=1)
    world.whatsapp_fails(refuse_code=131026)
    answer(answer="new_link")
    [mail] = mails()
    assert mail.destinations["ToAddresses"] == [KASI.mail]
    [token] = links_in_mails()
    assert shown(token).status == 200


def test_a_new_letter_that_could_not_leave_may_be_asked_for_again(world: World) -> None:
    asked(world)
    world.clock.pass_by(days=9, seconds=1)
    world.whatsapp_fails(unavailable=True, times=1)
    with suppress(WhatsAppUnavailable):
        answer(answer="new_link")
    answer(answer="new_link")
    assert len(links_on(world, KASI.phone)) == 1


def test_a_link_of_an_earlier_question_does_not_answer_a_later_one(world: World) -> None:
    file = asked(world)
    later = a_wait(waiting_for="kabid-dafduk", asked="kabid", visit="2026-11-24T03:00:00Z")
    world.store.save(file, file.opened(later))
    before = world.items()
    assert "sudah dijawab" in answer(answer="signed").text
    assert world.items() == before


def test_an_answer_whose_token_is_gone_stands_all_the_same(world: World) -> None:
    asked(world)
    world.procedure.gone.add("task-token")
    assert answer(answer="signed").status == 200
    assert world.file().entries[-1].act == "answered_signed"
