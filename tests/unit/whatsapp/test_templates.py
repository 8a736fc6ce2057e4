import hashlib
from typing import Any

import pytest
from flask.testing import FlaskClient

from menwa.errors import MessageRefused
from menwa.recipient import Recipient
from menwa.whatsapp import TemplateDocument, TemplateMessage, WhatsAppClient
from tests.unit.whatsapp.setting import (
    A_QUESTION,
    PDF,
    RATNA,
    SITI,
    on_phone,
)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "tidak_ada"}, 132001),
        ({"language": "en"}, 132001),
        ({"name": "dijeda", "values": {}, "buttons": ()}, 132015),
        ({"values": {"case_id": "MW-1"}}, 132000),
        ({"values": {"case_id": "MW-1", "nama": "Kasi"}}, 100),
        ({"values": {"case_id": "MW-1", "title": ""}}, 131008),
        ({"values": {"case_id": "MW-1", "title": "dua\nbaris"}}, 132018),
        ({"values": {"case_id": "MW-1", "title": "x" * 1024}}, 132005),
        ({"document": TemplateDocument(media_id="1", filename="a.pdf")}, 132012),
        ({"buttons": ()}, 131008),
        ({"buttons": (*A_QUESTION.buttons, A_QUESTION.buttons[1])}, 132000),
    ],
)
def test_a_template_used_wrongly_is_refused(
    client: WhatsAppClient, changed: dict[str, Any], code: int
) -> None:
    with pytest.raises(MessageRefused) as error:
        client.send_template(
            Recipient(phone=RATNA), A_QUESTION.model_copy(update=changed), "MW-1.2"
        )
    assert error.value.code == code


def test_a_template_arrives_filled_in_with_its_buttons(
    client: WhatsAppClient, http: FlaskClient
) -> None:
    client.send_template(Recipient(phone=RATNA), A_QUESTION, "MW-1.2")

    (message,) = on_phone(http, RATNA)
    assert message["text"] == "Permintaan MW-1 menunggu Kasi. Silakan jawab."
    assert message["attempt_id"] == "MW-1.2"
    assert message["buttons"] == [
        {"kind": "link", "label": "Jawab", "value": "https://contoh.test/k/tok1"},
        {"kind": "reply", "label": "Bukan saya", "value": "OTHER:tok1"},
    ]


def test_a_template_may_carry_the_document(client: WhatsAppClient, http: FlaskClient) -> None:
    media_id = client.upload_pdf(PDF, "kk.pdf")
    document = TemplateDocument(media_id=media_id, filename="kk.pdf")
    message = TemplateMessage(name="dokumen_siap", values={"case_id": "MW-1"}, document=document)
    client.send_template(Recipient(phone=SITI), message, "MW-1.1")

    (arrived,) = on_phone(http, SITI)
    assert arrived["document"]["sha256"] == hashlib.sha256(PDF).hexdigest()
