"""A citizen follows a request: finds it, cancels it, says that data is wrong, gets it anew."""

import re

import pytest
from playwright.sync_api import Page, expect

from local.demo.people import until
from local.demo.stage import Scene, Stage
from menwa.types import Status
from tests.office.form import overflows
from tests.office.looking import faults_of
from tests.office.walking import at_desk, at_work, case_when, pdfs_of, told
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

SIGNED, UNSIGNED = "dok-002", "dok-004"


def track(page: Page, scene: Scene, case_id: str, ending: str = "") -> None:
    page.goto("/lacak")
    page.get_by_label("Kode permintaan").fill(case_id.lower())
    page.get_by_label("Empat angka terakhir").fill(ending or scene.citizen.phone.number[-4:])
    page.get_by_role("button", name="Lihat permintaan").click()


def test_a_lost_code_is_found_and_the_request_cancelled(
    stage: Stage, scriptless_browser: Watch
) -> None:
    scene = stage.scene(UNSIGNED)
    case_id = stage.begin(scene)
    case_when(stage, case_id, "asks", lambda file: file.case.status is Status.WITH_OFFICIAL)
    before = len(scene.citizen.phone.messages())
    scene.citizen.phone.write("STATUS")
    answer = until("the status", lambda: scene.citizen.phone.messages()[before:])[0]["text"]
    found = re.search(r"MW-[0-9A-Z]{11}", answer)
    assert found
    assert "menunggu tanda tangan pejabat" in answer
    page = scriptless_browser.page()
    track(page, scene, found[0], ending="0000")
    assert "tidak cocok" in page.get_by_role("alert").inner_text()
    track(page, scene, found[0])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Menunggu tanda tangan")
    here = page.locator("[aria-current=step]")
    expect(here).to_contain_text("Ditandatangani")
    expect(here).to_contain_text("Sedang berjalan")
    assert not overflows(page)
    page.get_by_role("link", name="Batalkan permintaan ini").click()
    page.get_by_role("button", name="Ya, batalkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Permintaan ini sudah dibatalkan.")
    assert stage.ended(case_id).case.status is Status.CLOSED
    assert pdfs_of(stage, case_id) == []


def test_wrong_data_is_mended_and_the_pdf_comes_again(stage: Stage, phone_browser: Watch) -> None:
    scene = stage.scene(SIGNED)
    case_id = stage.begin(scene)
    stage.ended(case_id)
    page = phone_browser.page()
    track(page, scene, case_id)
    expect(page.get_by_role("heading", level=1)).to_have_text("PDF-nya sudah sampai di HP Anda.")
    assert faults_of(page) == []
    page.get_by_role("link", name="Data pada dokumen salah").click()
    assert faults_of(page) == []
    page.get_by_label("Tertulis apa").fill("Nama ayah tertulis Budi, seharusnya Budiman")
    page.get_by_role("button", name="Kirim kepada petugas").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sedang diperiksa petugas kami")
    assert at_desk(stage, case_id).case.reason == "wrong_data"
    desk = at_work(phone_browser, stage)
    desk.goto(f"/meja/{case_id}")
    assert "seharusnya Budiman" in desk.locator("main").inner_text()
    assert faults_of(desk) == []
    desk.get_by_text("Sudah diperbaiki, kirim lagi").click()
    desk.get_by_role("button", name="Simpan jawaban").click()
    desk.get_by_role("heading", name="Jawaban Anda sudah dicatat").wait_for()
    file = case_when(stage, case_id, "came again", lambda file: len(file.attempts) == 2)
    assert file.case.run == 2
    case_when(stage, case_id, "arrived", lambda file: file.case.status is Status.DELIVERED)
    assert len(pdfs_of(stage, case_id)) == 2
    assert "sudah kami periksa dan perbaiki" in told(scene.citizen.phone, case_id)
    page.goto(page.url)
    page.get_by_role("button", name="Minta PDF sekali lagi").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("sudah sampai")
    case_when(stage, case_id, "came a third time", lambda file: len(file.attempts) == 3)
