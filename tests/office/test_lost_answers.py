"""Killed between the recorded answer and the state machine: the sweep carries it on, once."""

from datetime import timedelta

import pytest

from local.demo.people import until
from local.demo.stage import Stage
from menwa.case import ANSWERED, CaseFile
from menwa.types import Status
from tests.office.mishaps import Mishaps
from tests.office.walking import at_desk, holds_exactly, pdfs_of, told

pytestmark = pytest.mark.xdist_group("office")


def lost(stage: Stage, mishaps: Mishaps, case_id: str) -> CaseFile:
    """The answer stands in the table, the procedure has not heard of it."""
    mishaps.until_struck()
    file = stage.office.file(case_id)
    assert file.wait is not None
    assert file.wait.waiting_for == ANSWERED
    assert stage.status_of(case_id) == "RUNNING"
    return file


def test_an_officials_answer_is_carried_on(stage: Stage, mishaps: Mishaps) -> None:
    scene = stage.scene("dok-022")
    case_id = scene.begin()
    _, kabid = stage.office.office.official(scene.document["document_type"], "kabid")
    kasi = stage.official(scene.document["document_type"], "kasi")
    link = until("the first letter", lambda: kasi.link_to(case_id))
    kasi.enrol(link)
    mishaps.kill("NotifyOfficialsDecisionFunction", "SendTaskSuccess", "before")
    assert kasi.reply(link, "submitted").status_code == 500
    lost(stage, mishaps, case_id)
    assert "sudah dijawab" in kasi.get(link).text
    mishaps.sweep()
    official = stage.official(scene.document["document_type"], "kabid")
    until(f"a letter to {kabid.title}", lambda: told(official.phone, case_id))
    submitted = [one for one in stage.office.file(case_id).entries if one.act == "submitted"]
    assert len(submitted) == 1


def test_an_officers_answer_is_carried_on(stage: Stage, mishaps: Mishaps) -> None:
    scene = stage.scene("dok-029")
    stage.change(scene.id, recorded_phone="no")
    case_id = scene.begin()
    at_desk(stage, case_id)
    mishaps.kill("CheckSiakDeskFunction", "SendTaskSuccess", "before")
    page = stage.officer().post(f"/meja/{case_id}", answer="look_again", right="yes")
    assert page.status_code == 500
    lost(stage, mishaps, case_id)
    mishaps.sweep()
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


def test_a_receipt_is_carried_on(stage: Stage, mishaps: Mishaps) -> None:
    scene = stage.scene("dok-017")
    mishaps.kill("SendPdfReceiptsFunction", "SendTaskSuccess", "before")
    case_id = scene.begin()
    lost(stage, mishaps, case_id)
    mishaps.sweep()
    assert stage.ended(case_id).case.status is Status.DELIVERED
    assert holds_exactly(stage, scene, case_id)


def test_the_gates_answer_is_carried_on(stage: Stage, mishaps: Mishaps) -> None:
    scene = stage.scene("dok-044")
    mishaps.kill("CheckSiakGatePdfFunction", "SendTaskSuccess", "before")
    case_id = scene.begin()
    assert lost(stage, mishaps, case_id).case.staged is not None
    assert pdfs_of(stage, case_id) == []
    mishaps.sweep()
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


def test_sweeping_again_and_again_says_nothing_twice(stage: Stage, mishaps: Mishaps) -> None:
    """Also while the procedure is on its way, when every answer is said by two."""
    scene = stage.scene("dok-046")
    case_id = scene.begin()

    def ended() -> bool:
        mishaps.sweep()
        return stage.office.file(case_id).case.status.ended

    until("the end", ended)
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


@pytest.mark.parametrize("again", ["the sweep", "the queue"])
def test_a_proof_without_its_procedure_is_begun(stage: Stage, mishaps: Mishaps, again: str) -> None:
    """Killed between the proof and StartExecution; whoever comes first makes it good."""
    scene = stage.scene("dok-021", "subjek")
    stage.change(scene.id, active=True)
    message = scene.citizen.ask(scene.document["document_type"], scene.document["number"])
    case_id = stage.office.cases.all()[0].case.id
    mishaps.kill("IntakeInboxFunction", "StartExecution", "before")
    scene.citizen.phone.write(message)
    mishaps.until_struck()
    assert stage.office.file(case_id).wait is not None
    if again == "the queue":
        mishaps.bring_back("InboxQueue")
    else:
        mishaps.pass_time(case_id, timedelta(minutes=3))
        mishaps.sweep()
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)
