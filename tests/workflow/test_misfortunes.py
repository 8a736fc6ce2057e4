"""Counterparts that are down and functions that raise, hang or die: nothing vanishes."""

import time

import pytest

from tests.workflow.hurry import CHECK_SIAK_SECONDS
from tests.workflow.play import Play

pytestmark = pytest.mark.xdist_group("workflow misfortunes")
LOOK = ["CheckSiak", "Found"]
DESK = ["AskDesk", "DeskAnswered"]
SENT = [*LOOK, "SendPdf", "Delivered"]


def test_where_siak_is_down_an_officer_has_it_asked_again(play: Play) -> None:
    request = play.begin("dok-001", "down")
    assert request.waits("siak").reason == "siak_unavailable"
    play.siak(request)
    assert request.look_up("again") == 200
    assert request.states() == ["Receive", *LOOK, *SENT]
    assert request.failures == []


def test_once_siak_is_back_what_waited_at_the_desk_goes_on_by_itself(play: Play) -> None:
    request = play.begin("dok-001", "down")
    request.waits("siak")
    play.siak(request)
    play.later(request, hours=1)
    play.look_again()
    assert request.states() == ["Receive", *LOOK, *SENT]
    assert len(request.pdfs) == 1


def test_what_is_signed_while_an_official_is_asked_goes_on_by_itself(play: Play) -> None:
    request = play.begin("dok-001", signed=False)
    request.waits("kasi")
    play.siak(request, signed=True)
    play.later(request, hours=1)
    play.look_again()
    assert request.states() == ["Receive", *LOOK, "AskKasi", "Answered", *SENT]
    assert request.file.entries[2].act == "seen_signed"


def test_a_gate_that_says_nothing_is_the_desks_within_the_hour(play: Play) -> None:
    play.disturbed("CheckSiakGatePdfFunction", "Query", lambda: None)
    request = play.begin("dok-001")
    request.waits("gate")
    play.later(request, minutes=15)
    play.look_again()
    assert request.desk_reason() == "gate_silent"
    request.officer("look_again")
    assert request.states() == ["Receive", *LOOK, *DESK, *SENT]


def test_while_whatsapp_is_down_the_pdf_pauses_and_goes_once_it_is_up_again(play: Play) -> None:
    play.whatsapp(unavailable=True)
    request = play.begin("dok-001")
    request.is_held_up()
    assert request.pdfs == []
    play.mend()
    play.later(request, minutes=2)
    play.sweep()
    assert request.states() == ["Receive", *LOOK, "SendPdf", "HoldReleased", "SendPdf", "Delivered"]
    assert len(request.pdfs) == 1


def test_an_official_is_asked_once_though_whatsapp_cannot_tell_the_citizen(play: Play) -> None:
    play.whatsapp(unavailable=True)
    request = play.begin("dok-033", signed=False)
    request.waits("kasi")
    play.mend()
    assert request.official("kasi", "wrong_entry", "Nama keliru.") == 200
    request.officer("closed", reason="Tidak jadi.")
    assert request.states() == ["Receive", *LOOK, "AskKasi", "Answered", *DESK, "Closed"]
    assert request.failures == []


def test_the_desk_is_asked_once_though_whatsapp_cannot_tell_the_citizen(play: Play) -> None:
    play.whatsapp(unavailable=True)
    request = play.begin("dok-001", "tampered_pdf")
    request.waits("desk")
    assert request.officer("closed", reason="Tidak jadi.") == 200
    assert request.states() == ["Receive", *LOOK, *DESK, "Closed"]
    assert request.failures == []


def test_a_staged_pdf_that_is_gone_is_fetched_again(play: Play) -> None:
    engine = play.stage.office.engine
    request = play.begin("dok-001", signed=False)
    request.waits("kasi")
    play.siak(request, signed=True)

    def lose() -> None:
        staged = request.file.case.staged
        bucket = engine.template.functions["SendPdfFunction"].environment["STAGING_BUCKET"]
        key = f"staged/{staged.sha256 if staged else ''}.pdf"
        engine.aws.client("s3").delete_object(Bucket=bucket, Key=key)

    engine.aws.faults.before("SendPdfFunction", "GetObject", lose)
    request.official("kasi", "signed")
    asked = ["AskKasi", "Answered"]
    assert request.states() == ["Receive", *LOOK, *asked, *LOOK, "SendPdf", *SENT]
    assert len(request.pdfs) == 1


def test_an_aws_that_fails_for_the_moment_is_tried_again(play: Play) -> None:
    for _ in range(3):
        play.disturbed("CheckSiakFunction", "Query", lambda: None)
    request = play.begin("dok-001")
    assert request.states() == ["Receive", *SENT]
    assert request.failures == ["Unavailable"]


