"""An officer at the desk, in Chromium: by keyboard alone, for a walk-in, for another number."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from local.demo.desk import SiakDesk
from local.demo.people import Phone, until
from local.demo.stage import Scene, Stage
from menwa.types import Status
from tests.office.looking import faults_of
from tests.office.mishaps import Mishaps
from tests.office.walking import at_desk, at_work, case_when, holds_exactly, pdfs_of
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")
FAR = 60


def tab_to(page: Page, element_id: str) -> None:
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == element_id:
            return
    pytest.fail(f"no way by keyboard to {element_id}")


def mark(page: Page, element_id: str) -> None:
    tab_to(page, element_id)
    page.keyboard.press("Space")


def with_phone(stage: Stage, document_id: str, number: str) -> Scene:
    scene = stage.scene(document_id)
    return Scene(scene.document, replace(scene.citizen, phone=Phone(stage.http, number)))


def code_on(page: Page) -> str:
    found = re.search(r"MENWA [0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text())
    assert found
    return found[0]


def test_a_look_up_is_answered_by_keyboard_alone(stage: Stage, phone_browser: Watch) -> None:
    scene = stage.scene("dok-024")
    stage.fault("down", scene.id)
    case_id = scene.begin()
    assert at_desk(stage, case_id).case.reason == "siak_unavailable"
    stage.fault("none", scene.id)
    page = at_work(phone_browser, stage)
    page.goto("/meja")
    page.keyboard.press("/")
    page.keyboard.type(case_id.lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/meja/{case_id}")
    assert page.get_by_role("button", name=re.compile("^Salin")).count() >= 4
    assert faults_of(page) == []
    mark(page, "right-yes")
    mark(page, "answer-1")
    mark(page, "active-yes")
    tab_to(page, "name")
    page.keyboard.type(scene.document["subject"]["name"].upper())
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Unggah PDF", exact=True).wait_for()
    assert faults_of(page) == []
    pdf = stage.signed_by_siak(scene.id)
    SiakDesk(stage.office, stage.http, stage.officer()).upload(case_id, pdf)
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


def test_a_look_up_needs_no_script(stage: Stage, scriptless_browser: Watch) -> None:
    scene = stage.scene("dok-028")
    stage.fault("down", scene.id)
    case_id = scene.begin()
    at_desk(stage, case_id)
    stage.fault("none", scene.id)
    page = at_work(scriptless_browser, stage)
    page.goto(f"/meja/{case_id}")
    page.get_by_role("button", name="Saya kerjakan").click()
    assert "Anda mengerjakan ini" in page.locator("main").inner_text()
    page.get_by_text("Ya", exact=True).first.click()
    page.get_by_text("Tidak ditemukan", exact=True).click()
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_role("heading", name="Jawaban Anda sudah dicatat").wait_for()
    assert stage.ended(case_id).case.status is Status.RETURNED


def test_a_walk_in_takes_two_officers(stage: Stage, phone_browser: Watch) -> None:
    scene = with_phone(stage, "dok-029", "+6289900000311")
    page = at_work(phone_browser, stage)
    page.goto("/meja/baru")
    person = scene.citizen.person
    year, month, day = person["birth_date"].split("-")
    page.get_by_label("Dokumen", exact=True).select_option(scene.document["document_type"])
    page.get_by_label("Nomor dokumen").fill(scene.document["number"])
    page.get_by_label("NIK pemohon").fill(person["nik"])
    page.get_by_label("Nama lengkap").fill(person["name"])
    for label, value in (("Tanggal", day), ("Bulan", month), ("Tahun", year)):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Nomor WhatsApp pemohon").fill(scene.citizen.phone.number)
    page.get_by_text("KTP-el aslinya sudah saya lihat").click()
    page.get_by_role("button", name="Buat kode untuk pemohon").click()
    case_id = scene.citizen.prove(code_on(page))
    assert at_desk(stage, case_id).case.reason == "walk_in"
    page.goto(f"/meja/{case_id}")
    assert "KTP-el dilihat oleh Contoh Sari Dewi" in page.locator("main").inner_text()
    assert page.locator("#right-yes").count() == 0
    assert stage.officer().post(f"/meja/{case_id}", right="yes").status_code == 422
    assert pdfs_of(stage, case_id) == []
    second = stage.officer("siti.aminah").post(f"/meja/{case_id}", right="yes")
    assert second.status_code == 200
    stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)


def test_another_number_is_proven_and_never_typed(
    stage: Stage, mishaps: Mishaps, phone_browser: Watch
) -> None:
    scene = stage.scene("dok-042")
    mishaps.break_next_pdf(scene.citizen.phone, failed_code=131026)
    case_id = scene.begin()
    assert at_desk(stage, case_id).case.reason == "Undeliverable"
    page = at_work(phone_browser, stage)
    page.goto(f"/meja/{case_id}")
    page.get_by_text("KTP-el aslinya sudah saya lihat").click()
    page.get_by_role("button", name="Buat kode untuk nomor baru").click()
    new = Phone(stage.http, "+6289900000312")
    new.write(code_on(page))
    changed = case_when(stage, case_id, "renumbered", lambda file: file.case.right is None)
    assert changed.case.applicant.phone == new.number
    assert stage.officer().post(f"/meja/{case_id}", right="yes").status_code == 422
    assert stage.officer("siti.aminah").post(f"/meja/{case_id}", right="yes").status_code == 200
    stage.ended(case_id)
    assert [one["phone"] for one in pdfs_of(stage, case_id) if one["arrived"]] == [new.number]


def test_the_queue_keeps_itself_up_to_date_without_losing_what_is_typed(
    stage: Stage, phone_browser: Watch
) -> None:
    page = at_work(phone_browser, stage)
    page.clock.install()
    page.goto("/meja")
    page.get_by_label("Cari").fill("9971")
    scene = with_phone(stage, "dok-031", "+6289900000313")
    case_id = scene.begin()
    at_desk(stage, case_id)
    page.clock.fast_forward(21_000)
    page.get_by_role("link", name=case_id).wait_for()
    assert page.get_by_label("Cari").input_value() == "9971"
    stage.officer().post(f"/meja/{case_id}", answer="closed", reason="Selesai diuji.")
    until("the end", lambda: stage.office.file(case_id).case.status.ended)
