"""How the PDF reaches its citizen: named, explained, and with a way to object."""

from datetime import timedelta

import pytest

from menwa.recipient import Recipient
from menwa.whatsapp import Choices, TemplateDocument, TemplateMessage
from menwa.whatsapp_messages import content_of, message_to
from send_pdf.pdf_message import (
    TAPS,
    filename,
    goes_by_template,
    pdf_message,
    question_whether_still_theirs,
)
from tests.builders import NOW, OFFICE, PHONE, a_cleared_case, a_file, an_attempt

CASE = a_cleared_case()
PDF = TemplateDocument(media_id="77", filename=filename(OFFICE.documents["kk"], CASE))


def test_inside_the_window_it_says_how_to_print_and_check_it() -> None:
    message = pdf_message(CASE, PDF, OFFICE, by_template=False)
    assert isinstance(message, Choices)
    assert message.document == PDF
    assert "Cetak di kertas A4" in message.text
    assert "kode QR" in message.text
    assert [(one.id, one.title) for one in message.buttons] == [
        (f"WRONG_DATA:{CASE.id}", "Data salah"),
        (f"NOT_MINE:{CASE.id}", "Milik orang lain"),
        (f"SURVEY:{CASE.id}", "Beri nilai"),
    ]


def test_outside_it_the_template_does() -> None:
    message = pdf_message(CASE, PDF, OFFICE, by_template=True)
    assert isinstance(message, TemplateMessage)
    assert message.document == PDF
    assert [one.value for one in message.buttons] == [f"{tap}:{CASE.id}" for tap in TAPS]
    body = OFFICE.templates[message.name].body
    assert "kertas A4" in body
    assert "kode QR" in body


@pytest.mark.parametrize("document", OFFICE.documents)
def test_whatsapp_takes_it_as_it_is(document: str) -> None:
    case = a_cleared_case(document_type=document)
    message = pdf_message(case, PDF, OFFICE, by_template=False)
    assert isinstance(message, Choices)
    assert len(message.text) <= 1024
    assert len(message.buttons) <= 3
    assert all(len(one.title) <= 20 and len(one.id) <= 256 for one in message.buttons)


def test_every_tap_has_its_button() -> None:
    for name, taps in (("dokumen_siap", len(TAPS)), ("masih_anda", 1)):
        replies = [one for one in OFFICE.templates[name].buttons if one.kind == "quick_reply"]
        assert len(replies) == taps
    assert question_whether_still_theirs(CASE).buttons[0].value == f"STILL_ME:{CASE.id}"


def test_it_goes_to_a_whole_number_and_names_nobody() -> None:
    sent = message_to(Recipient(phone=PHONE, user_id="ID.1"), content_of("Halo"), "MW-1.1")
    assert sent["to"] == PHONE
    assert PHONE.startswith("+62")
    assert CASE.applicant.nik not in str(
        content_of(pdf_message(CASE, PDF, OFFICE, by_template=False))
    )
    assert PDF.filename == f"Kartu-Keluarga-{CASE.id}.pdf"


@pytest.mark.parametrize(
    ("hours", "refused", "template"), [(1, 131047, True), (1, 2, False), (25, 2, True)]
)
def test_the_window_is_ours_to_reckon_and_metas_to_close(
    hours: int, refused: int, template: bool
) -> None:
    file = a_file(CASE, attempts=(an_attempt(outcome="refused", code=refused),))
    assert goes_by_template(file, NOW + timedelta(hours=hours)) == template
