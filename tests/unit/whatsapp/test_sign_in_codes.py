"""Meta's template for codes: its words are Meta's own, and the code stands in it twice."""

import pytest

from local.whatsapp import approved_templates
from local.whatsapp.graph_errors import GraphError
from local.whatsapp.templates import Templates, body_text, buttons
from menwa.whatsapp_messages import Content, TemplateButton, TemplateMessage, template
from tests.builders import OFFICE

KNOWN = Templates(approved_templates(OFFICE, "https://contoh.test"))


def a_code(text: str = "123456", button: str | None = "123456") -> Content:
    copied = (TemplateButton(kind="url", value=button),) if button is not None else ()
    message = TemplateMessage(name="kode_masuk", values={"1": text}, buttons=copied)
    part: Content = template(message)["template"]
    return part


def test_a_code_is_sent_as_meta_documents_it() -> None:
    parameter = {"type": "text", "text": "123456"}
    assert a_code()["components"] == [
        {"type": "body", "parameters": [parameter]},
        {"type": "button", "sub_type": "url", "index": "0", "parameters": [parameter]},
    ]


def test_the_phone_shows_the_code_and_a_button_that_copies_it() -> None:
    known = KNOWN.for_message(a_code())
    assert body_text(known, a_code()).startswith("123456 adalah kode verifikasi Anda.")
    (button,) = buttons(known, a_code())
    assert (button.kind, button.label, button.value) == ("copy", "Salin kode", "123456")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (a_code(button=None), 131008),
        (a_code(button="1" * 16), 132005),
        (a_code(text=""), 131008),
        ({**a_code(), "components": a_code()["components"][1:]}, 132000),
    ],
)
def test_a_code_that_is_sent_otherwise_is_refused(sent: Content, code: int) -> None:
    with pytest.raises(GraphError) as error:
        KNOWN.for_message(sent)
    assert error.value.code == code
