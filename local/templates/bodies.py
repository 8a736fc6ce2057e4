"""A message template as it is submitted to Meta: `POST /{account}/message_templates`."""

from collections.abc import Iterator
from typing import Any

from local.templates.rules import code_minutes, variables
from menwa.office import Button, Template

Component = dict[str, Any]
# Whoever reviews a template at Meta sees it with these.
EXAMPLES = {
    "case_id": "MW-7K3Q9XAB2C4",
    "title": "Kepala Seksi Kelahiran",
    "document": "Kartu Keluarga",
    "documents": "Kartu Keluarga, Akta Kelahiran",
    "count": "2",
    "waited": "2 jam 15 menit",
    "seen": "Senin, 23 November 2026 pukul 10.15 WIB",
    "news": "PDF Kartu Keluarga Anda sedang kami siapkan.",
}
LINK_END = "contoh"


def submission(
    name: str, template: Template, public_url: str, document_handle: str = ""
) -> Component:
    """`document_handle`: of the example PDF that was uploaded, where the header is a document."""
    is_code = template.category == "authentication"
    parts = _code(template) if is_code else _said(template, public_url, document_handle)
    named = [each for each in variables(template.body) if not each.isdigit()]
    return {
        "name": name,
        "language": template.language,
        "category": template.category.upper(),
        **({"parameter_format": "NAMED"} if named else {}),
        "components": list(parts),
    }


def _code(template: Template) -> Iterator[Component]:
    """In Meta's own words."""
    yield {"type": "BODY", "add_security_recommendation": True}
    if (minutes := code_minutes(template)) is not None:
        yield {"type": "FOOTER", "code_expiration_minutes": minutes}
    (button,) = template.buttons
    copied = {"type": "OTP", "otp_type": "COPY_CODE", "text": button.text}
    yield {"type": "BUTTONS", "buttons": [copied]}


def _said(template: Template, public_url: str, document_handle: str) -> Iterator[Component]:
    if template.header == "document":
        example = {"header_handle": [document_handle]}
        yield {"type": "HEADER", "format": "DOCUMENT", "example": example}
    yield {"type": "BODY", "text": template.body, **_examples(template.body)}
    if template.footer:
        yield {"type": "FOOTER", "text": template.footer}
    if template.buttons:
        buttons = [_button(button, public_url) for button in template.buttons]
        yield {"type": "BUTTONS", "buttons": buttons}


def _examples(body: str) -> Component:
    names = variables(body)
    shown = {name: EXAMPLES.get(name, f"contoh {name}") for name in names}
    if not names:
        return {}
    if names[0].isdigit():
        return {"example": {"body_text": [list(shown.values())]}}
    named = [{"param_name": name, "example": each} for name, each in shown.items()]
    return {"example": {"body_text_named_params": named}}


def _button(button: Button, public_url: str) -> Component:
    if button.kind != "url":
        return {"type": "QUICK_REPLY", "text": button.text}
    url = f"{public_url.rstrip('/')}{button.url}"
    example = {"example": [url.replace("{{1}}", LINK_END)]} if "{{1}}" in url else {}
    return {"type": "URL", "text": button.text, "url": url, **example}
