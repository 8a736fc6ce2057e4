"""Whatever becomes of WhatsApp's answers and receipts, a phone gets one PDF."""

from typing import Any

import pytest

from local.demo.people import Phone, until
from local.demo.stage import Scene, Stage
from menwa.types import Status
from tests.office.mishaps import Mishaps
from tests.office.walking import at_desk, case_when, holds_exactly, pdfs_of

pytestmark = pytest.mark.xdist_group("office")

FAULTS: dict[str, dict[str, Any]] = {
    "the connection breaks": {"close_connection": True},
    "the answer is a page": {"html_answer": True},
    "each receipt comes twice": {"duplicate_receipts": True},
    "receipts come in reverse": {"reversed_receipts": True},
    "twice, in reverse, and the answer is lost": {
        "close_connection": True,
        "duplicate_receipts": True,
        "reversed_receipts": True,
    },
    "the first try is not taken": {"unavailable": True},
}


@pytest.fixture(scope="module", autouse=True)
def silent(stage: Stage) -> tuple[Scene, str]:
    """WhatsApp took the message, and is silent for longer than anybody waits for its answer.

    Begun first, so that the wait passes while the other tests run.
    """
    scene, mishaps = stage.scene("dok-035"), Mishaps(stage)
    mishaps.break_next_pdf(scene.citizen.phone, hang_seconds=17)
    case_id = scene.begin()
    mishaps.until_struck()
    until("the PDF", lambda: pdfs_of(stage, case_id))
    return scene, case_id


@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS)
def test_the_phone_holds_one_pdf(stage: Stage, mishaps: Mishaps, faults: dict[str, Any]) -> None:
    scene = stage.scene("dok-015")
    mishaps.break_next_pdf(scene.citizen.phone, **faults)
    case_id = scene.begin()
    assert stage.ended(case_id).case.status is Status.DELIVERED
    assert holds_exactly(stage, scene, case_id)


def test_without_receipts_the_phone_that_is_opened_late_still_ends_it(
    stage: Stage, mishaps: Mishaps
) -> None:
    scene = stage.scene("dok-038")
    mishaps.break_next_pdf(scene.citizen.phone, no_receipts=True)
    case_id = scene.begin()
    case_when(stage, case_id, "sent", lambda file: bool(file.attempts and file.attempts[-1].wamid))
    assert stage.office.file(case_id).case.status is Status.SENDING
    _open(stage, scene.citizen.phone)
    assert stage.ended(case_id).case.status is Status.DELIVERED
    assert holds_exactly(stage, scene, case_id)


def test_neither_answer_nor_receipt_brings_it_to_the_desk_where_news_still_settles_it(
    stage: Stage, mishaps: Mishaps
) -> None:
    scene = stage.scene("dok-040")
    mishaps.break_next_pdf(scene.citizen.phone, close_connection=True, no_receipts=True)
    case_id = scene.begin()
    assert mishaps.left_unsettled(case_id).case.reason == "Unsettled"
    _open(stage, scene.citizen.phone)
    assert stage.ended(case_id).case.status is Status.DELIVERED
    assert holds_exactly(stage, scene, case_id)


def test_a_pdf_that_cannot_be_delivered_comes_to_the_desk_and_goes_once_more_from_there(
    stage: Stage, mishaps: Mishaps
) -> None:
    scene = stage.scene("dok-042")
    mishaps.break_next_pdf(scene.citizen.phone, failed_code=131026)
    case_id = scene.begin()
    assert at_desk(stage, case_id).case.reason == "Undeliverable"
    page = stage.officer().post(f"/meja/{case_id}", answer="send_again")
    assert page.status_code == 200
    assert stage.ended(case_id).case.status is Status.DELIVERED
    assert [one["arrived"] for one in pdfs_of(stage, case_id)] == [False, True]


def test_a_proof_that_is_sent_twice_begins_one_case(stage: Stage) -> None:
    scene = stage.scene("dok-044")
    message = scene.citizen.ask(scene.document["document_type"], scene.document["number"])
    before = len(scene.citizen.phone.messages())
    for _ in range(2):
        scene.citizen.phone.write(message)
    case_id = stage.office.cases.all()[0].case.id
    stage.ended(case_id)
    said = until("an answer", lambda: _texts(scene.citizen.phone, before, at_least=2))
    assert sum("permintaan Anda sudah kami terima" in one for one in said) == 1
    assert holds_exactly(stage, scene, case_id)


def test_an_answer_that_never_comes_is_not_waited_for_twice(
    stage: Stage, silent: tuple[Scene, str]
) -> None:
    scene, case_id = silent
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


def _texts(phone: Phone, before: int, at_least: int) -> list[str] | None:
    texts = [one["text"] for one in phone.messages()[before:]]
    return texts if len(texts) >= at_least else None


def _open(stage: Stage, phone: Phone) -> None:
    assert stage.http.get(f"/_kantor/hp/{phone.number}").status_code == 200
