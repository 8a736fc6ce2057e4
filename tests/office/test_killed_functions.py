"""`kill -9` in the middle of an event: no case is lost, and no PDF arrives twice."""

import pytest

from local.demo.people import until
from local.demo.stage import Stage
from menwa.types import Status
from tests.office.form import what_is_true
from tests.office.mishaps import Mishaps, When
from tests.office.walking import holds_exactly, pdfs_of

pytestmark = pytest.mark.xdist_group("office")


@pytest.mark.parametrize(
    ("operation", "when"),
    [("TransactWriteItems", "after"), ("PutObject", "after")],
)
def test_siak_is_looked_at_again_where_the_look_was_killed(
    stage: Stage, mishaps: Mishaps, operation: str, when: When
) -> None:
    scene = stage.scene("dok-015")
    mishaps.kill("CheckSiakFunction", operation, when)
    case_id = scene.begin()
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


@pytest.mark.parametrize("operation", ["GetObject", "TransactWriteItems"])
def test_the_gate_examines_again_what_it_had_before_it_was_killed(
    stage: Stage, mishaps: Mishaps, operation: str
) -> None:
    scene = stage.scene("dok-027")
    mishaps.kill("CheckSiakGatePdfFunction", operation, "before")
    case_id = scene.begin()
    mishaps.bring_back("IncomingQueue")
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


def test_a_send_that_was_killed_before_it_is_noted_is_made_once(
    stage: Stage, mishaps: Mishaps
) -> None:
    scene = stage.scene("dok-035")
    mishaps.kill("SendPdfFunction", "TransactWriteItems", "before")
    case_id = scene.begin()
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


def test_a_send_that_was_killed_after_it_went_out_is_not_repeated(
    stage: Stage, mishaps: Mishaps
) -> None:
    """The second write is the outcome's: by then WhatsApp has the message, and is silent."""
    scene = stage.scene("dok-038")
    mishaps.break_next_pdf(scene.citizen.phone, no_receipts=True)
    mishaps.kill("SendPdfFunction", "TransactWriteItems", "before")
    again = mishaps.calls_after("SendPdfFunction", "TransactWriteItems", 3)
    case_id = scene.begin()
    until("the second run", again)
    assert stage.http.get(f"/_kantor/hp/{scene.citizen.phone.number}").status_code == 200
    assert stage.ended(case_id).case.status is Status.DELIVERED
    assert holds_exactly(stage, scene, case_id)


def test_a_send_of_which_nobody_knows_comes_to_the_desk_and_goes_once(
    stage: Stage, mishaps: Mishaps
) -> None:
    """Killed once the intent stands: it may have been sent, so no machine sends it again."""
    scene = stage.scene("dok-040")
    mishaps.kill("SendPdfFunction", "TransactWriteItems", "after")
    again = mishaps.calls_after("SendPdfFunction", "TransactWriteItems", 2)
    case_id = scene.begin()
    until("the second run", again)
    file = mishaps.left_unsettled(case_id)
    assert (file.case.reason, len(file.attempts)) == ("Unsettled", 1)
    assert pdfs_of(stage, case_id) == []
    page = stage.officer().post(f"/meja/{case_id}", answer="send_again")
    assert page.status_code == 200
    assert stage.ended(case_id).case.status is Status.DELIVERED
    assert holds_exactly(stage, scene, case_id)


@pytest.mark.parametrize("operation", ["Query", "TransactWriteItems"])
def test_a_receipt_is_read_again_where_its_reader_was_killed(
    stage: Stage, mishaps: Mishaps, operation: str
) -> None:
    scene = stage.scene("dok-042")
    mishaps.kill("SendPdfReceiptsFunction", operation, "before")
    case_id = scene.begin()
    mishaps.bring_back("ReceiptsQueue")
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


def test_a_question_is_asked_again_where_the_asking_was_killed(
    stage: Stage, mishaps: Mishaps
) -> None:
    scene = stage.scene("dok-036")
    mishaps.kill("NotifyOfficialsFunction", "TransactWriteItems", "before")
    case_id = scene.begin()
    mishaps.until_struck()
    stage.change(scene.id, signed=True)
    stage.official(scene.document["document_type"], "kasi").answer(case_id, "signed")
    stage.ended(case_id)
    stage.change(scene.id, signed=False)
    answers = [one for one in stage.office.file(case_id).entries if one.step == 3]
    assert [one.act for one in answers] == ["answered_signed"]


def test_a_form_whose_function_is_killed_stores_all_or_nothing(
    stage: Stage, mishaps: Mishaps
) -> None:
    """What the citizen sent is sent again; only the request that can be proven counts."""
    scene = stage.scene("dok-020", "subjek")
    mishaps.kill("IntakeWebFunction", "TransactWriteItems", "before")
    before = len(stage.office.cases.all())
    assert stage.http.post("/permohonan", data=what_is_true(scene)).status_code == 500
    assert len(stage.office.cases.all()) == before
    stage.ended(scene.begin())
