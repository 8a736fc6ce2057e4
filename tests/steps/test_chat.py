"""The chat: what somebody is told, and what they may do, whatever they write."""

from datetime import timedelta
from typing import Any

import pytest

from menwa import aws
from menwa.case import Case
from menwa.cases import hash_of
from menwa.form_links import FormLinks
from menwa.persons import PersonStore
from menwa.questions import QuestionStore
from menwa.recipient import Recipient
from menwa.types import Status, new_case_id
from menwa.whatsapp_updates import IdentityChange
from send_pdf.rules import what_forbids_sending
from tests.builders import (
    CASE_ID,
    CODE,
    NOW,
    OFFICE,
    PHONE,
    a_case,
    a_file,
    a_proven_case,
    a_wait,
    an_attempt,
)
from tests.steps.chatting import Chat
from tests.steps.world import TABLE, URL, World

OTHER = "+6289900000102"
SECOND = "MW-00000000011"
PROOF, SECOND_PROOF = "MENWA AB12-CD34", "MENWA XY12-ZW34"
KK = OFFICE.documents["kk"].name


@pytest.fixture
def chat(world: World) -> Chat:
    return Chat(world)


def asked(chat: Chat) -> None:
    """A request of theirs that is under way."""
    chat.world.store.create(a_case())
    chat.writes(PROOF)


def asked_for_two(chat: Chat) -> None:
    asked(chat)
    chat.world.store.create(another(document_type="akta_kelahiran", number=None))
    chat.writes(SECOND_PROOF)


def another(**changes: Any) -> Case:
    return a_case(id=SECOND, proof_hash=hash_of("XY12ZW34"), **changes)


def waiting_words(chat: Chat) -> list[list[str]]:
    found = QuestionStore(aws.dynamodb(), TABLE).waiting(chat.world.clock.moment)
    return [[one.text for one in question.words] for _, question in found]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Halo", {}),
        (None, {"kind": "unsupported"}),
        ("Tombol", {"kind": "button", "payload": f"SURVEY:{CASE_ID}:4"}),
    ],
)
def test_whatever_is_written_leads_to_the_form_which_knows_the_phone(
    chat: Chat, text: str | None, changes: dict[str, Any]
) -> None:
    (answer,) = chat.writes(text, **changes)
    assert answer.startswith("Halo, ini layanan dokumen")
    token = chat.link.removeprefix(f"{URL}/mulai/")
    links = FormLinks(aws.dynamodb(), TABLE)
    assert links.find(token, NOW) == chat.sender
    assert links.find(token, NOW + timedelta(minutes=30)) is None


def test_a_nik_in_the_chat_is_kindly_refused_and_goes_nowhere(chat: Chat) -> None:
    (answer,) = chat.writes("9971 0142 0977 0001")
    assert answer.startswith("Demi keamanan Anda, mohon jangan kirim NIK")
    assert "9971" not in str(chat.world.items())


def test_a_broken_code_is_helped_with_but_none_is_suggested(chat: Chat) -> None:
    chat.world.store.create(a_case())
    (answer,) = chat.writes("MENWA AB12")
    assert "belum lengkap" in answer
    assert CODE not in answer.replace("-", "")


def test_an_unknown_code_brings_a_new_form(chat: Chat) -> None:
    (answer,) = chat.writes("MENWA 0000-0000")
    assert "tidak kami kenali" in answer
    assert chat.link.startswith(f"{URL}/mulai/")


def test_who_has_a_request_reads_first_where_it_stands(chat: Chat) -> None:
    asked(chat)
    (answer,) = chat.writes("Halo")
    assert answer.startswith(f"{KK} ({CASE_ID}): kami sedang mencari dokumen Anda.")
    assert "BATAL untuk membatalkan" in answer


