"""A message's body, checked as the Cloud API checks it and turned into what the phone shows."""

from local.whatsapp import templates
from local.whatsapp.checks import Body, FindMedium, at_most, held_document, part_of, words_of
from local.whatsapp.graph_errors import GraphError
from local.whatsapp.interactive import interactive_content
from local.whatsapp.phones import Content
from local.whatsapp.templates import Templates

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_ECHO = 512


def content_of(body: Body, known: Templates, find: FindMedium) -> Content:
    """GraphError for whatever Meta would refuse at once."""
    if len(str(body.get("biz_opaque_callback_data") or "")) > LONGEST_ECHO:
        raise GraphError(100, message="(#100) Param biz_opaque_callback_data is too long")
    kind = body.get("type", "text")
    if kind == "text":
        return _text(part_of(body, "text"))
    if kind == "document":
        return _document(part_of(body, "document"), find)
    if kind == "interactive":
        return interactive_content(part_of(body, "interactive"), find)
    if kind == "template":
        return _template(part_of(body, "template"), known, find)
    raise GraphError(131051, f"Message type {kind} is not supported")


def _text(part: Body) -> Content:
    text = words_of(part, "body", "text['body']")
    if len(text) > LONGEST_TEXT:
        said = f"Param text['body'] must be at most {LONGEST_TEXT} characters long."
        raise GraphError(100, message=f"(#100) {said}")
    return Content("text", text)


def _document(part: Body, find: FindMedium) -> Content:
    caption = str(part.get("caption") or "")
    at_most(caption, LONGEST_CAPTION, "Caption")
    return Content("document", caption, document=held_document(part, find))


def _template(part: Body, known: Templates, find: FindMedium) -> Content:
    template = known.for_message(part)
    header = templates.header_document(part)
    return Content(
        "template",
        templates.body_text(template, part),
        template.part("FOOTER").text,
        held_document(header, find) if header is not None else None,
        templates.buttons(template, part),
        template.name,
        template.category.lower(),
    )
