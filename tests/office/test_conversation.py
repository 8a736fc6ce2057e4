"""On a phone-sized screen: from "halo" to the open PDF; and from BATAL to a request taken back."""

import pytest
from playwright.sync_api import Page, expect

from local.demo.stage import Scene, Stage
from menwa.types import Status
from tests.office.form import overflows, what_is_true
from tests.office.looking import faults_of
from tests.office.walking import case_when, holds_exactly
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

SIGNED, UNSIGNED = "dok-001", "dok-012"
LONGEST_WAY = 12


def write(page: Page, text: str) -> None:
    field = page.get_by_placeholder("Ketik pesan")
    field.fill(text)
    field.press("Enter")
    expect(page.locator(".bubble.out").last).to_contain_text(text)


def answered_all(page: Page, scene: Scene) -> None:
    """Question by question, whichever comes, until all answers can be looked through."""
    for _ in range(LONGEST_WAY):
        step = page.locator("input[name=step]").input_value()
        if step == "send":
            return
        assert not overflows(page)
        answer(page, step, what_is_true(scene))
    raise AssertionError("the form has no end")


def answer(page: Page, step: str, typed: dict[str, str]) -> None:
    if step == "document":
        page.locator(f"button[name=document_type][value={typed['document_type']}]").click()
        return
    if step == "whom":
        page.get_by_text("Milik saya sendiri").click()
    for field in {
        "number": ["number"],
        "nik": ["nik"],
        "name": ["name"],
        "birth_date": ["birth_day", "birth_month", "birth_year"],
    }.get(step, []):
        page.locator(f"input[name={field}]").fill(typed[field])
    page.get_by_role("button", name="Lanjutkan").click()


def test_a_citizen_goes_from_a_greeting_to_the_open_pdf(stage: Stage, phone_browser: Watch) -> None:
    scene = stage.scene(SIGNED)
    number = scene.citizen.phone.number
    phone = phone_browser.page()
    phone.goto(f"/_kantor/hp/{number}")
    pdfs = phone.locator("a.pdf").count()  # from other tests
    write(phone, "halo")
    form_link = phone.locator("a.choice", has_text="Isi formulir").last
    form_link.wait_for()
    assert not overflows(phone)
    with phone.expect_popup() as opened:
        form_link.click()
    form = opened.value
    expect(form.get_by_text(f"PDF dikirim ke WhatsApp berakhiran {number[-4:]}")).to_be_visible()
    answered_all(form, scene)
    assert faults_of(form) == []
    form.get_by_role("button", name="Kirim permintaan").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Permintaan Anda sudah kami terima")
    assert faults_of(form) == []
    phone.bring_to_front()
    pdf = phone.locator("a.pdf").nth(pdfs)
    pdf.wait_for()
    assert not overflows(phone)
    with phone.expect_popup() as held:
        pdf.click()
    content = phone_browser.context.request.get(held.value.url)
    assert content.headers["content-type"] == "application/pdf"
    assert content.body() == stage.signed_by_siak(scene.id)
    case_id = form.locator("dd").first.inner_text().split(":")[-1].split()[0]
    assert stage.ended(case_id).case.status is Status.DELIVERED
    assert holds_exactly(stage, scene, case_id)
    phone.bring_to_front()
    says_what_they_think(phone)


def says_what_they_think(phone: Page) -> None:
    """From the PDF's third button to the thanks below the nine questions."""
    phone.get_by_role("button", name="Beri nilai").last.click()
    phone.get_by_text("Pilih nilai").last.click()
    assert not overflows(phone)
    phone.get_by_role("button", name="4 Sangat baik").last.click()
    with phone.expect_popup() as opened:
        phone.locator("a.choice", has_text="Isi survei").last.click()
    survey = opened.value
    assert faults_of(survey) == []
    for question in survey.get_by_role("group").all():
        question.get_by_role("radio").last.check(force=True)
    survey.get_by_role("button", name="Kirim jawaban").click()
    expect(survey.get_by_role("heading", level=1)).to_have_text("Terima kasih atas jawaban Anda")
    assert faults_of(survey) == []


def test_a_citizen_asks_where_it_stands_and_takes_it_back(
    stage: Stage, phone_browser: Watch
) -> None:
    scene = stage.scene(UNSIGNED)
    case_id = scene.begin()
    case_when(stage, case_id, "with an official", lambda f: f.case.status is Status.WITH_OFFICIAL)
    phone = phone_browser.page()
    phone.goto(f"/_kantor/hp/{scene.citizen.phone.number}")
    before = phone.locator(".bubble.in").count()
    write(phone, "Status?")
    phone.locator(".bubble.in").nth(before).wait_for()
    expect(phone.locator(".bubble.in").last).to_contain_text("tanda tangan")
    expect(phone.locator(".bubble.in").last).to_contain_text(case_id)
    assert not overflows(phone)
    write(phone, "batal")
    phone.get_by_role("button", name="Ya, batalkan").click()
    phone.locator(".bubble.in", has_text="sudah kami batalkan").last.wait_for()
    assert not overflows(phone)
    assert stage.ended(case_id).case.status is Status.CLOSED
