import hashlib
from datetime import timedelta
from typing import Any

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from local.whatsapp import SamplePhone, SampleWhatsApp
from menwa import whatsapp_messages as messages
from menwa.errors import MessageRefused
from menwa.recipient import Recipient
from menwa.whatsapp import WhatsAppClient
from tests.unit.whatsapp.setting import (
    HIDDEN,
    NUMBER_ID,
    PDF,
    RATNA,
    SITI,
    TOKEN,
    Clock,
    a_client,
    on_phone,
)

HIDDEN_ID = SamplePhone(HIDDEN, "Budi Santoso", hides_number=True).user_id


def test_the_phone_holds_the_very_bytes_also_after_the_upload_is_deleted(
    sample: SampleWhatsApp, client: WhatsAppClient, http: FlaskClient
) -> None:
    sample.write(SITI, "Halo")
    media_id = client.upload_pdf(PDF, "kk.pdf")
    wamid = client.send_document(Recipient(phone=SITI), media_id, "kk.pdf", "Ini KK", "MW-1.1")
    client.delete_media(media_id)

    message = on_phone(http, SITI)[-1]
    assert (message["id"], message["kind"], message["text"]) == (wamid, "document", "Ini KK")
    assert message["document"] == {
        "media_id": media_id,
        "filename": "kk.pdf",
        "sha256": hashlib.sha256(PDF).hexdigest(),
    }
    held = http.get(f"/_kantor/api/hp/{SITI}/dokumen/{media_id}")
    assert (held.data, held.mimetype) == (PDF, "application/pdf")
    assert http.get(f"/_kantor/api/hp/{RATNA}/dokumen/{media_id}").status_code == 404
    with pytest.raises(MessageRefused):
        client.send_document(Recipient(phone=SITI), media_id, "kk.pdf", "", "MW-1.2")


def test_nobody_sends_without_the_token(app: Flask, http: FlaskClient) -> None:
    with pytest.raises(MessageRefused) as error:
        a_client(app, token="wrong").upload_pdf(PDF, "kk.pdf")
    assert error.value.code == 190
    answer = http.post(f"/_meta/v26.0/{NUMBER_ID}/messages", json={})
    assert (answer.status_code, answer.get_json()["error"]["type"]) == (401, "OAuthException")


def test_another_number_than_the_offices_does_not_exist(app: Flask, http: FlaskClient) -> None:
    with pytest.raises(MessageRefused) as refused:
        a_client(app, number_id="999").send_text(Recipient(phone=SITI), "Halo")
    assert refused.value.code == 100
    error = post(http, {}, number_id="999").get_json()["error"]
    assert (error["code"], error["error_subcode"]) == (100, 33)


def test_a_refusal_has_metas_shape(http: FlaskClient) -> None:
    body = {"messaging_product": "whatsapp", "to": SITI, "type": "text", "text": {}}
    answer = http.post(
        f"/_meta/v26.0/{NUMBER_ID}/messages",
        json=body,
        headers={"Authorization": f"Bearer {TOKEN}"},
    )

    error = answer.get_json()["error"]
    assert answer.status_code == 400
    assert error.pop("fbtrace_id")
    assert error == {
        "message": "(#131008) Required parameter is missing",
        "type": "OAuthException",
        "code": 131008,
        "error_data": {
            "messaging_product": "whatsapp",
            "details": "Required parameter is missing: text['body']",
        },
    }


def interactive(kind: str, **more: Any) -> dict[str, Any]:
    asked = {"type": kind, "body": {"text": "Silakan"}, "action": {}, **more}
    return {"type": "interactive", "interactive": asked}


def replies(*titles: str) -> dict[str, Any]:
    buttons = [{"type": "reply", "reply": {"id": title, "title": title}} for title in titles]
    return {"buttons": buttons}


