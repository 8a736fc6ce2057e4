"""The WhatsApp account's templates at Meta."""

from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FIELDS = "id,name,language,status,category,components,rejected_reason"
PAGE = 50


class MetaRefused(Exception):
    """In Meta's own words: nothing in them is secret."""


class Registered(BaseModel):
    """`status`: APPROVED, PENDING, REJECTED, PAUSED, DISABLED, and whatever Meta adds."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    language: str
    status: str
    category: str
    components: list[dict[str, Any]] = Field(default_factory=list)
    rejected_reason: str | None = None


class TemplateAccount:
    def __init__(
        self,
        url: str,
        account_id: str,
        access_token: str,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._account_id = account_id
        self._token = access_token
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=30,
            transport=transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._http.close()

    def registered(self) -> Iterator[Registered]:
        """All of them, page by page."""
        asked = {"fields": FIELDS, "limit": str(PAGE)}
        while True:
            page = self._asked("GET", self._templates, params=asked)
            yield from map(Registered.model_validate, page.get("data", []))
            paging = page.get("paging", {})
            if "next" not in paging:
                return
            asked["after"] = paging["cursors"]["after"]

    def submit(self, body: dict[str, Any]) -> str:
        """The status that it then has."""
        return str(self._asked("POST", self._templates, json=body).get("status", "PENDING"))

    def change(self, template_id: str, body: dict[str, Any]) -> None:
        """Meta reviews it anew; once a day, ten times a month."""
        changed = {name: body[name] for name in ("category", "components")}
        self._asked("POST", f"/{template_id}", json=changed)

    def upload_example(self, app_id: str, pdf: bytes) -> str:
        """A handle for a template's header: uploads belong to the app, not to the account."""
        about = {
            "file_name": "contoh.pdf",
            "file_length": str(len(pdf)),
            "file_type": "application/pdf",
        }
        session = self._asked("POST", f"/{app_id}/uploads", params=about)["id"]
        headers = {"Authorization": f"OAuth {self._token}", "file_offset": "0"}
        return str(self._asked("POST", f"/{session}", content=pdf, headers=headers)["h"])

    @property
    def _templates(self) -> str:
        return f"/{self._account_id}/message_templates"

    def _asked(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        try:
            response = self._http.request(method, path, **content)
            answer: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise MetaRefused(f"no answer that can be read: {type(error).__name__}") from None
        if not response.is_success:
            raise MetaRefused(_said(answer))
        return answer


class _Error(BaseModel):
    code: int
    message: str = ""
    error_subcode: int | None = None
    error_user_title: str = ""
    error_user_msg: str = ""


def _said(answer: dict[str, Any]) -> str:
    try:
        error = _Error.model_validate(answer.get("error"))
    except ValidationError:
        return "an error that cannot be read"
    code = f"{error.code}/{error.error_subcode}" if error.error_subcode else str(error.code)
    words = ": ".join(filter(None, (error.error_user_title, error.error_user_msg)))
    return f"{code} {words or error.message}"
