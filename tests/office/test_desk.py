"""The desk: what no machine can settle, an officer does, and the citizen is told."""

from dataclasses import replace
from functools import partial

import pytest

from local.demo.people import Phone, until
from local.demo.stage import Scene, Stage
from menwa.types import Status
from tests.office.looking import faults_of
from tests.office.walking import at_desk, at_work, holds_exactly, pdfs_of, told, words
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")


def with_another_phone(stage: Stage, document_id: str, number: str) -> Scene:
    """All the data are right; only the number is not the one on record."""
    scene = stage.scene(document_id)
    return Scene(scene.document, replace(scene.citizen, phone=Phone(stage.http, number)))


def test_an_officer_confirms_the_right_and_the_pdf_goes(stage: Stage, phone_browser: Watch) -> None:
    scene = with_another_phone(stage, "dok-024", "+6289900000301")
    case_id = scene.begin()
    assert at_desk(stage, case_id).case.reason == "right_unknown"
    assert pdfs_of(stage, case_id) == []
    page = at_work(phone_browser, stage)
    page.goto("/meja")
    page.get_by_role("link", name=case_id).click()
    page.get_by_text("Periksa lagi di SIAK", exact=True).click()
    page.get_by_role("button", name="Simpan jawaban").click()
    assert "Pastikan dulu bahwa pemohon berhak" in page.locator("main").inner_text()
    assert faults_of(page) == []
    page.get_by_text("Ya", exact=True).click()
    page.get_by_role("button", name="Simpan jawaban").click()
    page.get_by_role("heading", name="Jawaban Anda sudah dicatat").wait_for()
    file = stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)
    confirmed = next(entry for entry in file.entries if entry.act == "right_confirmed")
    assert confirmed.holder == "Meja petugas (Contoh Sari Dewi)"


def test_what_an_officer_returns_the_citizen_reads_with_its_reason(
    stage: Stage, phone_browser: Watch
) -> None:
    scene = stage.scene("dok-031")
    stage.fault("tampered_pdf", scene.id)
    case_id = scene.begin()
    at_desk(stage, case_id)
    stage.fault("none", scene.id)
    page = at_work(phone_browser, stage)
    page.goto(f"/meja/{case_id}")
    page.get_by_text("Kembalikan kepada pemohon", exact=True).click()
    page.get_by_role("button", name="Simpan jawaban").click()
    assert "Tulis alasannya" in page.locator("main").inner_text()
    page.get_by_label("Alasan atau catatan").fill("Mohon datang ke loket dengan KTP-el Anda.")
    page.get_by_role("button", name="Simpan jawaban").click()
    page.get_by_role("heading", name="Jawaban Anda sudah dicatat").wait_for()
    assert stage.ended(case_id).case.status is Status.RETURNED
    look = partial(told, scene.citizen.phone, case_id)
    assert "Mohon datang ke loket dengan KTP-el Anda." in until("the reason", look)
    assert pdfs_of(stage, case_id) == []


def test_who_has_no_right_reads_what_everybody_reads_whose_data_do_not_match(stage: Stage) -> None:
    scene = with_another_phone(stage, "dok-025", "+6289900000302")
    case_id = scene.begin()
    at_desk(stage, case_id)
    answer(stage, case_id, "returned", right="no", reason="Bukan orangnya.")
    assert stage.ended(case_id).case.status is Status.RETURNED
    look = partial(told, scene.citizen.phone, case_id)
    words_for_all = until("the words", look)
    assert "belum dapat mencocokkan data Anda" in words_for_all
    assert "Bukan orangnya" not in words_for_all
    assert pdfs_of(stage, case_id) == []


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ("tampered_pdf", "CONTENT_TAMPERED"),
        ("unsigned_pdf", "NO_SIGNATURE"),
        ("someone_elses_pdf", "OTHER_TEXT"),
    ],
)
def test_a_pdf_that_the_gate_refuses_stays_and_the_desk_sees_why(
    stage: Stage, fault: str, verdict: str
) -> None:
    scene = stage.scene("dok-031")
    stage.fault(fault, scene.id)
    case_id = scene.begin()
    case = at_desk(stage, case_id).case
    stage.fault("none", scene.id)
    assert (case.reason, (case.verdict or "").partition(":")[0]) == ("gate_refused", verdict)
    seen = words(stage.officer().get(f"/meja/{case_id}").text)
    assert stage.office.office.verdicts[verdict] in seen
    assert pdfs_of(stage, case_id) == []
    answer(stage, case_id, "look_again")
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


def test_a_case_is_answered_once_whoever_is_second_reads_so(stage: Stage) -> None:
    scene = with_another_phone(stage, "dok-028", "+6289900000303")
    case_id = scene.begin()
    at_desk(stage, case_id)
    answer(stage, case_id, "closed", reason="Sudah diambil di loket.")
    second = stage.officer().post(f"/meja/{case_id}", answer="look_again", right="yes")
    assert second.status_code == 409
    assert "tidak menunggu di meja" in words(second.text) or "Sudah dijawab" in words(second.text)
    assert stage.ended(case_id).case.status is Status.CLOSED
    assert pdfs_of(stage, case_id) == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_case_that_never_was_is_said_not_to_be(stage: Stage, method: str) -> None:
    officer, path = stage.officer(), "/meja/MW-00000000000"
    page = officer.get(path) if method == "GET" else officer.post(path, answer="look_again")
    assert page.status_code == 404
    assert "Permintaan ini tidak ada" in words(page.text)


def test_a_wrong_entry_waits_until_it_is_mended_and_is_looked_at_again(stage: Stage) -> None:
    scene = stage.scene("dok-039")
    case_id = scene.begin()
    official = stage.official(scene.document["document_type"], "kasi")
    official.answer(case_id, "wrong_entry", "Nama suami salah ketik.")
    assert at_desk(stage, case_id).case.reason == "wrong_entry"
    stage.change(scene.id, signed=True)
    answer(stage, case_id, "look_again")
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


def answer(stage: Stage, case_id: str, choice: str, **more: str) -> None:
    page = stage.officer().post(f"/meja/{case_id}", answer=choice, **more)
    assert page.status_code == 200, words(page.text)
