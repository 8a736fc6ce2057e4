"""The desk over HTTP: every answer, every complaint, and who is let in."""

import re
from typing import Any

import pytest

from check_siak import desk
from menwa import aws
from menwa.case import ANSWERED, CaseFile
from menwa.sessions import SessionStore
from menwa.types import Status, new_case_id
from tests.builders import (
    CASE_ID,
    NOW,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
    an_attempt,
    found,
    staged,
)
from tests.steps.calling import Reply, requested, signed_in
from tests.steps.world import TABLE, World

OFFICER = "siti.aminah"
PATH = f"/meja/{CASE_ID}"
SEEN = {"ktp_el": "seen"}


def at_desk(world: World, reason: str = "gate_refused", **changes: Any) -> CaseFile:
    case = a_proven_case(status=Status.AT_DESK, reason=reason, **changes)
    world.writes()
    return world.have(a_file(case, wait=a_wait()))


def answer(beyond: str = "", officer: str = OFFICER, **form: str) -> Reply:
    path = f"{PATH}{beyond}"
    return requested(desk.handler, "POST", path, form=form, officer=officer)


def shown(path: str) -> Reply:
    return requested(desk.handler, "GET", path, officer=OFFICER)


def test_whose_phone_may_be_anothers_has_to_be_called(world: World) -> None:
    at_desk(world, "wrong_entry", right="recorded_phone", identity_doubt="another_holder")
    assert "tidak diberi kabar di nomor ini" in shown(PATH).text
    page = answer(answer="returned", reason="Mohon bawa KTP-el ke loket")
    assert "belum diberi tahu" in page.text
    assert "mungkin sudah dipakai orang lain" in page.text
    assert world.texts() == []


@pytest.mark.parametrize(
    ("chosen", "status", "told"),
    [
        ("look_again", Status.CHECKING, []),
        ("send_again", Status.SENDING, []),
        ("returned", Status.RETURNED, ["belum dapat kami penuhi"]),
        ("closed", Status.CLOSED, ["telah ditutup oleh petugas"]),
    ],
)
def test_each_answer_goes_on_and_its_reason_reaches_the_citizen(
    world: World, chosen: str, status: Status, told: list[str]
) -> None:
    at_desk(world, "WhatsAppMoved", found=found(), staged=staged(), right="recorded_phone")
    page = answer(answer=chosen, reason="Mohon bawa KTP-el ke loket")
    assert page.status == 200
    assert "Jawaban Anda sudah dicatat" in page.text
    file = world.file()
    assert (file.case.status, file.case.right) == (status, "recorded_phone")
    assert world.procedure.answers == [("task-token", {"answer": chosen})]
    assert file.wait is not None
    assert file.wait.waiting_for == ANSWERED
    assert file.entries[-1].holder == "Meja petugas (Contoh Siti Aminah)"
    assert file.entries[-1].paraf == "SA"
    assert file.notes == {1: "Mohon bawa KTP-el ke loket"}
    assert [words in text for words, text in zip(told, world.texts(), strict=True)] == [True] * len(
        told
    )
    assert all("Mohon bawa KTP-el ke loket" in text for text in world.texts())


def test_an_officer_confirms_the_right(world: World) -> None:
    at_desk(world, "right_unknown", found=found())
    assert answer(answer="look_again", right="yes").status == 200
    assert world.file().case.right == "officer"
    assert world.file().entries[-1].act == "right_confirmed"


