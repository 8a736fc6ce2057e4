"""WhatsApp's Cloud API, the calls that MENWA makes."""

from collections.abc import Callable

import httpx
from pydantic import Field

from menwa import whatsapp_messages as messages
from menwa.counting import count
from menwa.errors import MessageRefused, OutcomeUnknown, WhatsAppUnavailable
from menwa.recipient import Recipient
from menwa.whatsapp_graph import Answer, Graph
from menwa.whatsapp_messages import (
    Choices,
    LinkMessage,
    Menu,
    Message,
    PhoneRequest,
    ReplyButton,
    TemplateButton,
    TemplateDocument,
    TemplateMessage,
)
from menwa.whatsapp_trouble import trouble_counted

__all__ = [
    "Choices",
    "LinkMessage",
    "Menu",
    "Message",
    "PhoneRequest",
    "Recipient",
    "ReplyButton",
    "TemplateButton",
    "TemplateDocument",
    "TemplateMessage",
    "WhatsAppClient",
]

_UPLOAD_TIMEOUT = httpx.Timeout(30, connect=3)
_NO_SUCH_OBJECT = 100


class _Id(Answer):
    id: str = Field(min_length=1)


class _Sent(Answer):
    messages: tuple[_Id, ...] = Field(min_length=1)


class WhatsAppClient:
    """Raises MessageRefused (for good), WhatsAppUnavailable (surely not sent) or, only where a
    message may have gone out, OutcomeUnknown. Never sends anything twice by itself."""

    def __init__(
        self,
        url: str,
        phone_number_id: str,
        access_token: str,
        transport: httpx.BaseTransport | None = None,
        fresh_token: Callable[[], str] | None = None,
    ) -> None:
        self._number = phone_number_id
        self._graph = Graph(url, access_token, transport, fresh_token)
        self._http = self._graph.http

    def close(self) -> None:
        self._http.close()

    def upload_pdf(self, pdf: bytes, filename: str) -> str:
        """The media id: valid for 30 days."""
        request = self._http.build_request(
            "POST",
            f"{self._number}/media",
            data={"messaging_product": "whatsapp", "type": "application/pdf"},
            files={"file": (filename, pdf, "application/pdf")},
            timeout=_UPLOAD_TIMEOUT,
        )
        with trouble_counted():
            return self._graph.ask(request, _Id, WhatsAppUnavailable).id

    def delete_media(self, media_id: str) -> None:
        """Media that is gone already counts as deleted."""
        params = {"phone_number_id": self._number}
        request = self._http.build_request("DELETE", media_id, params=params)
        try:
            self._graph.ask(request, Answer, WhatsAppUnavailable)
        except MessageRefused as refusal:
            if refusal.code != _NO_SUCH_OBJECT:
                raise

    def send_document(
        self, to: Recipient, media_id: str, filename: str, caption: str, attempt_id: str
    ) -> str:
        """Returns the message's id: accepted, not yet delivered. So do all that send.

        `attempt_id` comes back with each receipt.
        """
        return self._send(to, messages.document(media_id, filename, caption), attempt_id)

    def send(self, to: Recipient, message: Message, attempt_id: str | None = None) -> str:
        return self._send(to, messages.content_of(message), attempt_id)

    def send_template(self, to: Recipient, message: TemplateMessage, attempt_id: str) -> str:
        return self._send(to, messages.template(message), attempt_id)

    def send_text(self, to: Recipient, text: str, attempt_id: str | None = None) -> str:
        return self._send(to, messages.text(text), attempt_id)

    def send_link(
        self, to: Recipient, text: str, label: str, url: str, attempt_id: str | None = None
    ) -> str:
        """`label` stands on the button: at most 20 characters."""
        return self._send(to, messages.link(text, label, url), attempt_id)

    def send_choices(self, to: Recipient, message: Choices, attempt_id: str | None = None) -> str:
        return self._send(to, messages.choices(message), attempt_id)

    def ask_for_phone(self, to: Recipient, text: str, attempt_id: str | None = None) -> str:
        """With a button that shares the person's own number; WhatsApp words the button itself."""
        return self._send(to, messages.contact_request(text), attempt_id)

    def mark_read(self, wamid: str, *, typing: bool = False) -> None:
        """`typing`: the person also sees that an answer is on its way, for 25 seconds at most."""
        body = messages.read(wamid, typing=typing)
        request = self._http.build_request("POST", f"{self._number}/messages", json=body)
        self._graph.ask(request, Answer, WhatsAppUnavailable)

    def _send(self, to: Recipient, content: messages.Content, attempt_id: str | None) -> str:
        body = messages.message_to(to, content, attempt_id)
        request = self._http.build_request("POST", f"{self._number}/messages", json=body)
        with trouble_counted():
            sent = self._graph.ask(request, _Sent, OutcomeUnknown)
        if content["type"] == "template":
            count("TemplatesSent")
        return sent.messages[0].id
