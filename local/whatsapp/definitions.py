"""The message templates that Meta has approved: as it is given them, and from the office's file."""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

from menwa.office import Office, Template

TemplateStatus = Literal["APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"]
TEMPLATE_STATUSES: tuple[TemplateStatus, ...] = get_args(TemplateStatus)
PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")


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
    components: tuple[TemplateComponent, ...]

    def part(self, kind: str) -> TemplateComponent:
        found = (component for component in self.components if component.type == kind)
        return next(found, TemplateComponent.model_validate({"type": kind}))

    @property
    def variables(self) -> list[str]:
        return list(dict.fromkeys(PLACEHOLDER.findall(self.part("BODY").text)))


def approved_templates(office: Office, public_url: str) -> tuple[SampleTemplate, ...]:
    return tuple(
        SampleTemplate.model_validate(
            {
                "name": name,
                "language": template.language,
                "components": list(_components(template, public_url)),
            }
        )
        for name, template in office.templates.items()
    )


def _components(template: Template, public_url: str) -> Iterator[dict[str, Any]]:
    if template.header == "document":
        yield {"type": "HEADER", "format": "DOCUMENT"}
    yield {"type": "BODY", "text": template.body}
    if template.footer:
        yield {"type": "FOOTER", "text": template.footer}
    if template.category == "authentication":
        yield {"type": "BUTTONS", "buttons": [{"type": "OTP", "text": template.button}]}
    elif template.button:
        url = f"{public_url.rstrip('/')}{template.button_url}"
        yield {"type": "BUTTONS", "buttons": [{"type": "URL", "text": template.button, "url": url}]}
