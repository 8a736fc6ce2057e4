"""Whoever holds the phone says that the PDF is wrong, or not theirs; an officer answers."""

import re
from typing import Any

import pytest

from check_siak import ask_desk, desk, step
from menwa import aws
from menwa.case import START, Attempt
from menwa.delivery import mark_of
from menwa.errors import AlreadyAnswered
from menwa.objections import NOT_MINE, WRONG_DATA, Kind, Objections, Tapped
from menwa.persons import PersonStore
from menwa.recipient import Recipient
from menwa.types import Status
from tests.builders import (
    CASE_ID,
    PHONE,
    SECOND_RUN,
    a_cleared_case,
    a_delivered_file,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
    an_attempt,
)
from tests.steps.calling import Reply, requested, visited
from tests.steps.chatting import Chat
from tests.steps.world import TABLE, World

PATH = f"/meja/{CASE_ID}"
OTHER = "+6289900000102"


def objects(world: World, kind: Kind, words: str = "", by: Tapped | None = None) -> None:
    objections = Objections(world.store, aws.step_functions())
    objections.hear(CASE_ID, kind, words, world.clock.moment, by=by)


def shown(path: str = PATH) -> str:
    return requested(desk.handler, "GET", path, officer="siti.aminah").text


def answers(**form: str) -> Reply:
    return requested(desk.handler, "POST", PATH, form=form, officer="siti.aminah")


def counted(world: World) -> int:
    return world.logs.getvalue().count("NotTheirDocument")


def test_what_was_mended_is_looked_up_and_sent_anew(world: World) -> None:
    world.writes()
    world.have(a_delivered_file())
    objects(world, WRONG_DATA, "Nama ibu keliru")
    page = shown()
    assert "Nama ibu keliru" in page
    assert "Sudah diperbaiki, kirim lagi" in page
    assert "Salah kirim" not in page
    assert "Jawaban Anda sudah dicatat" in answers(answer="data_corrected").text
    assert world.begun() == [f"{CASE_ID}-2"]
    assert "sudah kami periksa dan perbaiki" in world.texts()[-1]
    file = world.file()
    assert file.wait is not None
    assert (file.case.run, file.wait.waiting_for) == (2, START)
    assert "tidak menunggu di meja" in answers(answer="data_corrected").text


def test_whose_data_is_right_reads_why(world: World) -> None:
    world.writes()
    world.have(a_delivered_file())
    objects(world, WRONG_DATA)
    assert "Tulis alasannya" in answers(answer="data_right").text
    answers(answer="data_right", reason="Namanya sesuai akta nikah.")
    assert "Namanya sesuai akta nikah." in world.texts()[-1]
    assert world.file().case.status is Status.DELIVERED


