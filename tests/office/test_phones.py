"""The phones in the browser: as a chat, at 360 pixels and side by side, with scripts or without."""

import pytest
from playwright.sync_api import Page, expect

from local.demo.people import until
from local.demo.stage import Stage
from menwa.whatsapp_messages import contact_request
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

STRANGER = "+6289900009999"
ANOTHER = "+6289900009998"  # nobody is answered twice within a minute
ADDRESS = f"/_kantor/hp/{STRANGER}"


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_what_is_typed_is_sent_ticked_and_answered_while_one_looks_on(
    phone_browser: Watch,
) -> None:
    page = phone_browser.page()
    page.goto(ADDRESS)
    before = page.locator(".bubble.in").count()
    field = page.get_by_placeholder("Ketik pesan")
    expect(page.get_by_role("button", name="Rekam suara")).to_be_visible()
    field.fill("halo")
    expect(page.get_by_role("button", name="Rekam suara")).to_be_hidden()
    field.press("Enter")
    expect(field).to_have_value("")
    expect(page.locator(".bubble.out").last).to_contain_text("halo")
    expect(page.locator(".bubble.out .ticks").last).to_have_attribute("aria-label", "tersampaikan")
    expect(page.locator(".bubble.in")).to_have_count(before + 1)
    assert not overflows(page)


def test_a_voice_note_and_a_sticker_are_sent_by_their_buttons(
    stage: Stage, phone_browser: Watch
) -> None:
    page = phone_browser.page()
    page.goto(ADDRESS)
    page.get_by_role("button", name="Rekam suara").click()
    expect(page.locator(".bubble.out").last.get_by_label("Pesan suara")).to_be_visible()
    page.get_by_label("Lampirkan").click()
    page.get_by_role("button", name="Stiker").click()
    expect(page.locator(".bubble.out").last.get_by_label("Stiker")).to_be_visible()
    assert page.get_by_role("button", name="Stiker").is_hidden()
    sent = stage.office.whatsapp.chats.on_phone(STRANGER)
    kinds = [one.content.kind for one in sent if not one.from_office]
    assert kinds[-2:] == ["voice", "sticker"]


def test_a_hidden_number_is_shared_by_a_tap(stage: Stage, phone_browser: Watch) -> None:
    sample, number = stage.office.whatsapp, "+6289900008001"
    stage.http.post(f"/_kantor/api/hp/{number}/tulis", json={"text": "Halo"})
    stage.http.post(f"/_kantor/api/hp/{number}/ubah", json={"hidden": True})
    sample.accept({"to": number, **contact_request("Nomor Anda?")})
    page = phone_browser.page()
    page.goto(f"/_kantor/hp/{number}")
    expect(page.get_by_text("tersembunyi")).to_be_visible()
    page.get_by_role("button", name="Bagikan nomor saya").click()
    expect(page.locator(".bubble.out").last).to_contain_text("Nomor saya dibagikan")
    assert not sample.chats.phone(number).hides_number


def test_a_citizens_phone_and_an_officials_lie_side_by_side(phone_browser: Watch) -> None:
    page = phone_browser.page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/_kantor/hp/berdampingan")
    screens = page.locator(".screen")
    expect(screens).to_have_count(2)
    boxes = [screens.nth(each).bounding_box() for each in range(2)]
    assert all(boxes)
    left, right = boxes
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]
    assert left["y"] == right["y"]
    screens.first.get_by_placeholder("Ketik pesan").fill("dari kiri")
    screens.first.get_by_role("button", name="Kirim", exact=True).click()
    expect(screens.first.locator(".bubble.out").last).to_contain_text("dari kiri")
    expect(screens.last.get_by_text("dari kiri")).to_have_count(0)
    page.set_viewport_size({"width": 360, "height": 740})
    assert not overflows(page)


def test_without_scripts_all_of_it_works_by_reloading(
    stage: Stage, scriptless_browser: Watch
) -> None:
    page = scriptless_browser.page()
    page.goto(f"/_kantor/hp/{ANOTHER}")
    page.get_by_placeholder("Ketik pesan").fill("tanpa skrip")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator(".bubble.out").last).to_contain_text("tanpa skrip")
    page.get_by_role("button", name="Rekam suara").click()
    expect(page.locator(".bubble.out").last.get_by_label("Pesan suara")).to_be_visible()
    until("an answer", lambda: len(stage.office.whatsapp.chats.unread(ANOTHER)) > 0)
    page.get_by_role("link", name="Muat ulang").click()
    assert stage.office.whatsapp.chats.unread(ANOTHER) == []
