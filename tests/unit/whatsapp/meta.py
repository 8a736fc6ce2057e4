"""Meta, played by a function that answers each request alike."""

import json
from collections.abc import Callable
from typing import Any

import httpx

from menwa.recipient import Recipient
from menwa.whatsapp import WhatsAppClient

SITI = Recipient(phone="+6281211110001", user_id="ID.1")
URL = "https://graph.facebook.com/v26.0"
ACCEPTED = {"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}]}


class Meta:
    """Answers each request alike, and keeps what came."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.requests: list[httpx.Request] = []
        self._answer = answer

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._answer(request)

    @property
    def body(self) -> Any:
        return json.loads(self.requests[-1].content)


def answering(status: int, body: Any) -> Meta:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Meta(lambda _: httpx.Response(status, content=content))


def failing(error: type[httpx.RequestError]) -> Meta:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error("lost", request=request)

    return Meta(fail)


def an_error(code: int, **more: Any) -> dict[str, Any]:
    return {"error": {"message": f"(#{code})", "code": code, "error_data": "text", **more}}


def a_client(meta: Meta) -> WhatsAppClient:
    return WhatsAppClient(URL, "1065", "token-1", httpx.MockTransport(meta))


def send(meta: Meta) -> str:
    return a_client(meta).send_text(SITI, "pesan rahasia", "MW-0000000000.1")
