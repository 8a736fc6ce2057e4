"""Only what Meta signed is heard."""

import json
from datetime import datetime

import pytest

from local.demo.people import Phone, until
from local.demo.stage import Stage
from local.engine.calls import Call
from local.whatsapp.phones import ChatMessage, Content, SamplePhone
from local.whatsapp.webhook_bodies import new_message_id, receipt, signed_body, typed
from tests.office.table import everything

pytestmark = pytest.mark.xdist_group("office")

WEBHOOK = "/webhook/whatsapp"
QUEUED = Call("IntakeWebhookFunction", "SendMessageBatch")


def a_proof(stage: Stage) -> tuple[bytes, str]:
    """A body that would prove a phone, and Meta's signature of it."""
    scene = stage.scene("dok-015")
    message = scene.citizen.ask(scene.document["document_type"], scene.document["number"])
    sample = stage.office.whatsapp
    phone = sample.chats.phone(scene.citizen.phone.number)
    said = ChatMessage(new_message_id(phone), phone, False, Content("text", message), sample.now())
    secret = stage.office.engine.secrets.app_secret
    return signed_body(sample.line, [typed(sample.line, said)], secret)


def queued(stage: Stage) -> int:
    return stage.office.engine.aws.calls.count()[QUEUED]


@pytest.mark.parametrize(
    "forged",
    ["", "sha256=", "sha256=" + "0" * 64, "sha1=0", "sha256=é"],
)
def test_a_body_with_another_signature_is_refused_and_nothing_is_stored(
    stage: Stage, forged: str
) -> None:
    body, _ = a_proof(stage)
    stored, sent = everything(stage), queued(stage)
    headers = {b"Content-Type": b"application/json", b"X-Hub-Signature-256": forged.encode()}
    answer = stage.http.post(WEBHOOK, content=body, headers=headers)
    assert answer.status_code == 401
    assert (everything(stage), queued(stage)) == (stored, sent)


def test_a_signed_body_that_was_changed_is_refused(stage: Stage) -> None:
    body, signature = a_proof(stage)
    stored, sent = everything(stage), queued(stage)
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
    changed = body.replace(b'"entry"', b' "entry"', 1)
    assert json.loads(changed) == json.loads(body)
    answer = stage.http.post(WEBHOOK, content=changed, headers=headers)
    assert answer.status_code == 401
    assert (everything(stage), queued(stage)) == (stored, sent)


def test_the_handshake_opens_only_with_the_verify_token(stage: Stage) -> None:
    token = stage.office.engine.secrets.verify_token
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": token}
    assert stage.http.get(WEBHOOK, params=asked).text == "1158201444"
    for wrong in ({"hub.verify_token": "x"}, {"hub.mode": "unsubscribe"}):
        assert stage.http.get(WEBHOOK, params=asked | wrong).status_code == 403


def test_a_thousand_updates_in_one_body_are_queued_in_a_hundred_calls(stage: Stage) -> None:
    sample = stage.office.whatsapp
    phone = sample.chats.phone("+6289900000305")
    updates = [
        receipt(sample.line, _said(phone, str(one), sample.now()), "sent", sample.now())
        for one in range(1000)
    ]
    body, signature = signed_body(
        sample.line, updates, stage.office.engine.secrets.previous_app_secret
    )
    before = queued(stage)
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
    assert stage.http.post(WEBHOOK, content=body, headers=headers).status_code == 200
    assert 100 <= queued(stage) - before <= 110  # others may be heard of meanwhile


def _said(phone: SamplePhone, text: str, at: datetime) -> ChatMessage:
    return ChatMessage(new_message_id(phone), phone, True, Content("text", text), at)


def test_a_code_from_another_phone_proves_nothing(stage: Stage) -> None:
    scene = stage.scene("dok-015")
    message = scene.citizen.ask(scene.document["document_type"], scene.document["number"])
    stranger = Phone(stage.http, "+6289900000304")
    stranger.write(message)
    answer = until("an answer", stranger.messages)[-1]["text"]
    assert "kode itu tidak kami kenali dari nomor WhatsApp ini" in answer
    assert stage.office.cases.all()[0].case.status == "unproven"
