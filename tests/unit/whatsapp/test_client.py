import pytest

from menwa.errors import MessageRefused
from menwa.whatsapp import (
    Choices,
    Menu,
    Recipient,
    ReplyButton,
    TemplateButton,
    TemplateDocument,
    TemplateMessage,
)
from tests.unit.whatsapp.meta import ACCEPTED, SITI, URL, a_client, an_error, answering


def test_a_document_goes_to_the_phone_with_its_attempt() -> None:
    meta = answering(200, ACCEPTED)
    wamid = a_client(meta).send_document(SITI, "77", "kk.pdf", "Ini KK Anda", "MW-0000000000.1")

    assert wamid == "wamid.1"
    assert str(meta.requests[0].url) == f"{URL}/1065/messages"
    assert meta.requests[0].headers["Authorization"] == "Bearer token-1"
    assert meta.body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+6281211110001",
        "type": "document",
        "document": {"id": "77", "filename": "kk.pdf", "caption": "Ini KK Anda"},
        "biz_opaque_callback_data": "MW-0000000000.1",
    }


def test_a_person_without_a_phone_is_addressed_by_user_id() -> None:
    meta = answering(200, ACCEPTED)
    a_client(meta).send_text(Recipient(user_id="ID.1"), "Halo")

    assert meta.body["recipient"] == "ID.1"
    assert "to" not in meta.body
    assert "biz_opaque_callback_data" not in meta.body


def test_a_template_fills_header_body_and_buttons_in_order() -> None:
    meta = answering(200, ACCEPTED)
    message = TemplateMessage(
        name="akta_siap",
        values={"nama": "Siti"},
        document=TemplateDocument(media_id="77", filename="akta.pdf"),
        buttons=(
            TemplateButton(kind="url", value="tok"),
            TemplateButton(kind="quick_reply", value="TOLAK:1"),
        ),
    )
    a_client(meta).send_template(SITI, message, "MW-0000000000.1")

    assert meta.body["template"] == {
        "name": "akta_siap",
        "language": {"code": "id"},
        "components": [
            {
                "type": "header",
                "parameters": [
                    {"type": "document", "document": {"id": "77", "filename": "akta.pdf"}}
                ],
            },
            {
                "type": "body",
                "parameters": [{"type": "text", "parameter_name": "nama", "text": "Siti"}],
            },
            {
                "type": "button",
                "sub_type": "url",
                "index": "0",
                "parameters": [{"type": "text", "text": "tok"}],
            },
            {
                "type": "button",
                "sub_type": "quick_reply",
                "index": "1",
                "parameters": [{"type": "payload", "payload": "TOLAK:1"}],
            },
        ],
    }


def test_a_link_is_one_button() -> None:
    meta = answering(200, ACCEPTED)
    a_client(meta).send_link(SITI, "Silakan", "Buka", "https://contoh.test/k/1")

    parameters = meta.body["interactive"]["action"]["parameters"]
    assert parameters == {"display_text": "Buka", "url": "https://contoh.test/k/1"}


def test_an_upload_says_twice_that_it_is_a_pdf() -> None:
    meta = answering(200, {"id": "1037543291543636"})
    media_id = a_client(meta).upload_pdf(b"%PDF-1.7", "kk.pdf")

    assert media_id == "1037543291543636"
    sent = meta.requests[0].content
    assert b'name="type"\r\n\r\napplication/pdf' in sent
    assert b"Content-Type: application/pdf\r\n\r\n%PDF-1.7" in sent


def test_reading_is_told_and_media_deleted() -> None:
    meta = answering(200, {"success": True})
    client = a_client(meta)
    client.mark_read("wamid.7")
    assert meta.body == {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid.7",
    }
    client.mark_read("wamid.7", typing=True)
    assert meta.body["typing_indicator"] == {"type": "text"}
    client.delete_media("77")
    assert (meta.requests[2].method, meta.requests[2].url.path) == ("DELETE", "/v26.0/77")


def test_media_that_is_gone_counts_as_deleted() -> None:
    a_client(answering(400, an_error(100))).delete_media("77")
    with pytest.raises(MessageRefused):
        a_client(answering(403, an_error(10))).delete_media("77")


def test_choices_stand_below_the_document() -> None:
    meta = answering(200, ACCEPTED)
    message = Choices(
        text="KK Anda sudah selesai.",
        buttons=(ReplyButton(id="WRONG:1", title="Data salah"),),
        document=TemplateDocument(media_id="77", filename="kk.pdf"),
        footer="Disdukcapil",
    )
    a_client(meta).send_choices(SITI, message, "MW-0000000000.1")

    assert meta.body["interactive"] == {
        "type": "button",
        "header": {"type": "document", "document": {"id": "77", "filename": "kk.pdf"}},
        "body": {"text": "KK Anda sudah selesai."},
        "footer": {"text": "Disdukcapil"},
        "action": {
            "buttons": [{"type": "reply", "reply": {"id": "WRONG:1", "title": "Data salah"}}]
        },
    }


def test_a_menu_opens_its_rows() -> None:
    meta = answering(200, ACCEPTED)
    row = ReplyButton(id="RATED:1:4", title="4 Sangat baik")
    a_client(meta).send(SITI, Menu(text="Bagaimana?", label="Pilih nilai", rows=(row,)))

    assert meta.body["interactive"] == {
        "type": "list",
        "body": {"text": "Bagaimana?"},
        "action": {
            "button": "Pilih nilai",
            "sections": [{"rows": [{"id": "RATED:1:4", "title": "4 Sangat baik"}]}],
        },
    }


def test_a_number_is_asked_for_by_a_button_of_whatsapps_own() -> None:
    meta = answering(200, ACCEPTED)
    a_client(meta).ask_for_phone(Recipient(user_id="ID.1"), "Berapa nomor Anda?")

    assert meta.body["interactive"] == {
        "type": "contact_request",
        "body": {"text": "Berapa nomor Anda?"},
        "action": {"name": "request_contact_info"},
    }
    assert meta.body["recipient"] == "ID.1"


def test_a_code_is_sent_in_the_text_and_for_the_button_that_copies_it() -> None:
    meta = answering(200, ACCEPTED)
    copied = TemplateButton(kind="url", value="123456")
    message = TemplateMessage(name="kode_masuk", values={"1": "123456"}, buttons=(copied,))
    a_client(meta).send_template(SITI, message, "sign-in")

    code = [{"type": "text", "text": "123456"}]
    assert meta.body["template"]["components"] == [
        {"type": "body", "parameters": code},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": code},
    ]
