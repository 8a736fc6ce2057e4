"""A citizen at 360 pixels: from the form to the PDF in hand, or to words that say what to do."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from local.demo.people import until
from local.demo.stage import Scene, Stage
from local.sample_office import SampleOffice
from menwa.case import CaseFile
from menwa.types import Status
from tests.office.form import (
    answer_all,
    choose,
    fill_in,
    press,
    prove,
    send,
    what_is_true,
)
from tests.office.looking import faults_of
from tests.office.walking import pdfs_of, told
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

CASE_ID = re.compile(r"MW-[0-9A-Z]{11}")


def test_a_signed_document_goes_from_the_form_to_the_phone(
    stage: Stage, phone_browser: Watch
) -> None:
    scene = stage.scene("dok-001")
    page = phone_browser.page()
    fill_in(page, scene)
    assert faults_of(page) == []
    send(page)
    assert page.get_by_role("heading", level=1).inner_text().startswith("Belum selesai")
    assert faults_of(page) == []
    prove(page, scene)
    with page.expect_popup() as opened:
        page.locator("a.pdf").last.click()
    held = phone_browser.context.request.get(opened.value.url)
    assert held.headers["content-type"] == "application/pdf"
    assert held.body() == stage.signed_by_siak(scene.id)


def test_a_browser_without_scripts_gets_the_same_pdf_without_knowing_the_number(
    stage: Stage, scriptless_browser: Watch
) -> None:
    scene = stage.scene("dok-016")
    page = scriptless_browser.page()
    fill_in(page, scene, number="")
    send(page)
    prove(page, scene)
    stage.ended(_newest_of(stage, scene).case.id)
    page.get_by_role("link", name="Muat ulang").click()
    address = page.locator("a.pdf").last.get_attribute("href") or ""
    held = scriptless_browser.context.request.get(address)
    assert held.body() == stage.signed_by_siak(scene.id)


def test_a_mistyped_nik_brings_words_that_say_what_to_do(
    stage: Stage, phone_browser: Watch
) -> None:
    scene = stage.scene("dok-010")
    nik = scene.citizen.person["nik"]
    page = phone_browser.page()
    fill_in(page, scene, nik=f"{nik[:-1]}{(int(nik[-1]) + 1) % 9 + 1}")
    send(page)
    prove(page, scene)
    page.get_by_text("isi formulir sekali lagi").last.wait_for()
    case_id = CASE_ID.findall(page.locator("#pesan").inner_text())[-1]
    assert stage.ended(case_id).case.status is Status.RETURNED
    said = told(scene.citizen.phone, case_id)
    assert "Yang sering terjadi: (1) nama tidak ditulis lengkap seperti di KTP-el" in said
    assert f"isi formulir sekali lagi: {stage.office.url}" in said
    assert pdfs_of(stage, case_id) == []


def test_a_childs_old_certificate_is_asked_for_with_the_childs_name(
    stage: Stage, phone_browser: Watch
) -> None:
    scene = stage.scene("dok-004")
    child = {
        "document_type": "akta_kelahiran",
        "whom": "child",
        "subject_name": "Bintang Putra Riau",
        "subject_nik": "",
        "number": "477/0123/1987",
    }
    page = phone_browser.page()
    fill_in(page, scene, **child)
    expect(page.get_by_text("Nomor ini bentuk lama. Tidak apa-apa")).to_be_visible()
    send(page)
    prove(page, scene)
    case = until("the request", lambda: _proven(stage, scene, "akta_kelahiran"))
    assert case.case.number == "477/0123/1987"
    assert case.case.subject is not None
    assert (case.case.subject.relation, case.case.subject.name) == ("child", "Bintang Putra Riau")


def test_three_documents_are_proven_by_one_message_sent_twice_from_another_phone(
    stage: Stage, phone_browser: Watch, chromium: Browser, office: SampleOffice
) -> None:
    """The browser is on one phone; WhatsApp, on another, opens what the first one's QR says."""
    scene = stage.scene("dok-001")
    page = phone_browser.page()
    fill_in(page, scene)
    for kind in ("akta_kelahiran", "biodata"):
        press(page, "Tambah dokumen lain")
        more = {"document_type": kind, "whom": "self", "number": ""}
        answer_all(page, what_is_true(scene) | more)
        assert faults_of(page) == []
    send(page)
    page.get_by_text("WhatsApp di HP lain?").click()
    expect(page.locator("svg.qr")).to_be_visible()
    link = page.get_by_role("link", name="Lanjutkan di WhatsApp").get_attribute("href") or ""
    message = page.locator(".message").inner_text()
    before = {file.case.id for file in stage.office.cases.all() if file.case.proven_at}
    context = chromium.new_context(base_url=office.url, viewport={"width": 360, "height": 740})
    other = context.new_page()
    _send_from(other, link, scene)
    until("three requests", lambda: len(_new(stage, scene, before)) == 3)
    phone, unknown = scene.citizen.phone, _unknown_codes(scene)
    phone.write(message)
    phone.write(message[:-1] + ("A" if message[-1] != "A" else "B"))
    until("an answer", lambda: _unknown_codes(scene) > unknown)
    kinds = {file.case.document_type for file in _new(stage, scene, before)}
    assert kinds == {"kk", "akta_kelahiran", "biodata"}
    assert len(_new(stage, scene, before)) == 3
    context.close()


def test_a_card_that_is_no_pdf_is_explained_before_anything_is_asked(
    stage: Stage, phone_browser: Watch
) -> None:
    before = len(stage.office.cases.all())
    page = phone_browser.page()
    page.goto("/")
    choose(page, "ktp_el")
    assert page.get_by_role("heading", level=1).inner_text() == "KTP-el tidak ada sebagai PDF"
    assert "kami cetakkan yang baru di loket" in page.locator("main").inner_text()
    assert stage.office.office.address in page.locator("main").inner_text()
    assert faults_of(page) == []
    press(page, "Pilih dokumen lain")
    assert page.get_by_role("button", name="Kartu Keluarga").is_visible()
    assert len(stage.office.cases.all()) == before


def _send_from(page: Page, link: str, scene: Scene) -> None:
    page.goto(link)
    page.get_by_role("link", name=scene.citizen.phone.number).click()
    page.get_by_role("button", name="Kirim").click()


def _unknown_codes(scene: Scene) -> int:
    """How often the phone was told so; PDFs may arrive before and after."""
    return sum("tidak kami kenali" in one["text"] for one in scene.citizen.phone.messages())


def _new(stage: Stage, scene: Scene, before: set[str]) -> list[CaseFile]:
    files = [file for file in stage.office.cases.all() if file.case.id not in before]
    nik = scene.citizen.person["nik"]
    return [file for file in files if file.case.proven_at and file.case.applicant.nik == nik]


def _newest_of(stage: Stage, scene: Scene) -> CaseFile:
    phone = scene.citizen.phone.number
    return next(one for one in stage.office.cases.all() if one.case.applicant.phone == phone)


def _proven(stage: Stage, scene: Scene, kind: str) -> CaseFile | None:
    files = _new(stage, scene, set())
    return next((one for one in files if one.case.document_type == kind), None)
