"""The message templates that Meta has: as they were submitted, and what became of them."""

import re
from hashlib import sha256
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

from local.templates.bodies import submission
from menwa.office import Office

TemplateStatus = Literal["APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"]
TEMPLATE_STATUSES: tuple[TemplateStatus, ...] = get_args(TemplateStatus)
PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
CODE = "{{1}} adalah kode verifikasi Anda."
RECOMMENDATION = " Demi keamanan Anda, jangan bagikan kode ini."
EXPIRY = "Kode ini kedaluwarsa dalam {} menit."


class _Definition(BaseModel):
    model_config = ConfigDict(frozen=True)


class TemplateButton(_Definition):
    type: Literal["URL", "QUICK_REPLY", "OTP"]
    text: str
    url: str = ""

    @property
    def varies(self) -> bool:
        return self.type in {"QUICK_REPLY", "OTP"} or PLACEHOLDER.search(self.url) is not None


class TemplateComponent(_Definition):
    type: Literal["HEADER", "BODY", "FOOTER", "BUTTONS"]
    format: Literal["TEXT", "DOCUMENT", "IMAGE"] | None = None
    text: str = ""
    buttons: tuple[TemplateButton, ...] = ()


class SampleTemplate(_Definition):
    """As it is given to Meta at `POST /{account}/message_templates`."""

    name: str
    language: str = "id"
    status: TemplateStatus = "APPROVED"
    category: str = "UTILITY"
    components: tuple[TemplateComponent, ...]
    listed: tuple[dict[str, Any], ...] = ()
    """Its components as Meta's list shows them."""

    @property
    def id(self) -> str:
        digest = sha256(f"{self.name} {self.language}".encode()).digest()
        return str(10**15 + int.from_bytes(digest[:6], "big"))

    @property
    def rejected_reason(self) -> str:
        return "INVALID_FORMAT" if self.status == "REJECTED" else "NONE"

    def part(self, kind: str) -> TemplateComponent:
        found = (component for component in self.components if component.type == kind)
        return next(found, TemplateComponent.model_validate({"type": kind}))

    @property
    def variables(self) -> list[str]:
        return list(dict.fromkeys(PLACEHOLDER.findall(self.part("BODY").text)))


def approved_templates(office: Office, public_url: str) -> tuple[SampleTemplate, ...]:
    """As if `make templates` had submitted them long ago."""
    return tuple(
        submitted(submission(name, template, public_url)).model_copy(update={"status": "APPROVED"})
        for name, template in office.templates.items()
    )


def submitted(body: dict[str, Any]) -> SampleTemplate:
    """ValidationError if it is none. Of a code's template Meta writes the words itself."""
    components = [_in_words(component) for component in body.get("components") or []]
    known = {name: body[name] for name in ("name", "language", "category") if name in body}
    return SampleTemplate.model_validate(
        {**known, "status": "PENDING", "components": components, "listed": components}
    )


def _in_words(component: dict[str, Any]) -> dict[str, Any]:
    if "add_security_recommendation" in component:
        added = RECOMMENDATION if component["add_security_recommendation"] else ""
        return {**component, "text": CODE + added}
    if "code_expiration_minutes" in component:
        return {**component, "text": EXPIRY.format(component["code_expiration_minutes"])}
    return component
