"""An unsigned document: three officials answer from where they read, in two taps each."""

import pytest
from playwright.sync_api import Locator, Page

from local.demo.people import until
from local.demo.stage import Stage
from menwa.people import Official
from menwa.types import LEVELS, Level
from tests.office.form import overflows
from tests.office.walking import case_when, holds_exactly, told
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

TAPS: dict[Level, str] = {"kasi": "Sudah diajukan", "kabid": "Sudah diajukan", "kadis": "Sudah TTE"}


def test_three_officials_answer_and_the_pdf_arrives(stage: Stage, phone_browser: Watch) -> None:
    scene = stage.scene("dok-033")
    case_id = scene.begin()
    page = phone_browser.page()
    for level in LEVELS:
        _, official = stage.office.office.official(scene.document["document_type"], level)
        if level == "kadis":
            sign_in_siak(page, scene.id)
        answer_in_two_taps(page, official, case_id, TAPS[level])
    file = stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)
    assert [entry.paraf for entry in file.entries if entry.step in {3, 4, 5}] == ["NH", "RM", "RW"]
    assert "Anda tidak perlu melakukan apa-apa" in told(scene.citizen.phone, case_id)


def test_an_official_who_was_too_early_is_asked_again_and_the_card_says_so(stage: Stage) -> None:
    """Signed is never believed: SIAK still says no, and it is the Kabid's turn once more."""
    scene = stage.scene("dok-041")
    case_id = scene.begin()
    kasi, kabid = (
        stage.official(scene.document["document_type"], level) for level in ("kasi", "kabid")
    )
    kasi.answer(case_id, "submitted")
    kabid.answer(case_id, "signed")
    file = case_when(stage, case_id, "looked at again", lambda file: len(file.entries) == 5)
    title = stage.office.office.official(scene.document["document_type"], "kabid")[1].title
    assert (file.entries[-1].act, file.entries[-1].handed_to) == ("unsigned", title)
    until("a second letter", lambda: told(kabid.phone, case_id).count(case_id) == 2)
    stage.change(scene.id, signed=True)
    kabid.answer(case_id, "signed")
    stage.ended(case_id)
    arrived = holds_exactly(stage, scene, case_id)
    stage.change(scene.id, signed=False)
    assert arrived


def sign_in_siak(page: Page, document_id: str) -> None:
    page.goto("/_kantor/siak")
    row = page.locator(f"#{document_id}")
    row.get_by_role("button", name="Tandatangani").click()
    row.get_by_text("sudah TTE").wait_for()


def answer_in_two_taps(page: Page, official: Official, case_id: str, tap: str) -> None:
    """One on the link, one on the answer."""
    if official.channel == "mail":
        letter = until("a letter by mail", lambda: _mail(page, official, case_id))
        letter.get_by_role("link").click()
        question = page
    else:
        page.goto(f"/_kantor/hp/{official.phone}")
        letter = page.locator("article").filter(has_text=case_id).last
        with page.expect_popup() as opened:
            letter.get_by_role("link", name="Lihat dan jawab").click()
        question = opened.value
    assert official.title in question.locator("main").inner_text()
    assert not overflows(question)
    question.get_by_role("button", name=tap, exact=True).click()
    question.get_by_role("heading", name="Terima kasih, jawaban Anda sudah dicatat").wait_for()


def _mail(page: Page, official: Official, case_id: str) -> Locator | None:
    page.goto("/_kantor/surel")
    letters = page.locator("section").filter(has_text=case_id).filter(has_text=official.mail)
    return letters.first if letters.count() else None
