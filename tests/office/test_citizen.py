"""A citizen at 360 pixels: from the form to the PDF in hand, or to words that say what to do."""

import re

import pytest

from local.demo.stage import Stage
from menwa.types import Status
from tests.office.form import choose, fill_in, overflows, prove, send
from tests.office.walking import holds_exactly, pdfs_of, told
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

CASE_ID = re.compile(r"MW-[0-9A-Z]{11}")


def test_a_signed_document_goes_from_the_form_to_the_phone(
    stage: Stage, phone_browser: Watch
) -> None:
    scene = stage.scene("dok-001")
    page = phone_browser.page()
    fill_in(page, scene)
    assert not overflows(page)
    send(page)
    assert page.get_by_role("heading", level=1).inner_text().startswith("Belum selesai")
    assert not overflows(page)
    prove(page, scene)
    with page.expect_popup() as opened:
        page.locator("a.pdf").last.click()
    held = phone_browser.context.request.get(opened.value.url)
    assert held.headers["content-type"] == "application/pdf"
    assert held.body() == stage.signed_by_siak(scene.id)


def test_who_does_not_know_the_number_gets_the_newest_document(stage: Stage) -> None:
    scene = stage.scene("dok-001")
    case_id = scene.citizen.prove(scene.citizen.ask(scene.document["document_type"], None))
    assert stage.ended(case_id).case.status is Status.DELIVERED
    assert holds_exactly(stage, scene, case_id)


def test_a_browser_without_scripts_gets_the_same_pdf(
    stage: Stage, scriptless_browser: Watch
) -> None:
    scene = stage.scene("dok-016")
    page = scriptless_browser.page()
    fill_in(page, scene)
    send(page)
    prove(page, scene)
    stage.ended(_case_on(stage, page.url))
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
    fill_in(page, scene, nik=f"{nik[:-1]}{(int(nik[-1]) + 1) % 10}")
    send(page)
    prove(page, scene)
    page.get_by_text("isi formulir sekali lagi").last.wait_for()
    case_id = CASE_ID.findall(page.locator("#pesan").inner_text())[-1]
    assert stage.ended(case_id).case.status is Status.RETURNED
    said = told(scene.citizen.phone, case_id)
    assert "Mohon periksa lagi NIK, nama lengkap, tanggal lahir, dan nomor dokumen" in said
    assert f"isi formulir sekali lagi: {stage.office.url}" in said
    assert pdfs_of(stage, case_id) == []


def test_a_card_that_is_no_pdf_is_explained_before_anything_is_asked(
    stage: Stage, phone_browser: Watch
) -> None:
    before = len(stage.office.cases.all())
    page = phone_browser.page()
    page.goto("/")
    choose(page, "ktp_el")
    send(page)
    assert page.get_by_role("heading", level=1).inner_text() == "KTP-el tidak tersedia sebagai PDF"
    assert "datanglah ke loket dengan Kartu Keluarga" in page.locator("main").inner_text()
    assert stage.office.office.address in page.locator("main").inner_text()
    assert not overflows(page)
    assert len(stage.office.cases.all()) == before


def _case_on(stage: Stage, phone_page: str) -> str:
    number = re.search(r"62\d+", phone_page)
    assert number
    newest = next(
        file.case
        for file in stage.office.cases.all()
        if file.case.applicant.phone == f"+{number[0]}"
    )
    return newest.id