def test_batal_is_named_only_where_something_can_be_cancelled(chat: Chat) -> None:
    asked(chat)
    file = chat.world.file()
    sent = file.with_attempt(an_attempt(outcome="accepted")).updated(status=Status.SENDING)
    chat.world.store.save(file, sent)
    (answer,) = chat.writes("Halo")
    assert "BATAL" not in answer
    assert "Balas STATUS" in answer


@pytest.mark.parametrize("media", ["voice", "sticker", "image"])
def test_what_we_cannot_open_is_said_before_the_form(chat: Chat, media: str) -> None:
    (answer,) = chat.writes(kind="media", media=media)
    assert answer.startswith("Maaf, pesan suara, foto, dan stiker tidak dapat kami buka.")
    assert answer.count("BANTUAN") == 1
    assert chat.link.startswith(f"{URL}/mulai/")


def test_twenty_messages_in_a_minute_get_one_answer(chat: Chat) -> None:
    assert len(chat.sends(*[chat.message(f"halo {n}") for n in range(20)])) == 1
    chat.world.clock.pass_by(seconds=61)
    assert len(chat.sends(*[chat.message("STATUS") for _ in range(20)])) == 1


def test_codes_act_though_they_come_fast(chat: Chat) -> None:
    asked_for_two(chat)
    assert sorted(chat.world.begun()) == [CASE_ID, SECOND]
    assert chat.world.file(SECOND).case.status is Status.CHECKING


def test_a_second_message_that_nobody_understands_stands_at_the_desk(chat: Chat) -> None:
    chat.writes("Halo")
    chat.world.clock.pass_by(minutes=2)
    (answer,) = chat.writes("Nama anak saya salah")
    assert "kami teruskan kepada petugas" in answer
    assert OFFICE.opening in answer
    chat.world.clock.pass_by(minutes=2)
    assert chat.writes("NIK-nya 9971014209770001") == []
    (waiting,) = waiting_words(chat)
    assert waiting == ["Halo", "Nama anak saya salah", "NIK-nya (16 angka)"]


def test_what_is_written_before_the_answer_is_read_counts_as_one(chat: Chat) -> None:
    assert len(chat.sends(chat.message("Halo"), chat.message("Mau tanya"))) == 1
    assert waiting_words(chat) == []


def test_an_old_message_that_comes_again_changes_nothing(chat: Chat) -> None:
    old = chat.message("Halo")
    chat.sends(old)
    chat.world.clock.pass_by(minutes=10)
    chat.writes("STATUS")
    assert chat.sends(old) == []
    (answer,) = chat.writes("Halo?")
    assert answer.startswith("Halo, ini layanan dokumen")


def test_a_message_that_is_understood_breaks_the_row(chat: Chat) -> None:
    chat.writes("Halo")
    chat.world.clock.pass_by(minutes=2)
    chat.writes("STATUS")
    chat.world.clock.pass_by(minutes=2)
    chat.writes("Halo")
    assert waiting_words(chat) == []


def test_a_cry_for_help_is_heard_at_once(chat: Chat) -> None:
    (answer,) = chat.writes("BANTUAN")
    assert answer == OFFICE.text("help_begun")
    assert chat.writes("Akta saya hilang") == []
    (still,) = chat.writes("bantuan")
    assert still.startswith("Pesan Anda sudah ada pada petugas sejak Senin, 23 November 2026")
    assert chat.writes("bantuan") == []
    assert waiting_words(chat) == [["BANTUAN", "Akta saya hilang", "bantuan", "bantuan"]]
    assert len(chat.writes("STATUS")) == 1


def test_help_after_a_question_has_passed_it_on(chat: Chat) -> None:
    chat.writes("Akta saya hilang")
    (answer,) = chat.writes("BANTUAN")
    assert answer.startswith("Baik, pesan Anda sudah kami teruskan kepada petugas.")


def test_after_a_day_without_an_officer_the_machine_speaks_again(chat: Chat) -> None:
    chat.writes("BANTUAN")
    chat.world.clock.pass_by(hours=24, minutes=1)
    assert len(chat.writes("Halo?")) == 1
    assert waiting_words(chat) == [["BANTUAN"]]


