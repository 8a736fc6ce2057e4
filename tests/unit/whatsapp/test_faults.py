import pytest
from flask.testing import FlaskClient

from menwa.errors import MessageRefused, WhatsAppUnavailable
from menwa.recipient import Recipient
from menwa.whatsapp import WhatsAppClient
from tests.unit.whatsapp.setting import (
    A_QUESTION,
    RATNA,
    SITI,
    on_phone,
)


def test_a_fault_lasts_as_often_as_it_was_asked_for(
    client: WhatsAppClient, http: FlaskClient
) -> None:
    faults = {"refuse_code": 131026, "phone": RATNA, "times": 1}
    assert http.post("/_kantor/api/whatsapp/faults", json=faults).status_code == 200
    client.send_text(Recipient(phone=SITI), "Halo")
    with pytest.raises(MessageRefused) as error:
        client.send_template(Recipient(phone=RATNA), A_QUESTION, "MW-1.1")
    assert error.value.code == 131026
    client.send_template(Recipient(phone=RATNA), A_QUESTION, "MW-1.2")

    assert [message["attempt_id"] for message in on_phone(http, RATNA)] == ["MW-1.2"]


def test_a_service_that_is_down_is_unavailable_until_it_is_mended(
    client: WhatsAppClient, http: FlaskClient
) -> None:
    http.post("/_kantor/api/whatsapp/faults", json={"unavailable": True})
    with pytest.raises(WhatsAppUnavailable):
        client.send_template(Recipient(phone=RATNA), A_QUESTION, "MW-1.1")
    http.delete("/_kantor/api/whatsapp/faults")

    assert client.send_template(Recipient(phone=RATNA), A_QUESTION, "MW-1.1")


def test_an_unknown_fault_is_refused(http: FlaskClient) -> None:
    answer = http.post("/_kantor/api/whatsapp/faults", json={"explode": True})

    assert answer.status_code == 422
