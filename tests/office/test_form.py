"""The form in a browser: mistakes beside their answers, by keyboard, back and forth, any size."""

import pytest
from playwright.sync_api import Browser, Page, expect

from local.demo.stage import Stage
from local.sample_office import SampleOffice
from tests.office.form import answer, answer_all, fill_in, press, step_of, what_is_true
from tests.office.looking import faults_of
from tests.office.table import everything
from tests.office.walking import words
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

MISTAKES = {
    "number": ({"number": "997101110319"}, "baru 12 angka, kurang 4"),
    "nik": ({"nik": "99710142"}, "baru 8 angka, kurang 8"),
    "name": ({"name": "N"}, "baru satu huruf"),
    "birth_date": ({"birth_day": "31", "birth_month": "2"}, "Tidak ada tanggal 31-2-"),
    "phone": ({"phone": "0761 000000"}, "diawali 08"),
}


def test_each_mistake_stands_beside_its_answer_and_nothing_typed_is_lost(
    stage: Stage, phone_browser: Watch
) -> None:
    before, page = everything(stage), phone_browser.page()
    typed = what_is_true(stage.scene("dok-001"))
    page.goto("/")
    while (step := step_of(page)) != "send":
        assert faults_of(page) == []
        if step in MISTAKES:
            mistake, said = MISTAKES[step]
            answer(page, step, typed | mistake)
            summary = page.get_by_role("alert")
            expect(summary).to_be_focused()
            expect(summary).to_contain_text(said)
            name, value = next(iter(mistake.items()))
            box = page.locator(f"input[name={name}]:not([type=hidden])")
            assert box.input_value().replace(" ", "") == value.replace(" ", "")
            beside = box.locator("xpath=ancestor::*[contains(@class, 'wrong')][1]")
            assert said in beside.inner_text()
            summary.get_by_role("link").click()
            expect(box).to_be_focused()
            assert faults_of(page) == []
        answer(page, step, typed)
    assert everything(stage) == before


def test_by_keyboard_alone_in_english_and_dark_on_a_wide_screen(
    chromium: Browser, office: SampleOffice, stage: Stage
) -> None:
    size = {"width": 1280, "height": 900}
    context = chromium.new_context(base_url=office.url, viewport=size, color_scheme="dark")  # type: ignore[arg-type]
    page, typed = context.new_page(), what_is_true(stage.scene("dok-001"))
    page.goto("/")
    by_tab(page, "English")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Ask for the PDF of your document over WhatsApp"
    )
    by_tab(page, "Family card")
    page.keyboard.press("Enter")
    for name in ("number", "receipt", "nik", "name", "birth_day", "phone"):
        page.locator(f"input[name={name}]:not([type=hidden])").focus()
        page.keyboard.type(typed[name])
        if name == "birth_day":
            for part in ("birth_month", "birth_year"):
                page.keyboard.press("Tab")
                page.keyboard.type(typed[part])
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your data")
    assert faults_of(page) == []
    by_tab(page, "Go on to WhatsApp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Continue in WhatsApp")).to_be_visible()
    context.close()


def test_back_works_until_it_is_sent_and_then_nothing_typed_stays(
    stage: Stage, phone_browser: Watch
) -> None:
    scene, page = stage.scene("dok-001"), phone_browser.page()
    fill_in(page, scene)
    nik = scene.citizen.person["nik"]
    for _ in range(3):
        page.go_back()
    assert step_of(page) == "name"
    answer_all(page, what_is_true(scene))
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone_browser.context.cookies() == []
    before = len(stage.office.cases.all())
    press(page, "Lanjut ke WhatsApp")
    page.get_by_role("link", name="Lanjutkan di WhatsApp").wait_for()
    code = page.locator(".message").inner_text()
    page.reload()
    assert page.locator(".message").inner_text() == code
    assert nik not in page.content()
    assert len(stage.office.cases.all()) == before + 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%%%=%zz&nik",
        b"step=send&nik=" + b"9" * 5000,
        b"document_type=kk&step=nik&nik=%00%ff%fe&name=<script>alert(1)</script>",
        b"&".join(b"field%d=1" % number for number in range(200)),
        b'{"document_type": "kk"}',
    ],
)
def test_a_body_that_is_no_form_gets_the_form_and_stores_nothing(stage: Stage, body: bytes) -> None:
    before = everything(stage)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    page = stage.http.post("/permohonan", content=body, headers=headers)
    assert page.status_code == 422
    assert "Ada yang perlu diperbaiki" in words(page.text)
    assert "<script>alert" not in page.text
    assert everything(stage) == before


def test_a_form_that_another_site_sends_is_refused(stage: Stage) -> None:
    before = everything(stage)
    headers = {"Sec-Fetch-Site": "cross-site"}
    fields = what_is_true(stage.scene("dok-001"))
    page = stage.http.post("/permohonan", data=fields, headers=headers)
    assert page.status_code == 403
    assert "dikirim dari situs lain" in words(page.text)
    assert everything(stage) == before


def by_tab(page: Page, name: str) -> None:
    """Until what is so called has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText")
        if (focused or "").strip().startswith(name):
            return
    raise AssertionError(f"{name} is never reached")
