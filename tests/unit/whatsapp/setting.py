"""A sample WhatsApp with two phones, and an office that listens to its webhooks."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from local.pages import blueprint as shared_pages
from local.whatsapp import SamplePhone, SampleTemplate, SampleWhatsApp, blueprint
from menwa.whatsapp import TemplateButton, TemplateMessage, WhatsAppClient
from menwa.whatsapp_updates import (
    AccountNews,
    InboundMessage,
    Receipt,
    signature_is_valid,
    updates_in,
)

SITI = "+6281211110001"
RATNA = "+6281299990001"
HIDDEN = "+6281211110009"
NUMBER_ID = "106540352242922"
TOKEN = "sample-token"
APP_SECRET = "test_app_secret"

ASK_OFFICIAL = SampleTemplate.model_validate(
    {
        "name": "tanya_pejabat",
        "components": [
            {"type": "BODY", "text": "Permintaan {{case_id}} menunggu {{title}}. Silakan jawab."},
            {
                "type": "BUTTONS",
                "buttons": [
                    {"type": "URL", "text": "Jawab", "url": "https://contoh.test/k/{{1}}"},
                    {"type": "QUICK_REPLY", "text": "Bukan saya"},
                ],
            },
        ],
    }
)
READY = SampleTemplate.model_validate(
    {
        "name": "dokumen_siap",
        "components": [
            {"type": "HEADER", "format": "DOCUMENT"},
            {"type": "BODY", "text": "Dokumen {{case_id}} selesai."},
        ],
    }
)
PAUSED = SampleTemplate.model_validate(
    {
        "name": "dijeda",
        "status": "PAUSED",
        "components": [{"type": "BODY", "text": "Sebentar."}],
    }
)
CODE = SampleTemplate.model_validate(
    {
        "name": "kode_masuk",
        "components": [
            {"type": "BODY", "text": "{{1}} adalah kode verifikasi Anda."},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "text": "Salin kode"}]},
        ],
    }
)

PDF = b"%PDF-1.7\nkartu keluarga\n%%EOF"
A_QUESTION = TemplateMessage(
    name="tanya_pejabat",
    values={"case_id": "MW-1", "title": "Kasi"},
    buttons=(
        TemplateButton(kind="url", value="tok1"),
        TemplateButton(kind="quick_reply", value="OTHER:tok1"),
    ),
)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def a_sample(now: Callable[[], datetime] | None = None) -> SampleWhatsApp:
    return SampleWhatsApp(
        office_name="Disdukcapil Contoh",
        number="+6276112345",
        phone_number_id=NUMBER_ID,
        access_token=TOKEN,
        phones=[
            SamplePhone(SITI, "Siti Aminah"),
            SamplePhone(RATNA, "Ratna Sari, S.Sos.", "pejabat"),
            SamplePhone(HIDDEN, "Budi Santoso", hides_number=True),
        ],
        templates=[ASK_OFFICIAL, READY, PAUSED, CODE],
        now=now or Clock(),
    )


def an_app(sample: SampleWhatsApp) -> Flask:
    app = Flask("sample")
    app.register_blueprint(shared_pages())
    app.register_blueprint(blueprint(sample))
    return app


def a_client(app: Flask, number_id: str = NUMBER_ID, token: str = TOKEN) -> WhatsAppClient:
    return WhatsAppClient(
        "http://sample/_meta/v26.0", number_id, token, httpx.WSGITransport(app=app)
    )


def on_phone(http: FlaskClient, number: str) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = http.get(f"/_kantor/api/hp/{number}").get_json()["messages"]
    return messages


class Office:
    """Takes webhooks as the office does; `answers` are its statuses for the first ones."""

    def __init__(self, answers: tuple[int, ...] = ()) -> None:
        self.bodies: list[bytes] = []
        self.refused = self.unknown = self.handshakes = 0
        self.secrets = [APP_SECRET]
        self.verify_token = "agreed"
        self.answers_with: str | None = None
        self._answers = list(answers)

    def take(self) -> Response:
        raw = request.get_data()
        if not signature_is_valid(raw, request.headers.get("X-Hub-Signature-256"), self.secrets):
            self.unknown += 1
            return Response(status=401)
        if self._answers and (status := self._answers.pop(0)) != 200:
            self.refused += 1
            return Response(status=status)
        self.bodies.append(raw)
        return Response()

    def shake_hands(self) -> Response:
        self.handshakes += 1
        if request.args["hub.verify_token"] != self.verify_token:
            return Response(status=403)
        return Response(self.answers_with or request.args["hub.challenge"])

    @property
    def messages(self) -> list[InboundMessage]:
        return [message for body in self.bodies for message in updates_in(body).messages]

    @property
    def receipts(self) -> list[Receipt]:
        return [receipt for body in self.bodies for receipt in updates_in(body).receipts]

    @property
    def news(self) -> list[AccountNews]:
        return [news for body in self.bodies for news in updates_in(body).news]

    def statuses(self, wamid: str) -> list[str]:
        return [receipt.status for receipt in self.receipts if receipt.wamid == wamid]


@contextmanager
def listening(
    sample: SampleWhatsApp,
    office: Office,
    previous_secret: str | None = None,
    verify_token: str | None = None,
) -> Iterator[str]:
    """The sample and the office on one port of this machine, whose address this gives."""
    app = an_app(sample)
    app.add_url_rule("/webhook", view_func=office.take, methods=["POST"])
    app.add_url_rule("/webhook", view_func=office.shake_hands, methods=["GET"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    sample.start(f"{address}/webhook", APP_SECRET, previous_secret, verify_token)
    try:
        yield address
    finally:
        sample.stop()
        server.shutdown()
        server.server_close()
        thread.join()


def until(happened: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            raise AssertionError("it did not happen")
        time.sleep(0.01)


def published_examples() -> dict[str, Any]:
    path = os.environ.get("MENWA_WHATSAPP_EXAMPLES")
    if not path:
        # Meta's published examples are not the project's to carry: CI hands them over.
        pytest.skip("not run: MENWA_WHATSAPP_EXAMPLES is not set")
    examples: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return examples