def rows(number: int, title: str = "Baris", about: str = "") -> dict[str, Any]:
    found = [{"id": str(place), "title": title, "description": about} for place in range(number)]
    return {"button": "Pilih", "sections": [{"title": "Semua", "rows": found}]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (messages.text("x" * 4097), 100),
        (messages.text("  "), 131008),
        (messages.link("x" * 1025, "Buka", "https://contoh.test"), 131009),
        (messages.link("Silakan", "x" * 21, "https://contoh.test"), 131009),
        (messages.link("Silakan", "Buka", "contoh.test"), 131009),
        (messages.link("Silakan", "Buka", "https://contoh.test/" + "x" * 2000), 131009),
        (messages.document("404", "kk.pdf", ""), 131009),
        (messages.document("404", "kk.pdf", "x" * 1025), 131009),
        ({"type": "document", "document": {"id": "1", "link": "https://contoh.test"}}, 131009),
        (interactive("button"), 131009),
        (interactive("button", action=replies("a", "b", "c", "d")), 131009),
        (interactive("button", action=replies("a", "a")), 131009),
        (interactive("button", action=replies("x" * 21)), 131009),
        (interactive("button", action=replies("a"), footer={"text": "x" * 61}), 131009),
        (interactive("button", action=replies("a"), header={"type": "hologram"}), 131009),
        (
            interactive(
                "button", action=replies("a"), header={"type": "document", "document": {"id": "4"}}
            ),
            131009,
        ),
        (
            interactive("button", action=replies("a"), header={"type": "text", "text": "x" * 61}),
            131009,
        ),
        (interactive("list", action=rows(11)), 131009),
        (interactive("list", action=rows(1, "x" * 25)), 131009),
        (interactive("list", action=rows(1, about="x" * 73)), 131009),
        (
            interactive(
                "list", action=rows(1), header={"type": "document", "document": {"id": "4"}}
            ),
            131009,
        ),
        (interactive("contact_request", action={"name": "other"}), 131009),
        (interactive("carousel"), 131009),
        ({"type": "hologram"}, 131051),
        ({"type": "text"}, 100),
        ({"type": "text", "text": {"body": "Halo"}, "to": ""}, 100),
        ({"type": "text", "text": {"body": "Halo"}, "to": "+1"}, 131009),
        ({"text": {"body": "Halo"}, "biz_opaque_callback_data": "x" * 513}, 100),
        ({"status": "read", "message_id": "wamid.404"}, 131009),
        ({"status": "read", "message_id": "wamid.404", "typing_indicator": {"type": "sigh"}}, 100),
        ({"messaging_product": "telegram"}, 100),
    ],
)
def test_what_meta_would_refuse_the_sample_refuses(
    http: FlaskClient, content: dict[str, Any], code: int
) -> None:
    answer = post(http, {"messaging_product": "whatsapp", "to": SITI, **content})

    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, code)


def post(http: FlaskClient, body: dict[str, Any], number_id: str = NUMBER_ID) -> TestResponse:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    return http.post(f"/_meta/v26.0/{number_id}/messages", json=body, headers=bearer)


@pytest.mark.parametrize(
    "content",
    [
        interactive("button", action=replies("a", "b", "c"), header={"type": "text", "text": "A"}),
        interactive("list", action=rows(10)),
        messages.contact_request("Nomor Anda?"),
    ],
)
def test_what_meta_would_take_the_sample_takes(http: FlaskClient, content: dict[str, Any]) -> None:
    answer = post(http, {"messaging_product": "whatsapp", "to": SITI, **content})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("to", "contact"),
    [
        ({"to": SITI}, {"input": SITI, "wa_id": SITI[1:]}),
        ({"to": SITI, "recipient": "ID.404"}, {"input": SITI, "wa_id": SITI[1:]}),
        ({"recipient": HIDDEN_ID}, {"input": HIDDEN_ID, "user_id": HIDDEN_ID}),
    ],
)
def test_the_answer_names_the_person_as_they_were_addressed(
    http: FlaskClient, to: dict[str, str], contact: dict[str, str]
) -> None:
    answer = post(http, {"messaging_product": "whatsapp", "text": {"body": "Halo"}, **to})

    assert answer.get_json()["contacts"] == [contact]
    assert answer.get_json()["messages"][0]["id"].startswith("wamid.")