def test_a_function_that_hangs_is_tried_again(play: Play) -> None:
    hang = CHECK_SIAK_SECONDS + 1
    play.disturbed("CheckSiakFunction", "Query", lambda: time.sleep(hang))
    request = play.begin("dok-001")
    assert request.states() == ["Receive", *SENT]
    assert request.failures == ["Sandbox.Timedout"]


@pytest.mark.parametrize("operation", ["Query", "TransactWriteItems"])
def test_check_siak_may_be_killed(play: Play, operation: str) -> None:
    play.killed("CheckSiakFunction", operation, carried_out=True)
    request = play.begin("dok-001")
    assert request.states() == ["Receive", *SENT]
    assert len(request.pdfs) == 1


@pytest.mark.parametrize("carried_out", [True, False])
def test_check_siak_may_be_killed_while_it_answers(play: Play, carried_out: bool) -> None:
    play.killed("CheckSiakFunction", "SendTaskSuccess", carried_out=carried_out)
    assert play.begin("dok-001", active=False).states() == ["Receive", *LOOK, "Returned"]


def test_a_verdict_of_a_gate_that_was_killed_is_carried_out_by_the_sweep(play: Play) -> None:
    play.killed("CheckSiakGatePdfFunction", "SendTaskSuccess", carried_out=False)
    request = play.begin("dok-001")
    request.is_answered("gate")
    play.sweep()
    assert request.states() == ["Receive", *SENT]


def test_an_official_is_asked_though_the_function_was_killed_before_its_letter(play: Play) -> None:
    play.killed("NotifyOfficialsFunction", "TransactWriteItems", carried_out=False)
    request = play.begin("dok-001", signed=False)
    assert request.official("kasi", "wrong_entry", "Nama keliru.") == 200
    request.officer("closed", reason="Tidak jadi.")
    assert request.states() == ["Receive", *LOOK, "AskKasi", "Answered", *DESK, "Closed"]


def test_an_officials_answer_outlives_the_function_that_recorded_it(play: Play) -> None:
    request = play.begin("dok-001", signed=False)
    request.waits("kasi")
    play.siak(request, signed=True)
    play.killed("NotifyOfficialsDecisionFunction", "SendTaskSuccess", carried_out=False)
    assert request.official("kasi", "signed") == 500
    play.sweep()
    assert request.states() == ["Receive", *LOOK, "AskKasi", "Answered", *SENT]


def test_an_officers_answer_outlives_the_function_that_recorded_it(play: Play) -> None:
    request = play.begin("dok-001", "tampered_pdf")
    request.waits("desk")
    play.siak(request)
    play.killed("CheckSiakDeskFunction", "SendTaskSuccess", carried_out=False)
    assert request.officer("look_again") == 500
    play.sweep()
    assert request.states() == ["Receive", *LOOK, *DESK, *SENT]


def test_the_desk_is_asked_though_its_function_was_killed(play: Play) -> None:
    play.killed("CheckSiakAskDeskFunction", "TransactWriteItems", carried_out=True)
    request = play.begin("dok-001", "tampered_pdf")
    assert request.desk_reason() == "gate_refused"
    request.officer("closed", reason="Tidak jadi.")
    assert request.states() == ["Receive", *LOOK, *DESK, "Closed"]


def test_killed_before_it_could_send_nothing_is_sent_blindly(play: Play) -> None:
    play.killed("SendPdfFunction", "TransactWriteItems", carried_out=True)
    request = play.begin("dok-001")
    request.is_tried_again()
    assert request.pdfs == []
    play.later(request, minutes=20)
    play.sweep()
    assert request.desk_reason() == "Unsettled"
    request.officer("send_again")
    assert request.states() == ["Receive", *LOOK, "SendPdf", *DESK, *SENT]
    assert len(request.pdfs) == 1


def test_killed_after_it_sent_the_pdf_is_not_sent_twice(play: Play) -> None:
    play.killed("SendPdfFunction", "TransactWriteItems", carried_out=False, at_call=2)
    play.whatsapp(no_receipts=True)
    request = play.begin("dok-001")
    request.is_tried_again()
    play.stage.office.whatsapp.open_chat(request.phone)
    assert request.states() == ["Receive", *SENT]
    assert len(request.pdfs) == 1


def test_a_receipt_outlives_the_function_that_read_it(play: Play) -> None:
    play.killed("SendPdfReceiptsFunction", "SendTaskSuccess", carried_out=False)
    request = play.begin("dok-001")
    request.is_answered("whatsapp")
    play.sweep()
    assert request.states() == ["Receive", *SENT]


def test_while_sending_is_held_the_pdf_waits_and_then_goes_once(play: Play) -> None:
    play.hold("Nomor palsu beredar.")
    request = play.begin("dok-001")
    request.is_held_up()
    play.sweep()
    assert request.pdfs == []
    play.release()
    play.sweep()
    assert request.states() == ["Receive", *LOOK, "SendPdf", "HoldReleased", "SendPdf", "Delivered"]
    assert len(request.pdfs) == 1
