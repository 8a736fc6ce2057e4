"""WhatsApp's Cloud API and the phones behind it, in memory."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from local.whatsapp.phones import ChatMessage, Content, SamplePhone
from local.whatsapp.webhook_bodies import Line, Update, receipt, signed_body, typed
from tests.chaos.faults import ONCE, Faults, Kind
from tests.steps.world import APP_SECRET, NUMBER_ID

LINE = Line("1065", NUMBER_ID, "+6276112345")
THROUGHPUT = {"error": {"message": "(#130429) Rate limit hit", "code": 130429}}
Tells = Callable[[str, float, bytes, str], object]
"""What is told, in how many seconds; the webhook's body and its signature."""


class Refused(Exception):
    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


@dataclass(frozen=True)
class Sent:
    """A message that WhatsApp has accepted; `pdf`: the bytes that lay at Meta."""

    wamid: str
    to: str
    body: dict[str, Any]
    pdf: bytes | None
    at: datetime

    @property
    def attempt(self) -> str | None:
        return self.body.get("biz_opaque_callback_data")

    def button(self) -> str | None:
        """The end of the link behind a template's button."""
        for part in self.body.get("template", {}).get("components", ()):
            if part["type"] == "button" and part["sub_type"] == "url":
                return str(part["parameters"][0]["text"])
        return None


@dataclass
class WhatsApp:
    faults: Faults
    now: Callable[[], datetime]
    tell: Tells
    sent: list[Sent] = field(default_factory=list)
    written: int = 0
    media: dict[str, bytes] = field(default_factory=dict)
    uploads: int = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        what = request.method if request.method == "DELETE" else request.url.path.rpartition("/")[2]
        body = request.read()
        try:
            return self.faults.effect(
                f"whatsapp.{what}", lambda: self._answer(request, body), _failing(request), ONCE
            )
        except Refused as refused:
            return refused.response

    def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        if request.method == "DELETE":
            self.media.pop(request.url.path.rpartition("/")[2], None)
            return httpx.Response(200, json={"success": True})
        if request.url.path.endswith("/media"):
            self.uploads += 1
            self.media[str(self.uploads)] = _file_in(request, body)
            return httpx.Response(200, json={"id": str(self.uploads)})
        return self._accept(json.loads(body))

    def _accept(self, body: dict[str, Any]) -> httpx.Response:
        wamid, now = f"wamid.{len(self.sent)}", self.now()
        media = _document_in(body)
        if media is not None and media not in self.media:
            refused = {"error": {"message": "(#131053)", "code": 131053}}
            return httpx.Response(400, json=refused)
        sent = Sent(wamid, body["to"], body, self.media[media] if media else None, now)
        self.sent.append(sent)
        if sent.attempt is not None:
            self._tell_of(sent)
        accepted = {"messaging_product": "whatsapp", "messages": [{"id": wamid}]}
        return httpx.Response(200, json=accepted)

    def _tell_of(self, sent: Sent) -> None:
        message = ChatMessage(
            id=sent.wamid,
            phone=SamplePhone(sent.to, "Seseorang"),
            from_office=True,
            content=Content("text"),
            at=sent.at,
            attempt_id=sent.attempt,
        )
        for seconds, status in enumerate(("sent", "delivered"), 2):
            self._post(f"receipt {status}", receipt(LINE, message, status, sent.at), seconds)

    def write(self, phone: str, text: str) -> None:
        """Somebody types."""
        self.written += 1
        message = ChatMessage(
            id=f"wamid.in.{self.written}",
            phone=SamplePhone(phone, "Seseorang"),
            from_office=False,
            content=Content("text", text),
            at=self.now(),
        )
        self._post("message", typed(LINE, message), 1)

    def _post(self, what: str, update: Update, seconds: float) -> None:
        body, signature = signed_body(LINE, [update], APP_SECRET)
        self.tell(what, seconds, body, signature)


def _failing(request: httpx.Request) -> Callable[[Kind], Exception]:
    def error(kind: Kind) -> Exception:
        if kind is Kind.LOST:
            return httpx.ReadTimeout("no answer", request=request)
        return Refused(httpx.Response(429, json=THROUGHPUT))

    return error


def _file_in(request: httpx.Request, body: bytes) -> bytes:
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    [part] = [one for one in body.split(b"--" + boundary) if b'name="file"' in one]
    return part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n")


def _document_in(body: dict[str, Any]) -> str | None:
    """The media id, in a message of ours or in a template's header."""
    headers = [body.get("interactive", {}).get("header", {})]
    for part in body.get("template", {}).get("components", ()):
        headers += part["parameters"] if part["type"] == "header" else []
    return next((str(one["document"]["id"]) for one in headers if "document" in one), None)