def test_a_number_without_its_plus_is_misread_as_meta_misreads_it(
    http: FlaskClient,
) -> None:
    body = {"messaging_product": "whatsapp", "to": "081211110001", "text": {"body": "Halo"}}
    answer = http.post(
        f"/_meta/v26.0/{NUMBER_ID}/messages",
        json=body,
        headers={"Authorization": f"Bearer {TOKEN}"},
    )

    assert answer.get_json()["contacts"][0]["wa_id"] == "62081211110001"


def test_outside_the_window_a_text_is_accepted_but_never_arrives(
    clock: Clock, sample: SampleWhatsApp, client: WhatsAppClient, http: FlaskClient
) -> None:
    sample.write(SITI, "Halo")
    clock.pass_by(hours=23, minutes=59)
    client.send_text(Recipient(phone=SITI), "masih sempat")
    clock.pass_by(minutes=1)
    client.send_text(Recipient(phone=SITI), "terlambat")

    assert [message["text"] for message in on_phone(http, SITI)] == ["Halo", "masih sempat"]
    sent = http.get("/_kantor/api/whatsapp/pesan").get_json()["messages"]
    assert [message["arrived"] for message in sent] == [True, False]


def test_a_person_without_a_visible_phone_is_reached_by_user_id(
    sample: SampleWhatsApp, client: WhatsAppClient, http: FlaskClient
) -> None:
    sample.write(HIDDEN, "Halo")
    client.send_text(Recipient(user_id=sample.chats.phone(HIDDEN).user_id), "Selamat pagi")

    assert [message["text"] for message in on_phone(http, HIDDEN)] == ["Halo", "Selamat pagi"]


def test_reading_shows_on_the_phone(
    sample: SampleWhatsApp, client: WhatsAppClient, http: FlaskClient
) -> None:
    client.mark_read(sample.write(SITI, "Halo").id)

    assert on_phone(http, SITI)[0]["statuses"] == ["read"]


def test_an_upload_can_be_looked_up_for_a_month_and_fetched_for_five_minutes(
    clock: Clock, client: WhatsAppClient, http: FlaskClient
) -> None:
    media_id = client.upload_pdf(PDF, "kk.pdf")
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    described = http.get(f"/_meta/v26.0/{media_id}", headers=bearer).get_json()

    assert described["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert described["file_size"] == str(len(PDF))
    assert http.get(described["url"], headers=bearer).data == PDF
    assert http.get(described["url"]).status_code == 401
    clock.pass_by(minutes=6)
    assert http.get(described["url"], headers=bearer).status_code == 404
    clock.now += timedelta(days=30)
    assert http.get(f"/_meta/v26.0/{media_id}", headers=bearer).status_code == 400


@pytest.mark.parametrize(
    ("content", "mime_type", "given"),
    [
        (b"MZ", "application/x-msdownload", None),
        (b"not a pdf", "application/pdf", "application/pdf"),
        (PDF, "application/pdf", "image/png"),
        (b"\x89PNG" + b"x" * 5 * 1024 * 1024, "image/png", "image/png"),
    ],
)
def test_only_a_file_of_a_known_kind_and_size_is_taken(
    app: Flask, content: bytes, mime_type: str, given: str | None
) -> None:
    form = {"messaging_product": "whatsapp"} | ({"type": given} if given else {})
    with httpx.Client(transport=httpx.WSGITransport(app=app)) as client:
        answer = client.post(
            f"http://sample/_meta/v26.0/{NUMBER_ID}/media",
            data=form,
            files={"file": ("x", content, mime_type)},
            headers={"Authorization": f"Bearer {TOKEN}"},
        )

    assert answer.json()["error"]["code"] == 131053
