"""What no machine can settle comes to the desk, and goes on from there as the officer says."""

import pytest

from local.demo.people import until
from local.siak.faults import Fault
from menwa.types import Status
from tests.workflow.play import Play, Request

pytestmark = pytest.mark.xdist_group("workflow desk")
LOOK = ["CheckSiak", "Found"]
DESK = ["AskDesk", "DeskAnswered"]
SENT = [*LOOK, "SendPdf", "Delivered"]


def refused(play: Play) -> Request:
    """WhatsApp refuses everything for this phone, the PDF too."""
    play.whatsapp(refuse_code=131026)
    request = play.begin("dok-001")
    assert request.desk_reason() == "Undeliverable"
    return request


def unsettled(play: Play) -> Request:
    """WhatsApp took the PDF, but neither its answer nor a receipt came back."""
    play.whatsapp(close_connection=True, no_receipts=True)
    request = play.begin("dok-001")
    until("the PDF on the phone", lambda: request.pdfs)
    play.mend()
    play.later(request, minutes=20)
    play.sweep()
    assert request.desk_reason() == "Unsettled"
    return request


@pytest.mark.parametrize("fault", ["tampered_pdf", "someone_elses_pdf"])
def test_a_pdf_that_the_gate_refuses_is_never_sent(play: Play, fault: Fault) -> None:
    request = play.begin("dok-001", fault)
    assert request.desk_reason() == "gate_refused"
    assert request.officer("send_again") == 422
    play.siak(request)
    request.officer("look_again")
    assert request.states() == ["Receive", *LOOK, *DESK, *SENT]
    assert request.pdfs == [play.stage.signed_by_siak("dok-001")]


def test_an_officer_establishes_the_right_to_the_document(play: Play) -> None:
    request = play.begin("dok-001", recorded_phone="no")
    assert request.desk_reason() == "right_unknown"
    assert request.officer("look_again") == 422
    request.officer("look_again", right="yes")
    assert request.states() == ["Receive", *LOOK, *DESK, *SENT]
    assert request.file.case.right == "officer"
    play.siak(request, recorded_phone=None)


@pytest.mark.parametrize(
    ("answer", "end", "status"),
    [("returned", "Returned", Status.RETURNED), ("closed", "Closed", Status.CLOSED)],
)
def test_an_officer_ends_a_request(play: Play, answer: str, end: str, status: Status) -> None:
    request = play.begin("dok-001", "tampered_pdf")
    assert request.officer(answer) == 422
    assert request.officer(answer, reason="Silakan datang ke loket.") == 200
    assert request.states() == ["Receive", *LOOK, *DESK, end]
    assert request.file.case.status is status
    assert request.pdfs == []


def test_a_wrong_entry_waits_at_the_desk_until_siak_is_mended(play: Play) -> None:
    request = play.begin("dok-001", signed=False)
    assert request.official("kasi", "wrong_entry", "Nama keliru.") == 200
    assert request.desk_reason() == "wrong_entry"
    play.siak(request, signed=True)
    request.officer("look_again")
    assert request.states() == ["Receive", *LOOK, "AskKasi", "Answered", *DESK, *SENT]


def test_an_officer_lets_a_refused_pdf_be_sent_again(play: Play) -> None:
    request = refused(play)
    play.mend()
    request.officer("send_again")
    assert request.states() == ["Receive", *LOOK, "SendPdf", *DESK, *SENT]
    assert len(request.pdfs) == 1


def test_an_officer_lets_an_undeliverable_pdf_be_sent_again(play: Play) -> None:
    play.whatsapp(failed_code=131026)
    request = play.begin("dok-001")
    assert request.desk_reason() == "Undeliverable"
    play.mend()
    request.officer("send_again")
    assert request.states() == ["Receive", *LOOK, "SendPdf", *DESK, *SENT]


def test_what_may_have_been_sent_is_sent_again_only_by_an_officer(play: Play) -> None:
    request = unsettled(play)
    assert len(request.pdfs) == 1
    request.officer("send_again")
    assert request.states() == ["Receive", *LOOK, "SendPdf", *DESK, *SENT]
    assert len(request.pdfs) == 2


def test_a_receipt_that_comes_while_the_desk_is_asked_ends_the_case(play: Play) -> None:
    request = unsettled(play)
    play.stage.office.whatsapp.open_chat(request.phone)
    assert request.states() == ["Receive", *LOOK, "SendPdf", *DESK, "Delivered"]
    assert len(request.pdfs) == 1
    assert request.file.case.status is Status.DELIVERED


def test_a_late_receipt_for_an_earlier_try_spares_the_citizen_a_second_pdf(play: Play) -> None:
    request = unsettled(play)
    play.whatsapp(refuse_code=131026)
    request.officer("send_again")
    assert request.desk_reason() == "Undeliverable"
    play.stage.office.whatsapp.open_chat(request.phone)
    assert request.states()[-3:] == [*DESK, "Delivered"]
    assert len(request.pdfs) == 1
