"""What Meta refuses of a template that is submitted: in the shape of its management errors."""

import re
from typing import Any

from pydantic import ValidationError

from local.whatsapp.definitions import PLACEHOLDER, SampleTemplate, submitted
from local.whatsapp.graph_errors import GraphError

MOST_TEMPLATES = 250
LONGEST = {"BODY": 1024, "FOOTER": 60}
LONGEST_BUTTON = 25
MOST_BUTTONS = 10


class SubmissionRefused(GraphError):
    """Management errors speak to people: a title and a sentence, and no details of a message."""

    def __init__(self, subcode: int, title: str, said: str) -> None:
        super().__init__(100, message="Invalid parameter", subcode=subcode)
        self._said = {"error_user_title": title, "error_user_msg": said}

    def body(self) -> dict[str, Any]:
        error = super().body()["error"]
        del error["error_data"]
        return {"error": {**error, "is_transient": False, **self._said}}


def template_in(body: Any) -> SampleTemplate:
    """GraphError as Meta would refuse it."""
    try:
        template = submitted(body)
    except (ValidationError, AttributeError, TypeError):
        raise GraphError(100, message="(#100) Invalid parameter") from None
    if not re.fullmatch(r"[a-z0-9_]{1,512}", template.name):
        raise GraphError(100, message="(#100) Param name must be lowercase letters, digits and _")
    _check_text(template)
    _check_header(template, body)
    _check_examples(template)
    return template


def already_there(template: SampleTemplate) -> SubmissionRefused:
    said = f"There is already {template.language} content for this template."
    return SubmissionRefused(2388024, "Content in This Language Already Exists", said)


def too_many() -> SubmissionRefused:
    said = f"The account has {MOST_TEMPLATES} message templates."
    return SubmissionRefused(2388019, "Message Template Limit Exceeded", said)


def _check_text(template: SampleTemplate) -> None:
    body, buttons = template.part("BODY").text, template.part("BUTTONS").buttons
    lengths = [(len(template.part(kind).text), most) for kind, most in LONGEST.items()]
    lengths += [(len(button.text), LONGEST_BUTTON) for button in buttons]
    if not body or len(buttons) > MOST_BUTTONS or any(length > most for length, most in lengths):
        said = "A part of the template is missing or has too many characters."
        raise SubmissionRefused(2388040, "Character Limit Exceeded", said)
    pieces = PLACEHOLDER.split(body)
    if template.category != "AUTHENTICATION" and not (pieces[0].strip() and pieces[-1].strip()):
        said = "Variables can't be at the start or end of the template."
        raise SubmissionRefused(2388299, "Leading or Trailing Params Not Allowed", said)


def _check_header(template: SampleTemplate, body: dict[str, Any]) -> None:
    headers = [each for each in body["components"] if each.get("type") == "HEADER"]
    if template.part("HEADER").format != "DOCUMENT":
        return
    handles = [(each.get("example") or {}).get("header_handle") or [""] for each in headers]
    if not all(handle[0].startswith("4::") for handle in handles):
        said = "The header's example is missing, or its upload is not known."
        raise SubmissionRefused(2388273, "Missing Sample Parameter For Header Type", said)


def _check_examples(template: SampleTemplate) -> None:
    (body,) = [each for each in template.listed if each["type"] == "BODY"]
    example = body.get("example") or {}
    given = [each.get("param_name") for each in example.get("body_text_named_params", [])]
    placed = (example.get("body_text") or [[]])[0]
    if template.category != "AUTHENTICATION" and len(given or placed) != len(template.variables):
        said = "Every variable takes an example."
        raise SubmissionRefused(2388043, "Message Template Is Missing Expected Field(s)", said)
