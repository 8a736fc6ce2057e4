"""What people do with their phones, as the office hears of it through the whole wire."""

import pytest
from flask.testing import FlaskClient

from local.whatsapp import SampleWhatsApp
from local.whatsapp.simulated import SIMULATED
from menwa.recipient import Recipient
from menwa.whatsapp import Choices, ReplyButton, WhatsAppClient
from menwa.whatsapp_updates import IdentityChange, InboundMessage
from tests.unit.whatsapp.setting import A_QUESTION, HIDDEN, RATNA, SITI, Office, listening, until

API = "/_kantor/api/hp"


def heard(sample: SampleWhatsApp) -> list[InboundMessage]:
    """All that was done so far, as it reaches an office that begins to listen."""
    office = Office()
    with listening(sample, office):
        until(lambda: bool(office.messages))
    return office.messages


@pytest.mark.parametrize(
    ("kind", "expected", "media"),
    [
        ("voice", "media", "voice"),
        ("sticker", "media", "sticker"),
        ("image", "media", "image"),
        ("video", "media", "video"),
        ("file", "media", "document"),
        ("location", "unsupported", None),
        ("contact", "contact", None),
        ("form", "form", None),
        ("reaction", "reaction", None),
        ("unsupported", "unsupported", None),
    ],
)
def test_whatever_is_sent_is_understood_as_what_it_is(
    sample: SampleWhatsApp, http: FlaskClient, kind: str, expected: str, media: str | None
) -> None:
    assert http.post(f"{API}/{SITI}/kirim", json={"kind": kind}).status_code == 202
    (message,) = heard(sample)

    assert (message.kind, message.media, message.shared_phone) == (expected, media, None)
    assert message.sender.phone == SITI


def test_every_kind_is_tried_and_another_is_refused(http: FlaskClient) -> None:
    assert len(SIMULATED) == 10
    assert http.post(f"{API}/{SITI}/kirim", json={"kind": "hologram"}).status_code == 422


def test_words_stand_below_a_picture(sample: SampleWhatsApp, http: FlaskClient) -> None:
    http.post(f"{API}/{SITI}/kirim", json={"kind": "image", "words": "Ini KTP saya"})

    assert heard(sample)[0].text == "Ini KTP saya"


@pytest.mark.parametrize("context", [True, False])
def test_a_tap_may_come_without_its_context(
    sample: SampleWhatsApp, client: WhatsAppClient, http: FlaskClient, context: bool
) -> None:
    wamid = client.send_template(Recipient(phone=RATNA), A_QUESTION, "MW-1.1")
    tap = {"id": wamid, "button": 1, "context": context}
    assert http.post(f"{API}/{RATNA}/ketuk", json=tap).status_code == 202
    (message,) = heard(sample)

    assert (message.kind, message.payload) == ("button", "OTHER:tok1")
    assert message.in_reply_to == (wamid if context else None)


def test_a_choice_is_a_button_too(sample: SampleWhatsApp, client: WhatsAppClient) -> None:
    sample.write(SITI, "Halo")
    buttons = (ReplyButton(id="WRONG:1", title="Data salah"),)
    wamid = client.send_choices(Recipient(phone=SITI), Choices(text="Selesai.", buttons=buttons))
    sample.tap(SITI, wamid, 0)

    assert [message.payload for message in heard(sample)] == [None, "WRONG:1"]


def test_a_row_of_a_list_is_a_button_too(sample: SampleWhatsApp) -> None:
    sample.write(SITI, "Halo")
    rows = [{"id": "TYPE:kk", "title": "Kartu Keluarga"}]
    asked = {
        "type": "list",
        "body": {"text": "Dokumen apa?"},
        "action": {"button": "Pilih", "sections": [{"title": "Dokumen", "rows": rows}]},
    }
    wamid = sample.accept({"to": SITI, "type": "interactive", "interactive": asked})[0].id
    sample.tap(SITI, wamid, 0)

    assert heard(sample)[-1].payload == "TYPE:kk"


def test_a_number_that_was_asked_for_is_shared_by_a_tap_and_seen_from_then_on(
    sample: SampleWhatsApp, client: WhatsAppClient, http: FlaskClient
) -> None:
    sample.write(HIDDEN, "Halo")
    whom = Recipient(user_id=sample.chats.phone(HIDDEN).user_id)
    wamid = client.ask_for_phone(whom, "Berapa nomor Anda?")
    assert http.post(f"{API}/{RATNA}/bagikan", json={"id": wamid, "button": 0}).status_code == 404
    assert http.post(f"{API}/{HIDDEN}/bagikan", json={"id": wamid, "button": 0}).status_code == 202
    sample.write(HIDDEN, "Sudah")
    first, shared, after = heard(sample)

    assert (first.sender, shared.sender) == (whom, whom)
    assert (shared.kind, shared.shared_phone) == ("contact", HIDDEN)
    assert after.sender == Recipient(phone=HIDDEN, user_id=whom.user_id)


@pytest.mark.parametrize("number", [SITI, HIDDEN])
@pytest.mark.parametrize("told_as", ["system", "field"])
def test_a_changed_user_id_names_the_old_and_the_new(
    sample: SampleWhatsApp, http: FlaskClient, number: str, told_as: str
) -> None:
    old = sample.chats.phone(number).user_id
    changed = http.post(f"{API}/{number}/ubah", json={"user_id": told_as}).get_json()
    (message,) = heard(sample)

    assert message.sender.user_id == old != changed["user_id"]
    assert message.change is not None
    assert (message.change.what, message.change.now) == (
        "user_id",
        Recipient(
            user_id=changed["user_id"],
            phone=SITI if told_as == "field" and number == SITI else None,
        ),
    )


def test_a_changed_number_names_the_old_and_the_new(
    sample: SampleWhatsApp, http: FlaskClient
) -> None:
    old = sample.chats.phone(SITI)
    http.post(f"{API}/{SITI}/ubah", json={"number": "+6281399990000"})
    new = sample.chats.phone("+6281399990000")
    (message,) = heard(sample)

    assert message.sender == Recipient(phone=SITI, user_id=old.user_id)
    now = Recipient(phone=new.number, user_id=new.user_id)
    assert message.change == IdentityChange(what="number", now=now)
    assert new.owner == old.owner


def test_a_number_may_be_hidden_and_shown(sample: SampleWhatsApp, http: FlaskClient) -> None:
    http.post(f"{API}/{SITI}/ubah", json={"hidden": True})
    sample.write(SITI, "Halo")
    http.post(f"{API}/{SITI}/ubah", json={"hidden": False})
    sample.write(SITI, "Halo")

    assert [message.sender.phone for message in heard(sample)] == [None, SITI]
    assert http.post(f"{API}/{SITI}/ubah", json={}).status_code == 422
