"""For tests and the demo: the phones as JSON, `/_kantor/api/hp…`."""

from flask import Blueprint, Response, jsonify

from local.whatsapp import owners
from local.whatsapp.as_json import asked, shown
from local.whatsapp.phones import ChatMessage, HeldDocument, as_number
from local.whatsapp.sample import SampleWhatsApp
from local.whatsapp.simulated import SIMULATED


class Controls:
    def __init__(self, sample: SampleWhatsApp) -> None:
        self._sample = sample

    def blueprint(self) -> Blueprint:
        controls = Blueprint("whatsapp_controls", __name__, url_prefix="/_kantor/api")
        controls.get("/hp")(self.phones)
        controls.get("/hp/<number>")(self.messages)
        controls.post("/hp/<number>/tulis")(self.write)
        controls.post("/hp/<number>/ketuk")(self.tap)
        controls.post("/hp/<number>/kirim")(self.send)
        controls.post("/hp/<number>/bagikan")(self.share)
        controls.post("/hp/<number>/ubah")(self.change)
        controls.get("/hp/<number>/dokumen/<media_id>")(self.document)
        return controls

    def phones(self) -> Response:
        found = self._sample.chats.phones()
        return jsonify(
            phones=[{"phone": one.number, "owner": one.owner, "role": one.role} for one in found]
        )

    def messages(self, number: str) -> Response:
        found = self._sample.chats.on_phone(as_number(number))
        return jsonify(phone=as_number(number), messages=[shown(one) for one in found])

    def write(self, number: str) -> tuple[Response, int]:
        text = str(asked().get("text") or "").strip()
        if not text:
            return jsonify(error="text is missing"), 422
        return jsonify(id=self._sample.write(as_number(number), text).id), 202

    def tap(self, number: str) -> tuple[Response, int]:
        """`{"id": the message's, "button": its place among that message's buttons, from 0}`, and
        `"context": false` if Meta is to leave out which message it answers."""
        message_id, button = asked().get("id"), asked().get("button")
        if not isinstance(message_id, str) or not isinstance(button, int):
            return jsonify(error="id or button is missing"), 422
        context = asked().get("context") is not False
        tapped = self._sample.tap(as_number(number), message_id, button, with_context=context)
        return _sent(tapped)

    def send(self, number: str) -> tuple[Response, int]:
        """`{"kind": one of SIMULATED, "words": …}`"""
        kind = asked().get("kind")
        if kind not in SIMULATED:
            return jsonify(error="kind is not known", known=SIMULATED), 422
        words = str(asked().get("words") or "")
        return _sent(owners.send(self._sample, as_number(number), kind, words))

    def share(self, number: str) -> tuple[Response, int]:
        """As `ketuk`, for the button that answers a contact request."""
        message_id, button = str(asked().get("id")), asked().get("button")
        index = button if isinstance(button, int) else -1
        return _sent(owners.share_number(self._sample, as_number(number), message_id, index))

    def change(self, number: str) -> tuple[Response, int]:
        """`{"hidden": bool}`, `{"user_id": "system" | "field"}` or `{"number": the new one}`"""
        change, known = asked(), as_number(number)
        if isinstance(change.get("hidden"), bool):
            phone = owners.hide_number(self._sample, known, hidden=change["hidden"])
        elif change.get("user_id") in {"system", "field"}:
            own_field = change["user_id"] == "field"
            phone = owners.renew_user_id(self._sample, known, as_its_own_field=own_field)
        elif isinstance(change.get("number"), str):
            phone = owners.change_number(self._sample, known, as_number(change["number"]))
        else:
            return jsonify(error="nothing to change"), 422
        return jsonify(phone=phone.number, user_id=phone.user_id), 202

    def document(self, number: str, media_id: str) -> Response:
        """Byte for byte what the phone holds, also after the office has deleted its upload."""
        for message in self._sample.chats.on_phone(as_number(number)):
            held = message.content.document
            if held is not None and held.media_id == media_id:
                return _opened(held)
        return Response("Dokumen itu tidak ada di HP ini.", status=404, mimetype="text/plain")


def _sent(message: ChatMessage | None) -> tuple[Response, int]:
    if message is None:
        return jsonify(error="no such button"), 404
    return jsonify(id=message.id), 202


def _opened(held: HeldDocument) -> Response:
    answer = Response(held.content, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=held.filename)
    answer.headers.set("X-Content-Type-Options", "nosniff")
    return answer
