"""The desk's other queue: people whom no machine understood, answered by an officer once."""

import re
from typing import Any

import pytest

from check_siak import desk, questions
from menwa import aws
from menwa.questions import QuestionStore
from tests.builders import CASE_ID, PHONE, a_case
from tests.steps.calling import Reply, requested
from tests.steps.chatting import Chat
from tests.steps.world import TABLE, World

SITI, BUDI = "siti.aminah", "budi.santoso"


@pytest.fixture(autouse=True)
def chat(world: World) -> Chat:
    chat = Chat(world)
    chat.writes("BANTUAN")
    chat.writes("Nama anak saya salah <b>")
    return chat


def seen(path: str, officer: str | None = SITI) -> Reply:
    return requested(questions.handler, "GET", path, officer=officer)


def address() -> str:
    found = re.search(r'href="(/pertanyaan/[0-9a-f]{64})"', seen("/pertanyaan").text)
    assert found
    return found[1]


def answered(path: str, version: str | None = None, officer: str = SITI, **fields: Any) -> Reply:
    page = seen(path, officer).text
    shown = re.search(r'name="version" value="(\d+)"', page)
    form = {"answer": "reply", "version": version or (shown[1] if shown else "")} | fields
    return requested(questions.handler, "POST", path, form=form, officer=officer)


def waiting(world: World) -> int:
    return len(QuestionStore(aws.dynamodb(), TABLE).waiting(world.clock.moment))


def test_nobody_reads_them_who_has_not_signed_in() -> None:
    assert seen("/pertanyaan", officer=None).status == 303


def test_the_desk_sees_who_waits_with_their_words() -> None:
    listed = seen("/pertanyaan").text
    assert "Nama anak saya salah &lt;b&gt;" in listed
    page = seen(address()).text
    assert "BANTUAN" in page
    assert "Nama anak saya salah &lt;b&gt;" in page
    assert "Tidak ada." in page


def test_the_queue_says_how_many_wait() -> None:
    page = requested(desk.handler, "GET", "/meja", officer=SITI).text
    assert 'Pertanyaan warga <span class="count">1</span>' in page


def test_their_open_requests_stand_beside(world: World, chat: Chat) -> None:
    world.store.create(a_case())
    chat.writes("MENWA AB12-CD34")
    assert f'href="/meja/{CASE_ID}"' in seen(address()).text


def test_an_answer_reaches_the_phone_and_nobody_waits_any_more(world: World) -> None:
    reply = answered(address(), words="Silakan datang ke loket dengan {KTP-el}.")
    assert reply.status == 303
    assert world.texts()[-1].startswith("Silakan datang ke loket dengan {KTP-el}.")
    assert waiting(world) == 0
    assert "Tidak ada yang menunggu jawaban" in seen("/pertanyaan").text


def test_two_officers_answer_once(world: World) -> None:
    path, version = address(), "2"
    assert answered(path, version, words="Satu").status == 303
    assert answered(path, version, officer=BUDI, words="Dua").status == 409
    assert [text.split("\n")[0] for text in world.texts()[-1:]] == ["Satu"]


def test_an_officer_whose_answer_left_but_was_not_noted_closes_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = address()
    with monkeypatch.context() as broken:
        broken.setattr(QuestionStore, "save", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            answered(path, words="Satu")
    again = answered(path, words="Satu")
    assert again.status == 409
    assert "sudah dikirim" in again.text
    assert sum(text.startswith("Satu") for text in world.texts()) == 1
    assert answered(path, answer="called").status == 303


def test_words_that_came_meanwhile_are_read_first(world: World, chat: Chat) -> None:
    path = address()
    chat.writes("Tolong cepat")
    reply = answered(path, version="2", words="Baik")
    assert reply.status == 409
    assert "Tolong cepat" in reply.text
    assert ">Baik</textarea>" in reply.text
    assert waiting(world) == 1


@pytest.mark.parametrize("words", ["", "x" * 1001])
def test_an_answer_has_words_and_not_too_many(world: World, words: str) -> None:
    before = len(world.texts())
    assert answered(address(), words=words).status == 422
    assert len(world.texts()) == before


def test_after_a_day_the_officer_calls(world: World) -> None:
    path = address()
    world.clock.pass_by(hours=24)
    page = seen(path).text
    assert PHONE in page
    assert "<textarea" not in page
    assert answered(path, words="Halo").status == 422
    assert answered(path, answer="called").status == 303
    assert waiting(world) == 0


def test_what_whatsapp_refuses_stays_open(world: World) -> None:
    path = address()
    world.whatsapp_fails(refuse_code=131026)
    for _ in range(2):
        reply = answered(path, words="Halo")
        assert reply.status == 409
        assert "tidak mengirim jawaban ini" in reply.text
    assert waiting(world) == 1


def test_once_answered_the_machine_speaks_again(world: World, chat: Chat) -> None:
    answered(address(), words="Silakan ke loket.")
    world.clock.pass_by(hours=24)
    (answer,) = chat.writes("Halo")
    assert answer.startswith("Halo, ini layanan dokumen")
    assert waiting(world) == 0


def test_what_is_written_within_a_day_of_an_answer_goes_to_the_officer(
    world: World, chat: Chat
) -> None:
    answered(address(), words="Anak yang mana?")
    world.clock.pass_by(hours=23)
    assert chat.writes("Terima kasih") == []
    assert len(chat.writes("STATUS")) == 1
    (sticker,) = chat.writes(kind="media", media="sticker")
    assert "tidak dapat kami buka" in sticker
    assert waiting(world) == 0
    (answer,) = chat.writes("Anak kedua")
    assert answer == "Pesan Anda sudah kami teruskan kepada petugas."
    assert chat.writes("Namanya Budi") == []
    page = seen(address()).text
    assert [one in page for one in ("Nama anak saya salah", "Anak kedua", "Namanya Budi")] == [
        True
    ] * 3
    assert answered(address(), words="Baik.").status == 303
    assert waiting(world) == 0


def test_what_was_answered_is_erased_after_a_month(world: World) -> None:
    answered(address(), words="Silakan ke loket.")
    (kept,) = [item for item in world.items() if item["sk"]["S"] == "HELP"]
    days = (int(kept["expires_at"]["N"]) - world.clock.moment.timestamp()) / 86400
    assert days == 30
    assert "waiting_for" not in kept
