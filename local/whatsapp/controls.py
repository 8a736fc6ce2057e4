"""For tests and the demo: the phones, the faults and all that was sent, as JSON."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from pydantic import ValidationError

from local.whatsapp.faults import NONE, Faults
from local.whatsapp.phones import ChatMessage, HeldDocument, as_number
from local.whatsapp.sample import SampleWhatsApp


class Controls:
    def __init__(self, sample: SampleWhatsApp) -> None:
        self._sample = sample

    def blueprint(self) -> Blueprint:
        controls = Blueprint("whatsapp_controls", __name__, url_prefix="/_kantor/api")
        controls.get("/hp")(self.phones)
        controls.get("/hp/<number>")(self.messages)
        controls.post("/hp/<number>/tulis")(self.write)
        controls.post("/hp/<number>/ketuk")(self.tap)
        controls.get("/hp/<number>/dokumen/<media_id>")(self.document)
        controls.get("/whatsapp/pesan")(self.sent)
        controls.get("/whatsapp/faults")(self.faults)
        controls.post("/whatsapp/faults")(self.break_something)
        controls.delete("/whatsapp/faults")(self.mend_everything)
        return controls

    def phones(self) -> Response:
        found = self._sample.chats.phones()
        return jsonify(
            phones=[{"phone": one.number, "owner": one.owner, "role": one.role} for one in found]
        )

    def messages(self, number: str) -> Response:
        found = self._sample.chats.on_phone(as_number(number))
        return jsonify(phone=as_number(number), messages=[_shown(one) for one in found])

    def write(self, number: str) -> tuple[Response, int]:
        text = str(_asked().get("text") or "").strip()
        if not text:
            return jsonify(error="text is missing"), 422
        return jsonify(id=self._sample.write(as_number(number), text).id), 202

    def tap(self, number: str) -> tuple[Response, int]:
        """`{"id": the message's, "button": its place among that message's buttons, from 0}`"""
        message_id, button = _asked().get("id"), _asked().get("button")
        if not isinstance(message_id, str) or not isinstance(button, int):
            return jsonify(error="id or button is missing"), 422
        message = self._sample.tap(as_number(number), message_id, button)
        if message is None:
            return jsonify(error="no such button"), 404
        return jsonify(id=message.id), 202

    def document(self, number: str, media_id: str) -> Response:
        """Byte for byte what the phone holds, also after the office has deleted its upload."""
        for message in self._sample.chats.on_phone(as_number(number)):
            held = message.content.document
            if held is not None and held.media_id == media_id:
                return _opened(held)
        return Response("Dokumen itu tidak ada di HP ini.", status=404, mimetype="text/plain")

    def sent(self) -> Response:
        """Whatever was accepted of the office, also what never arrived."""
        return jsonify(messages=[_shown(one) for one in self._sample.chats.sent_by_office()])

    def faults(self) -> Response:
        return jsonify(self._sample.faults.now.model_dump(mode="json"))

    def break_something(self) -> Response | tuple[Response, int]:
        try:
            self._sample.faults.turn_to(Faults.model_validate(_asked()))
        except ValidationError as error:
            return jsonify(error=error.errors(include_input=False, include_url=False)), 422
        return self.faults()

    def mend_everything(self) -> Response:
        self._sample.faults.turn_to(NONE)
        return self.faults()


def _asked() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _opened(held: HeldDocument) -> Response:
    answer = Response(held.content, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=held.filename)
    answer.headers.set("X-Content-Type-Options", "nosniff")
    return answer


def _shown(message: ChatMessage) -> dict[str, Any]:
    content, held = message.content, message.content.document
    document = held and {
        "media_id": held.media_id,
        "filename": held.filename,
        "sha256": held.sha256,
    }
    buttons = [
        {"kind": one.kind, "label": one.label, "value": one.value} for one in content.buttons
    ]
    return {
        "id": message.id,
        "phone": message.phone.number,
        "from_office": message.from_office,
        "kind": content.kind,
        "template": content.template,
        "text": content.text,
        "buttons": buttons,
        "document": document,
        "attempt_id": message.attempt_id,
        "at": message.at.isoformat(),
        "arrived": message.arrived,
        "statuses": list(message.statuses),
    }
