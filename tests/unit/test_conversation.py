"""What a message means, however it was typed."""

from typing import Any

import pytest

from intake.conversation import Meaning, names_a_person, understood, without_numbers
from menwa.recipient import Recipient
from menwa.whatsapp_updates import IdentityChange, InboundMessage
from tests.builders import CASE_ID, NOW, PHONE

CODE_FOUND = Meaning("code", "AB12CD34")


def meant(text: str | None = None, **message: Any) -> Meaning:
    known = {
        "id": "wamid.1",
        "sender": Recipient(phone=PHONE),
        "kind": "text",
        "text": text,
        "timestamp": NOW,
    }
    return understood(InboundMessage.model_validate(known | message))


@pytest.mark.parametrize(
    "text",
    [
        "MENWA AB12-CD34",
        "MENWA AB12-CD34.",
        "menwa ab12 cd34",
        "Menwa ab12cd34",
        "  MENWA: AB12\u2013CD34!  ",
        "*MENWA AB12-CD34*",
        '"MENWA AB12-CD34"',
        "MENWA\nAB12-CD34",
        "MENWAAB12CD34",
        "menwa abi2 cd34",
        "menwa ABl2 CD34",
        "MENWA kode: AB12CD34",
        "menwa kode ab12 - cd34",
        "tolong MENWA AB12-CD34",
        "MENWA AB12-CD34 makasih ya",
    ],
)
def test_a_code_is_found_however_it_is_typed(text: str) -> None:
    assert meant(text) == CODE_FOUND


@pytest.mark.parametrize(
    "text",
    [
        "MENWA AB12",
        "MENWA AB12-CD3",
        "MENWA AB12-CD345",
        "MENWA-kode",
        "menwa kode saya mana",
        "MENWA 1",
        "AB12-CD34",
        "ab12 cd34",
    ],
)
def test_what_looks_like_a_broken_code_is_seen(text: str) -> None:
    assert meant(text) == Meaning("broken_code")


@pytest.mark.parametrize(
    "text",
    [
        "STATUS",
        "status",
        "  Status?? ",
        "*STATUS*",
        "\uff33\uff34\uff21\uff34\uff35\uff33",
        "status dong",
        "cek status min",
        "Assalamualaikum, mau tanya status permohonan saya pak",
        "bantu cek status",
        "menwa status",
        "sudah sampai mana ya?",
        "kapan jadi",
        "Kapan selesai, kak?",
    ],
)
def test_people_ask_where_it_stands(text: str) -> None:
    assert meant(text) == Meaning("status")


@pytest.mark.parametrize(
    "text", ["BATAL", "batal!", "batalkan", "tolong batalkan permintaan saya", "mau cancel dong"]
)
def test_people_take_it_back(text: str) -> None:
    assert meant(text) == Meaning("cancel")


@pytest.mark.parametrize(
    "text",
    [
        "BANTUAN",
        "bantuan.",
        "bantu",
        "help",
        "minta bantuan dong",
        "saya butuh bantuan",
        "petugas",
        "mau bicara dengan petugas",
    ],
)
def test_people_cry_for_help(text: str) -> None:
    assert meant(text) == Meaning("help")


@pytest.mark.parametrize(
    "text",
    [
        "Halo",
        "p",
        "min",
        "tolong",
        "MENWA",
        "menwa itu apa?",
        "status cerai saya bagaimana",
        "status batal",
        "jangan batalkan",
        "akta batal nikah",
        "bantuan sosial",
        "petugasnya tidak ramah",
        "KTP saya sudah jadi",
        "Nama anak saya salah",
        "20 menit lagi",
        "2024-2025",
        "",
        "???",
        None,
    ],
)
def test_what_is_not_clear_is_not_guessed(text: str | None) -> None:
    assert meant(text) == Meaning("unclear")


@pytest.mark.parametrize("text", ["Terima kasih", "makasih ya min", "ok", "Oke siap pak", "🙏🙏"])
def test_thanks_need_no_answer(text: str) -> None:
    assert meant(text) == Meaning("thanks")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (f"STATUS {CASE_ID}", "status"),
        (f"batal {CASE_ID.lower()}", "cancel"),
        (CASE_ID.replace("-", ""), "status"),
        (f"Status permintaan {CASE_ID} dong", "status"),
    ],
)
def test_a_command_may_name_a_request(text: str, meaning: Any) -> None:
    assert meant(text) == Meaning(meaning, case_id=CASE_ID)


def test_a_request_that_cannot_be_is_not_named() -> None:
    assert meant("STATUS MW-00000000009") == Meaning("status")


@pytest.mark.parametrize(
    "text", ["9971014209770001", "NIK saya 9971 0142 0977 0001", "status 9971.0142.0977.0001"]
)
def test_sixteen_digits_are_no_command_and_are_kept_from_the_desk(text: str) -> None:
    assert meant(text) == Meaning("unclear")
    assert names_a_person(text)
    assert "0977" not in without_numbers(text)


@pytest.mark.parametrize("text", ["081234567890", "12345678901234567", "5 3 1990", None])
def test_other_digits_name_nobody(text: str | None) -> None:
    assert not names_a_person(text)


def test_a_code_below_a_picture_counts() -> None:
    assert meant("MENWA AB12-CD34", kind="media", media="image") == CODE_FOUND


@pytest.mark.parametrize("media", ["voice", "sticker", "document", "video"])
def test_what_has_no_words_is_not_understood(media: str) -> None:
    assert meant(kind="media", media=media) == Meaning("unclear")
    assert meant(kind="unsupported") == Meaning("unclear")


@pytest.mark.parametrize(
    ("payload", "meaning"),
    [
        (f"STATUS:{CASE_ID}", Meaning("tap", "STATUS", CASE_ID)),
        (f"CANCEL_YES:{CASE_ID}", Meaning("tap", "CANCEL_YES", CASE_ID)),
        (f"SURVEY:{CASE_ID}:4", Meaning("tap", "SURVEY", f"{CASE_ID}:4")),
    ],
)
def test_a_tap_says_what_its_button_carries(payload: str, meaning: Meaning) -> None:
    assert meant("Ya, batalkan", kind="button", payload=payload) == meaning


def test_a_button_of_others_is_read_as_its_words() -> None:
    assert meant("Status", kind="button", payload="whatever") == Meaning("status")


@pytest.mark.parametrize("kind", ["reaction", "system"])
def test_a_thumb_up_means_nothing(kind: str) -> None:
    assert meant(kind=kind) == Meaning("nothing")


def test_a_shared_phone_and_a_changed_number_are_seen() -> None:
    assert meant(kind="contact", shared_phone=PHONE) == Meaning("phone")
    assert meant(kind="contact") == Meaning("unclear")
    changed = IdentityChange(what="number", now=Recipient(phone="+6289900000102"))
    assert meant(kind="system", change=changed) == Meaning("identity")
