"""The Cloud API: `/_meta/v26.0/…`."""

import hmac
import socket
from typing import Any

from flask import Blueprint, Response, jsonify, request

from local.whatsapp.faults import Faults
from local.whatsapp.graph_errors import GraphError, required
from local.whatsapp.media import ADDRESS_LIFETIME, Medium
from local.whatsapp.phones import ChatMessage
from local.whatsapp.sample import SampleWhatsApp

VERSION = "v26.0"
HTML = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"


class CloudApi:
    def __init__(self, sample: SampleWhatsApp) -> None:
        self._sample = sample

    def blueprint(self) -> Blueprint:
        api = Blueprint("cloud_api", __name__, url_prefix=f"/_meta/{VERSION}")
        api.before_request(self.only_with_the_token)
        api.register_error_handler(GraphError, refused)
        api.post("/<phone_number_id>/messages")(self.messages)
        api.post("/<phone_number_id>/media")(self.upload)
        api.get("/<media_id>")(self.describe)
        api.delete("/<media_id>")(self.delete)
        api.get("/unduh/<media_id>/<int:until>")(self.download)
        return api

    def only_with_the_token(self) -> None:
        given = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self._sample.access_token}".encode()):
            raise GraphError(190, message="Invalid OAuth access token - Cannot parse access token")

    def messages(self, phone_number_id: str) -> Response:
        self._only_own(phone_number_id)
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or body.get("messaging_product") != "whatsapp":
            raise required("messaging_product")
        if body.get("status") == "read":
            typing = body.get("typing_indicator")
            if typing is not None and typing != {"type": "text"}:
                raise GraphError(100, message="(#100) Param typing_indicator['type'] must be text")
            message_id = str(body.get("message_id") or "")
            self._sample.read_by_office(message_id, typing=typing is not None)
            return jsonify(success=True)
        try:
            message, faults = self._sample.accept(body)
        except ConnectionAbortedError:
            return _hang_up()
        return self._broken(faults) or _accepted(message, body)

    def upload(self, phone_number_id: str) -> Response:
        self._only_own(phone_number_id)
        if request.form.get("messaging_product") != "whatsapp":
            raise required("messaging_product")
        file = request.files.get("file")
        if file is None:
            raise required("file")
        content, kind = file.read(), file.mimetype
        file.close()  # a large one lies in a file of its own
        if (code := self._sample.faults.now.upload_code) is not None:
            raise GraphError(code)
        if request.form.get("type") not in (None, kind):
            raise GraphError(131053, "The file's type is not the one that was given")
        medium = self._sample.media.keep(content, kind, self._sample.now())
        return jsonify(id=medium.id)

    def describe(self, media_id: str) -> Response:
        medium = self._medium(media_id)
        until = int((self._sample.now() + ADDRESS_LIFETIME).timestamp())
        return jsonify(
            messaging_product="whatsapp",
            url=f"{request.url_root}_meta/{VERSION}/unduh/{medium.id}/{until}",
            mime_type=medium.mime_type,
            sha256=medium.sha256,
            file_size=str(len(medium.content)),
            id=medium.id,
        )

    def delete(self, media_id: str) -> Response:
        if not self._sample.media.delete(self._medium(media_id).id):
            raise no_such_object()
        return jsonify(success=True)

    def download(self, media_id: str, until: int) -> Response:
        medium = self._sample.media.get(media_id, self._sample.now())
        if medium is None or self._sample.now().timestamp() > until:
            return Response(status=404)
        return Response(medium.content, mimetype=medium.mime_type)

    def _only_own(self, phone_number_id: str) -> None:
        if phone_number_id != self._sample.line.phone_number_id:
            raise no_such_object()

    def _medium(self, media_id: str) -> Medium:
        medium = self._sample.media.get(media_id, self._sample.now())
        if medium is None:
            raise no_such_object()
        return medium

    def _broken(self, faults: Faults) -> Response | None:
        """What becomes of the answer to a message that was accepted."""
        if faults.hang_seconds is not None:
            self._sample.stopping.wait(faults.hang_seconds)
        if faults.close_connection:
            return _hang_up()
        if faults.broken_json:
            return Response('{"messaging_product":"whatsapp","messages":[{"id":', 200)
        return Response(HTML, 502, mimetype="text/html") if faults.html_answer else None


def refused(error: GraphError) -> tuple[Response, int]:
    return jsonify(error.body()), error.status


def no_such_object() -> GraphError:
    said = "Unsupported get request. Object does not exist or cannot be loaded."
    return GraphError(100, message=f"(#100) {said}", subcode=33)


def _accepted(message: ChatMessage, body: dict[str, Any]) -> Response:
    phone = message.phone
    contact = {"input": phone.user_id, "user_id": phone.user_id}
    if body.get("to"):
        contact = {"input": body["to"], "wa_id": phone.wa_id}
    sent = {"id": message.id}
    if message.content.kind == "template":
        sent["message_status"] = "accepted"
    return jsonify(messaging_product="whatsapp", contacts=[contact], messages=[sent])


def _hang_up() -> Response:
    """Break the connection without a word; ConnectionAbortedError where there is none."""
    connection = request.environ.get("werkzeug.socket")
    if not isinstance(connection, socket.socket):
        raise ConnectionAbortedError
    connection.shutdown(socket.SHUT_RDWR)
    return Response()