def test_status_tells_of_all_that_is_open_in_one_message(chat: Chat) -> None:
    asked_for_two(chat)
    (answer,) = chat.writes("status dong")
    assert CASE_ID in answer
    assert SECOND in answer


def test_status_opens_the_requests_own_page(chat: Chat) -> None:
    asked(chat)
    chat.writes("STATUS")
    assert chat.link.startswith(f"{URL}/lacak/")


def test_status_tells_what_the_last_one_became(chat: Chat) -> None:
    asked(chat)
    chat.taps(f"CANCEL_YES:{CASE_ID}")
    (answer,) = chat.writes("STATUS")
    assert "sudah dibatalkan" in answer
    assert "/mulai/" in chat.link


def test_status_of_nobody_leads_to_the_form(chat: Chat) -> None:
    (answer,) = chat.writes("STATUS")
    assert answer.startswith("Belum ada permintaan")
    assert "/mulai/" in chat.link


def test_batal_asks_before_it_takes_back(chat: Chat) -> None:
    asked(chat)
    (answer,) = chat.writes("BATAL")
    assert answer.startswith(f"Batalkan permintaan {KK} ({CASE_ID})?")
    assert [one.label for one in chat.buttons] == ["Ya, batalkan", "Tidak jadi"]
    assert not chat.world.file().case.status.ended
    (kept,) = chat.taps(chat.buttons[1].value)
    assert kept.startswith("Baik, permintaan Anda tetap kami lanjutkan.")
    assert not chat.world.file().case.status.ended
    (done,) = chat.taps(f"CANCEL_YES:{CASE_ID}")
    assert "sudah kami batalkan" in done
    assert chat.world.file().case.reason == "withdrawn"


def test_of_several_batal_asks_which(chat: Chat) -> None:
    asked_for_two(chat)
    (answer,) = chat.writes("BATAL")
    assert answer.startswith("Permintaan mana yang ingin Anda batalkan?")
    assert sorted(one.value for one in chat.buttons) == [f"CANCEL:{CASE_ID}", f"CANCEL:{SECOND}"]
    (asks,) = chat.taps(f"CANCEL:{SECOND}")
    assert SECOND in asks
    chat.taps(f"CANCEL_YES:{SECOND}")
    assert chat.world.file(SECOND).case.status is Status.CLOSED
    assert chat.world.file().case.status is Status.CHECKING


def test_an_answer_on_its_way_is_withdrawn_with_it(chat: Chat) -> None:
    asked(chat)
    file = chat.world.file()
    chat.world.store.save(file, file.opened(a_wait(token="task-token")))
    chat.taps(f"CANCEL_YES:{CASE_ID}")
    assert [answer for _, answer in chat.world.procedure.answers] == [{"error": "Withdrawn"}]


def test_what_was_sent_is_not_taken_back(chat: Chat) -> None:
    asked(chat)
    file = chat.world.file()
    chat.world.store.save(
        file,
        file.with_attempt(an_attempt(outcome="accepted")).updated(status=Status.SENDING),
    )
    (answer,) = chat.writes("BATAL")
    assert answer.startswith("Maaf, permintaan ini tidak dapat dibatalkan lagi.")
    chat.taps(f"CANCEL_YES:{CASE_ID}")
    assert chat.world.file().case.status is Status.SENDING


def test_who_never_asked_has_nothing_to_take_back(chat: Chat) -> None:
    (answer,) = chat.writes("BATAL")
    assert answer.startswith("Tidak ada permintaan yang sedang berjalan")


@pytest.mark.parametrize("act", ["STATUS", "CANCEL", "CANCEL_YES", "WRONG_DATA", "NOT_MINE"])
def test_anothers_buttons_tell_and_do_nothing(chat: Chat, act: str) -> None:
    asked(chat)
    before = chat.world.file()
    (answer,) = Chat(chat.world, OTHER).taps(f"{act}:{CASE_ID}")
    assert answer.startswith("Halo, ini layanan dokumen")
    assert chat.world.file() == before


