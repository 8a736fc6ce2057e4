"""Meta's Graph API: one question, one answer, and what an error of it means."""

from collections.abc import Callable
from typing import TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from menwa.errors import MenwaError, MessageRefused, WhatsAppUnavailable
from menwa.whatsapp_errors import rule_for

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
# A sleeping function finds its old connections dead: a message must not be lost on one of them.
_LIMITS = httpx.Limits(max_connections=10, keepalive_expiry=5)


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, defer_build=True)


class _Error(Answer):
    code: int
    is_transient: bool = False


class _Refusal(Answer):
    error: _Error


A = TypeVar("A", bound=Answer)


class Graph:
    """Raises MessageRefused (for good), WhatsAppUnavailable (surely not done) or, where it may have
    been done, whatever the caller calls that."""

    def __init__(
        self,
        url: str,
        access_token: str,
        transport: httpx.BaseTransport | None = None,
        fresh_token: Callable[[], str] | None = None,
    ) -> None:
        """`fresh_token` reads it anew where Meta says that it is not valid (any more)."""
        self._fresh_token = fresh_token
        self.http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=_TIMEOUT,
            limits=_LIMITS,
            transport=transport,
        )

    def ask(self, request: httpx.Request, answer: type[A], in_doubt: type[MenwaError]) -> A:
        try:
            return self._asked(request, answer, in_doubt)
        except MessageRefused as refusal:
            if not (rule_for(refusal.code).fresh_token and self._renews(request)):
                raise
        return self._asked(request, answer, in_doubt)

    def _renews(self, request: httpx.Request) -> bool:
        """Whether the token has been changed since: then this request, which was surely not
        carried out, and all later ones bear the new one."""
        bearer = f"Bearer {self._fresh_token()}" if self._fresh_token is not None else None
        if bearer is None or bearer == request.headers["Authorization"]:
            return False
        request.headers["Authorization"] = self.http.headers["Authorization"] = bearer
        return True

    def _asked(self, request: httpx.Request, answer: type[A], in_doubt: type[MenwaError]) -> A:
        try:
            response = self.http.send(request)
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
        if rule_for(error.code, transient=transient).may_pass:
            said = f"WhatsApp asks to try again: {error.code}"
            raise WhatsAppUnavailable(said, error.code, _asked_to_wait(response))
        raise MessageRefused(error.code)


def _asked_to_wait(response: httpx.Response) -> int | None:
    seconds = response.headers.get("Retry-After", "")
    return int(seconds) if seconds.isascii() and seconds.isdecimal() else None