@pytest.mark.parametrize(
    ("reason", "form", "sentence"),
    [
        ("gate_refused", {}, "Pilih salah satu jawaban"),
        ("gate_refused", {"answer": "delivered"}, "Pilih salah satu jawaban"),
        ("gate_refused", {"answer": "send_again"}, "Pilih salah satu jawaban"),
        ("right_unknown", {"answer": "look_again"}, "Pastikan dulu bahwa pemohon berhak"),
        ("near_miss", {"answer": "look_again", "right": "no"}, "Pastikan dulu bahwa pemohon"),
        ("gate_refused", {"answer": "returned"}, "Tulis alasannya"),
        ("gate_refused", {"answer": "closed", "reason": "  "}, "Tulis alasannya"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    world: World, reason: str, form: dict[str, str], sentence: str
) -> None:
    at_desk(world, reason)
    before = world.items()
    page = answer(**form)
    assert page.status == 422
    assert page.text.count(sentence) == 2
    assert world.items() == before
    assert world.procedure.answers == []
    assert world.texts() == []


def test_a_form_that_comes_back_keeps_what_was_typed(world: World) -> None:
    at_desk(world, "right_unknown")
    page = answer(answer="look_again", reason="<b>Sudah ditelepon</b>", right="no")
    assert "&lt;b&gt;Sudah ditelepon&lt;/b&gt;</textarea>" in page.text
    assert re.search(r'value="look_again" checked', page.text)
    assert re.search(r'name="right" value="no" checked', page.text)


def test_a_form_of_another_site_answers_nothing(world: World) -> None:
    at_desk(world)
    before = world.items()
    foreign, form = {"Sec-Fetch-Site": "cross-site"}, {"answer": "look_again"}
    page = requested(desk.handler, "POST", PATH, form=form, headers=foreign, officer=OFFICER)
    assert page.status == 403
    assert world.items() == before


@pytest.mark.parametrize(
    "wait", [None, a_wait(waiting_for="kadis"), a_wait(answer={"answer": "closed"})]
)
def test_a_case_that_does_not_wait_there_takes_no_answer(world: World, wait: Any) -> None:
    if wait is not None and wait.answer:
        wait = wait.model_copy(update={"waiting_for": ANSWERED})
    world.have(a_file(wait=wait))
    before = world.items()
    for page in (answer(answer="look_again"), answer(), answer("/klaim"), answer("/nomor", **SEEN)):
        assert page.status == 409
        assert "tidak menunggu di meja" in page.text
    assert shown(PATH).status == 200
    assert 'id="jawaban"' not in shown(PATH).text
    assert world.items() == before


def test_a_case_is_answered_once(world: World) -> None:
    at_desk(world)
    assert answer(answer="closed", reason="Dibatalkan").status == 200
    assert answer(answer="look_again").status == 409
    assert world.procedure.answers == [("task-token", {"answer": "closed"})]
    assert len(world.texts()) == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.usefixtures("world")
def test_a_case_that_is_not_there_is_not_found(method: str) -> None:
    page = requested(desk.handler, method, "/meja/MW-00000000011", form={}, officer=OFFICER)
    assert page.status == 404
    assert "Permintaan ini tidak ada" in page.text


def test_an_answer_that_whatsapp_refuses_asks_the_officer_to_call(world: World) -> None:
    for fault in ({"refuse_code": 131026}, {"unavailable": True}):
        world.whatsapp_fails(**fault)
        case_id = new_case_id()
        case = a_proven_case(id=case_id, proof_hash=case_id, status=Status.AT_DESK)
        world.have(a_file(case, wait=a_wait(token=f"task-token {case_id}")))
        form = {"answer": "closed", "reason": "Dibatalkan"}
        path = f"/meja/{case_id}"
        page = requested(desk.handler, "POST", path, form=form, officer=OFFICER)
        assert page.status == 200
        assert "Mohon beri tahu lewat telepon" in page.text
        assert world.file(case_id).case.status is Status.CLOSED


def test_to_send_again_gives_up_the_try_before(world: World) -> None:
    file = at_desk(world, "Unsettled", found=found(), staged=staged(), right="recorded_phone")
    world.store.save(file, file.with_attempt(an_attempt()))
    answer(answer="send_again")
    assert [attempt.outcome for attempt in world.file().attempts] == ["given_up"]


def test_the_queue_shows_who_waits_and_nothing_of_their_person(world: World) -> None:
    at_desk(world, "right_unknown")
    other = new_case_id()
    world.have(a_file(a_proven_case(id=other, proof_hash=other), wait=a_wait(waiting_for="kadis")))
    page = shown("/meja")
    assert page.status == 200
    assert f'href="/meja/{CASE_ID}"' in page.text
    assert other not in page.text
    assert "Hak pemohon atas dokumen belum jelas" in page.text
    assert an_applicant().nik not in page.text
    assert "Contoh Siti Aminah" in page.text


def test_a_queue_that_keeps_itself_up_to_date_does_not_keep_a_session_open(world: World) -> None:
    cookie = signed_in(OFFICER)
    token = cookie.partition("=")[2]

    def last_seen(by: str) -> Any:
        headers = {"Cookie": cookie, "Sec-Fetch-Dest": by}
        assert requested(desk.handler, "GET", "/meja", headers=headers).status == 200
        session = SessionStore(aws.dynamodb(), TABLE).session(token)
        return session and session.last_seen

    later = world.clock.pass_by(minutes=10)
    assert last_seen("empty") == NOW
    assert last_seen("document") == later


@pytest.mark.usefixtures("world")
def test_an_empty_queue_says_so() -> None:
    assert "Antrean kosong" in shown("/meja").text


def test_a_case_is_shown_with_what_an_officer_needs_and_nothing_is_written(world: World) -> None:
    at_desk(world, "right_unknown", found=found(), verdict="OTHER_TEXT: nik")
    before = world.items()
    page = shown(PATH)
    for needed in (
        *(an_applicant().nik, an_applicant().name, found().subject_name, "Berhak?"),
        "Pemohon berhak?",
    ):
        assert needed in page.text
    assert "tidak utuh" not in page.text
    assert world.items() == before
    assert '"officer":"siti.aminah"' in world.logs.getvalue()


def test_a_card_that_was_tampered_with_is_pointed_out(world: World) -> None:
    handed: Any = {"step": 2, "act": "unsigned", "holder": "MENWA", "paraf": "MENWA", "to": "Meja"}
    file = a_file(a_proven_case(reason="gate_refused"), wait=a_wait())
    file = file.handed_over(now=file.case.created_at, occasion="look:1", **handed)
    forged = file.entries[0].model_copy(update={"holder": "Orang lain"})
    world.have(CaseFile(case=file.case, entries=(forged,), wait=file.wait))
    assert "Catatan nomor 1 berubah, hilang, atau disisipkan" in shown(PATH).text


def test_a_long_reason_is_cut_to_what_the_card_can_carry(world: World) -> None:
    at_desk(world)
    assert answer(answer="closed", reason="a" * 100_000).status == 200
    assert world.file().notes == {1: "a" * 500}