def test_who_says_that_it_is_not_theirs_is_believed_at_once(chat: Chat) -> None:
    asked(chat)
    file = chat.world.file()
    sent = file.with_attempt(an_attempt(outcome="delivered")).cleared()
    chat.world.store.save(file, sent.updated(status=Status.DELIVERED, ended_at=NOW))
    (answer,) = chat.taps(f"NOT_MINE:{CASE_ID}")
    assert "Mohon jangan buka atau teruskan PDF itu" in answer
    assert chat.world.file().case.frozen_at == NOW


def test_asking_again_for_the_same_folds_into_the_first(chat: Chat) -> None:
    asked(chat)
    chat.world.store.create(another())
    (answer,) = chat.writes(SECOND_PROOF)
    assert answer.startswith("Dokumen ini sudah pernah Anda minta")
    assert CASE_ID in answer
    assert chat.world.begun() == [CASE_ID]
    assert chat.world.file(SECOND).case.proven_at is None
    chat.world.clock.pass_by(minutes=2)
    (once_more,) = chat.writes(SECOND_PROOF)
    assert once_more == answer


def test_one_code_proves_all_that_was_asked_for_together(chat: Chat) -> None:
    other = a_case(id=SECOND, document_type="akta_kelahiran", number=None)
    chat.world.store.create(a_case(), others=[other])
    (answer,) = chat.writes(PROOF)
    assert f"1. {KK} ({CASE_ID})" in answer
    assert SECOND in answer
    assert sorted(chat.world.begun()) == [CASE_ID, SECOND]
    chat.world.clock.pass_by(minutes=2)
    (stands,) = chat.writes(PROOF)
    assert "sedang mencari dokumen Anda" in stands


def test_that_somebody_wrote_is_kept_to_the_hour(chat: Chat) -> None:
    asked(chat)
    chat.world.clock.pass_by(minutes=59)
    chat.writes("STATUS")
    assert chat.world.file().case.heard_at == NOW
    later = chat.world.clock.pass_by(minutes=1)
    chat.writes("STATUS")
    assert chat.world.file().case.heard_at == later


def test_thanks_need_no_answer(chat: Chat) -> None:
    assert chat.writes("terima kasih ya") == []


def hidden(world: World) -> Chat:
    """Somebody with a username: the office sees a user id only."""
    return Chat(world, seen=False)


def shares(chat: Chat, phone: str = PHONE) -> list[str]:
    return chat.writes(kind="contact", shared_phone=phone)


def test_who_hides_their_number_is_asked_for_it_and_the_code_is_not_lost(world: World) -> None:
    chat = hidden(world)
    world.store.create(a_case())
    (asks,) = chat.writes(PROOF)
    assert "kode Anda tidak perlu dikirim lagi" in asks
    assert [one.kind for one in chat.buttons] == ["share"]
    assert world.file().case.proven_at is None
    (done,) = shares(chat)
    assert f"Kode permintaan: {CASE_ID}" in done
    assert world.file().case.identity == Recipient(phone=PHONE, user_id=chat.user_id)


def test_whose_phone_was_shared_once_is_known_by_user_id(world: World) -> None:
    chat = hidden(world)
    world.store.create(a_case())
    chat.writes(PROOF)
    shares(chat)
    (answer,) = chat.writes("STATUS")
    assert CASE_ID in answer


def test_who_does_not_share_it_is_helped_at_the_counter(world: World) -> None:
    chat = hidden(world)
    (asks,) = chat.writes("Halo")
    assert "nomor Anda belum terlihat" in asks
    world.clock.pass_by(minutes=2)
    (helps,) = chat.writes("MENWA 0000-0000")
    assert "datang ke loket" in helps
    assert "/mulai/" not in str(world.on_phone(PHONE))