def test_not_mine_alarms_once_and_shows_until_when_it_has_to_be_told(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.have(a_delivered_file())
    objects(world, NOT_MINE)
    objects(world, NOT_MINE)
    assert capsys.readouterr().out.count('"NotTheirDocument":') == 1
    page = shown()
    until = "paling lambat Kamis, 26 November 2026 pukul 10.00 WIB"
    assert f"Pemberitahuan kepada yang bersangkutan dan lembaga {until}" in page
    assert "Pemohon memakai nomor WhatsApp lain" not in page
    assert "beri tahu paling lambat" in re.sub(r"\s+", " ", shown("/meja"))


def test_a_pdf_that_went_wrong_stays_recorded(world: World) -> None:
    world.writes()
    world.have(a_delivered_file())
    objects(world, NOT_MINE)
    assert "Tulis apa yang sudah dilakukan." in answers(answer="wrong_recipient").text
    answers(answer="wrong_recipient", reason="Pemilik data ditelepon")
    assert "memang bukan untuk Anda" in world.texts()[-1]
    assert "Pemilik data" not in world.texts()[-1]
    file = world.file()
    assert (file.case.status, file.wait) == (Status.CLOSED, None)
    assert file.case.frozen_at is not None
    assert "Pemilik data ditelepon" in shown()


def test_the_officers_word_is_about_what_was_on_the_screen(world: World) -> None:
    world.have(a_delivered_file())
    objects(world, WRONG_DATA)
    found = re.search(r'name="screen" value="(\w+)"', shown())
    assert found
    objects(world, NOT_MINE)
    assert answers(answer="data_right", reason="Benar", screen=found[1]).status in {409, 422}
    assert world.file().case.frozen_at is not None


def on_its_way(world: World, *attempts: Attempt, **changes: Any) -> None:
    wait = a_wait(waiting_for="settling", asked="whatsapp")
    world.have(a_file(a_cleared_case(**changes), wait=wait, attempts=attempts))


@pytest.mark.parametrize("message", ["wamid.1", None])
def test_who_speaks_of_the_pdf_has_it_whatever_the_receipts_say(
    world: World, message: str | None
) -> None:
    on_its_way(world, an_attempt(outcome="accepted", to=mark_of(PHONE), wamid="wamid.1"))
    objects(world, WRONG_DATA, by=Tapped(PHONE, message))
    assert world.procedure.answers == [("task-token", {"answer": "delivered"})]
    file = world.file()
    assert file.wait is not None
    assert (file.wait.reason, file.wait.token) == (WRONG_DATA, "")


FIRST = an_attempt(outcome="delivered", to=mark_of(PHONE), wamid="wamid.1")
AGAIN = an_attempt(number=2, run=2, outcome="accepted", to=mark_of(PHONE), wamid="wamid.2")
ELSEWHERE = AGAIN.model_copy(update={"run": 1, "to": mark_of(OTHER)})


@pytest.mark.parametrize(
    ("second", "by"),
    [
        (AGAIN, Tapped(PHONE, "wamid.1")),
        (AGAIN, Tapped(PHONE, None)),
        (AGAIN, None),
        (ELSEWHERE, Tapped(PHONE, "wamid.1")),
        (ELSEWHERE, Tapped(PHONE, None)),
    ],
    ids=["an older message", "one of two", "the page", "the former phone", "it alone"],
)
def test_who_speaks_of_another_message_says_nothing_of_this_one(
    world: World, second: Attempt, by: Tapped | None
) -> None:
    to = PHONE if second is AGAIN else OTHER
    changes = {"applicant": an_applicant(phone=to), "identity": Recipient(phone=to)}
    world.secrets.add(OTHER.removeprefix("+"))
    on_its_way(world, FIRST, second, run=second.run, **changes)
    objects(world, NOT_MINE, by=by)
    assert [one.outcome for one in world.file().attempts] == ["delivered", "accepted"]


def test_a_try_whose_answer_was_lost_is_known_by_the_tap(world: World) -> None:
    lost = AGAIN.model_copy(update={"outcome": "intended", "wamid": None})
    on_its_way(world, FIRST, lost, run=2)
    objects(world, WRONG_DATA, by=Tapped(PHONE, "wamid.2"))
    assert [one.outcome for one in world.file().attempts] == ["delivered", "delivered"]


@pytest.mark.parametrize("outcome", ["given_up", "failed", "intended", "accepted", "delivered"])
def test_whoever_may_have_it_is_heard_though_another_phone_is_the_cases_now(
    world: World, outcome: Any
) -> None:
    case = a_proven_case(
        applicant=an_applicant(phone=OTHER), identity=Recipient(phone=OTHER), reason="look_again"
    )
    sent = an_attempt(outcome=outcome, to=mark_of(PHONE))
    world.have(a_file(case, wait=a_wait(asked="siak"), attempts=(sent,)))
    chat = Chat(world)
    for _ in range(2):
        (answer,) = chat.taps(f"NOT_MINE:{CASE_ID}")
        assert "Mohon jangan buka atau teruskan PDF itu" in answer
        assert chat.buttons == ()
        world.clock.pass_by(minutes=2)
    assert world.file().case.frozen_at is not None
    visited(ask_desk.handler, CASE_ID, reason=NOT_MINE, visit="desk", token="task-token 2")
    assert "Penerima tidak menulis keterangan" in " ".join(shown().split())


@pytest.mark.parametrize("tap", ["WRONG_DATA", "NOT_MINE"])
def test_what_is_written_after_the_tap_stands_with_the_objection(world: World, tap: str) -> None:
    chat = Chat(world)
    world.have(a_delivered_file(identity=chat.sender))
    (asks,) = chat.taps(f"{tap}:{CASE_ID}")
    assert ("Balas di sini" if tap == "WRONG_DATA" else "salah tekan, balas saja di sini") in asks
    words = chat.message("Nama ibu tertulis Siti, NIK 9971014209770001")
    (thanks,) = chat.sends(words)
    assert thanks.startswith("Terima kasih, keterangan Anda sudah kami teruskan kepada petugas.")
    assert chat.sends(words, chat.message("Seharusnya Sita"), chat.message("ok")) == []
    page = shown()
    assert "Nama ibu tertulis Siti, NIK (16 angka)\nSeharusnya Sita</blockquote>" in page
    assert "Penerima tidak menulis keterangan" not in page
    assert len(chat.writes("STATUS")) == 1


def test_after_an_objection_on_the_page_the_chat_adds_to_it(world: World) -> None:
    chat = Chat(world)
    world.have(a_delivered_file(identity=chat.sender))
    case, persons = world.file().case, PersonStore(aws.dynamodb(), TABLE, "the-person-key")
    persons.write(persons.asking(case, chat.sender, None, world.clock.moment))
    objects(world, WRONG_DATA, "Nama ibu keliru")
    chat.writes("Seharusnya Siti Aminatun")
    assert "Nama ibu keliru\nSeharusnya Siti Aminatun</blockquote>" in shown()


def test_words_that_came_meanwhile_are_read_before_the_officer_answers(world: World) -> None:
    chat = Chat(world)
    world.have(a_delivered_file(identity=chat.sender))
    chat.taps(f"NOT_MINE:{CASE_ID}")
    found = re.search(r'name="screen" value="(\w+)"', shown())
    assert found
    chat.writes("Maaf, salah pencet")
    late = answers(answer="wrong_recipient", reason="Ditelepon", screen=found[1])
    assert late.status in {409, 422}
    assert world.file().case.status is Status.AT_DESK


def test_so_many_messages_stand_with_an_objection_and_no_more(world: World) -> None:
    chat = Chat(world)
    world.have(a_delivered_file(identity=chat.sender))
    chat.taps(f"WRONG_DATA:{CASE_ID}")
    before = len(world.file().entries)
    chat.sends(*[chat.message(f"Kata {number}") for number in range(12)])
    assert len(world.file().entries) == before + 10


def test_who_asks_for_help_after_objecting_means_the_question(world: World) -> None:
    chat = Chat(world)
    world.have(a_delivered_file(identity=chat.sender))
    chat.taps(f"WRONG_DATA:{CASE_ID}")
    world.clock.pass_by(minutes=2)
    chat.writes("BANTUAN")
    assert chat.writes("Jam berapa buka?") == []
    assert "Jam berapa buka?" not in shown()


def test_what_is_written_after_the_officers_answer_is_no_objection(world: World) -> None:
    chat = Chat(world)
    world.have(a_delivered_file(identity=chat.sender))
    chat.taps(f"WRONG_DATA:{CASE_ID}")
    answers(answer="data_right", reason="Sesuai akta nikah.")
    before = len(world.file().entries)
    chat.writes("Halo")
    assert len(world.file().entries) == before


def test_whom_the_pdf_surely_did_not_reach_learns_nothing(world: World) -> None:
    case = a_proven_case(applicant=an_applicant(phone=OTHER), identity=Recipient(phone=OTHER))
    refused = an_attempt(outcome="refused", to=mark_of(PHONE))
    world.have(a_file(case, wait=a_wait(), attempts=(refused,)))
    chat = Chat(world)
    (answer,) = chat.taps(f"NOT_MINE:{CASE_ID}")
    assert answer.startswith("Halo, ini layanan dokumen")
    assert world.file().case.frozen_at is None


def test_what_is_under_way_again_is_stopped_at_once(world: World) -> None:
    sent = an_attempt(outcome="delivered")
    waits = a_wait(waiting_for="kasi-identitas", asked="kasi")
    case = a_proven_case(run=2, status=Status.WITH_OFFICIAL, right="recorded_phone")
    world.have(a_file(case, wait=waits, attempts=(sent,)))
    objects(world, NOT_MINE)
    assert world.procedure.answers == [("task-token", {"error": NOT_MINE})]
    again = {"reason": NOT_MINE, "run": SECOND_RUN}
    visited(ask_desk.handler, CASE_ID, token="task-token at the desk", **again)
    answers(answer="rightly_theirs")
    assert world.procedure.answers[-1] == ("task-token at the desk", {"answer": "look_again"})
    assert world.file().case.frozen_at is None


def test_what_is_said_not_to_be_theirs_is_not_even_looked_up(world: World) -> None:
    case = a_proven_case(run=2, right="recorded_phone", frozen_at=world.clock.moment)
    world.have(a_file(case, wait=a_wait(waiting_for=START, token="")))
    visited(step.handler, CASE_ID, level="kasi", run=SECOND_RUN)
    assert world.procedure.answers == [("task-token", {"found": "desk", "reason": NOT_MINE})]
    assert world.objects() == []


def test_of_what_never_came_nothing_is_heard(world: World) -> None:
    world.have(a_file(wait=a_wait()))
    for kind in (WRONG_DATA, NOT_MINE):
        with pytest.raises(AlreadyAnswered):
            objects(world, kind)
    assert counted(world) == 0
