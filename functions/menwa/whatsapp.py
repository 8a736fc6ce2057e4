"""WhatsApp's Cloud API, the six calls that MENWA makes."""

from typing import TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from menwa import whatsapp_messages as messages
from menwa.errors import MenwaError, MessageRefused, OutcomeUnknown, WhatsAppUnavailable
from menwa.recipient import Recipient
from menwa.whatsapp_errors import Action, action_for
from menwa.whatsapp_messages import TemplateButton, TemplateDocument, TemplateMessage

__all__ = ["Recipient", "TemplateButton", "TemplateDocument", "TemplateMessage", "WhatsAppClient"]

# Nothing has left this machine when one of these is raised.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
# Meta answers in well under a second; giving up early would leave an outcome unknown.
_TIMEOUT = httpx.Timeout(15, connect=3)
_UPLOAD_TIMEOUT = httpx.Timeout(30, connect=3)
# A sleeping function finds its old connections dead: a message must not be lost on one of them.
_LIMITS = httpx.Limits(max_connections=10, keepalive_expiry=5)
_NO_SUCH_OBJECT = 100


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class _Id(_Answer):
    id: str = Field(min_length=1)


class _Sent(_Answer):
    messages: tuple[_Id, ...] = Field(min_length=1)


class _Error(_Answer):
    code: int
    is_transient: bool = False


class _Refusal(_Answer):
    error: _Error


_A = TypeVar("_A", bound=_Answer)


class WhatsAppClient:
    """Raises MessageRefused (for good), WhatsAppUnavailable (surely not sent) or, only where a
    message may have gone out, OutcomeUnknown. Never sends anything twice by itself."""

    def __init__(
        self,
        url: str,
        phone_number_id: str,
        access_token: str,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._number = phone_number_id
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=_TIMEOUT,
            limits=_LIMITS,
            transport=transport,
        )

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
        return self._ask(request, _Id, WhatsAppUnavailable).id

    def delete_media(self, media_id: str) -> None:
        """Media that is gone already counts as deleted."""
        params = {"phone_number_id": self._number}
        request = self._http.build_request("DELETE", media_id, params=params)
        try:
            self._ask(request, _Answer, WhatsAppUnavailable)
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

    def send_template(self, to: Recipient, message: TemplateMessage, attempt_id: str) -> str:
        return self._send(to, messages.template(message), attempt_id)

    def send_text(self, to: Recipient, text: str, attempt_id: str | None = None) -> str:
        return self._send(to, messages.text(text), attempt_id)

    def send_link(
        self, to: Recipient, text: str, label: str, url: str, attempt_id: str | None = None
    ) -> str:
        """`label` stands on the button: at most 20 characters."""
        return self._send(to, messages.link(text, label, url), attempt_id)

    def mark_read(self, wamid: str) -> None:
        body = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
        request = self._http.build_request("POST", f"{self._number}/messages", json=body)
        self._ask(request, _Answer, WhatsAppUnavailable)

    def _send(self, to: Recipient, content: messages.Content, attempt_id: str | None) -> str:
        body = messages.message_to(to, content, attempt_id)
        request = self._http.build_request("POST", f"{self._number}/messages", json=body)
        return self._ask(request, _Sent, OutcomeUnknown).messages[0].id

    def _ask(self, request: httpx.Request, answer: type[_A], in_doubt: type[MenwaError]) -> _A:
        try:
            response = self._http.send(request)
            if response.is_success:
                return answer.model_validate_json(response.content)
            error = _Refusal.model_validate_json(response.content).error
        except _NEVER_LEFT as unsent:
            raise WhatsAppUnavailable(f"not reached: {type(unsent).__name__}") from unsent
        except httpx.RequestError as lost:
            raise in_doubt(f"no answer: {type(lost).__name__}") from lost
        except ValidationError as garbage:
            raise in_doubt(f"HTTP {response.status_code} that cannot be read") from garbage
        transient = error.is_transient or response.is_server_error
        if action_for(error.code, transient=transient) is Action.TRY_AGAIN:
            raise WhatsAppUnavailable(f"WhatsApp asks to try again: {error.code}")
        raise MessageRefused(error.code)