def test_who_shares_it_without_a_code_is_led_to_the_form(world: World) -> None:
    chat = hidden(world)
    chat.writes("Halo")
    (answer,) = shares(chat)
    assert answer.startswith("Terima kasih, nomor Anda sudah kami terima.")
    token = chat.link.removeprefix(f"{URL}/mulai/")
    person = FormLinks(aws.dynamodb(), TABLE).find(token, NOW)
    assert person == Recipient(phone=PHONE, user_id=chat.user_id)


def test_an_unknown_code_of_a_hidden_phone_is_told_only_after_it_is_known(world: World) -> None:
    chat = hidden(world)
    (asks,) = chat.writes("MENWA 0000-0000")
    assert "tidak kami kenali" not in asks
    (answer,) = shares(chat)
    assert "tidak kami kenali" in answer


@pytest.mark.parametrize("what", ["number", "user_id"])
def test_a_number_that_changed_hands_holds_the_pdf_and_tells_nobody(chat: Chat, what: str) -> None:
    asked(chat)
    change = IdentityChange.model_validate({"what": what, "now": {"user_id": "ID.new"}})
    assert chat.writes(kind="system", change=change) == []
    case = chat.world.file().case
    assert case.identity_doubt == "another_holder"
    assert "phone_not_proven" in what_forbids_sending(case)
    (answer,) = chat.writes("STATUS")
    assert answer.startswith("Belum ada permintaan")


def test_a_phone_that_was_only_set_up_anew_is_still_theirs(chat: Chat) -> None:
    asked(chat)
    chat.writes(kind="system", change=IdentityChange(what="device"))
    assert chat.world.file().case.identity_doubt is None


def test_another_user_id_on_the_same_number_is_another_person(chat: Chat) -> None:
    asked(chat)
    stranger = Chat(chat.world, user_id="ID.another")
    (answer,) = stranger.writes("STATUS")
    assert answer.startswith("Belum ada permintaan")
    assert chat.world.file().case.identity_doubt == "another_holder"


def test_a_number_that_changed_hands_is_doubted_in_all_its_requests(chat: Chat) -> None:
    old, ids = Recipient(phone=PHONE, user_id="ID.old"), [new_case_id() for _ in range(12)]
    persons = PersonStore(aws.dynamodb(), TABLE, "the-person-key")
    for turn, case_id in enumerate(ids):
        unlike = {"id": case_id, "proof_hash": case_id, "number": f"99710111031900{turn:02}"}
        case = chat.world.have(a_file(a_proven_case(identity=old, **unlike))).case
        persons.write(persons.asking(case, old, None, NOW + timedelta(minutes=turn)))
    chat.world.clock.pass_by(hours=1)
    Chat(chat.world, user_id="ID.another").writes("Halo")
    assert {chat.world.file(one).case.identity_doubt for one in ids} == {"another_holder"}


def test_after_a_month_of_silence_a_number_alone_learns_nothing(world: World) -> None:
    chat = Chat(world, user_id="ID.1")
    asked(chat)
    file = world.file()
    world.store.save(file, file.updated(identity=Recipient(phone=PHONE)))
    world.clock.pass_by(days=31)
    (answer,) = chat.writes("STATUS")
    assert answer.startswith("Belum ada permintaan")
    assert world.file().case.heard_at == NOW


def test_who_taps_that_the_number_is_still_theirs_gets_the_pdf(world: World) -> None:
    chat = Chat(world)
    asked(chat)
    file = world.file()
    waits = a_wait(waiting_for="later", reason="proof_asked")
    world.store.save(file, file.updated(status=Status.SENDING).opened(waits))
    later = world.clock.pass_by(days=31)
    (answer,) = chat.taps(f"STILL_ME:{CASE_ID}")
    assert answer.startswith("Terima kasih, PDF tetap kami kirim ke nomor ini.")
    assert world.file().case.heard_at == later
    assert [one for _, one in world.procedure.answers] == [{"error": "Released"}]
