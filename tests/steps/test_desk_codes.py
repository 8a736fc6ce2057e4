"""An official without a second channel enrols with a code that the desk gives."""

import re
from collections.abc import Iterator

import pytest

from check_siak import people
from menwa.link_holders import official_key
from notify_officials import decision
from tests.builders import OFFICE
from tests.steps.browsing import Browser
from tests.steps.calling import Reply, requested
from tests.steps.devices import ask_code, device, enter_code, mails_to
from tests.steps.test_official_door import ANI, KASI, LINK, POST, ask, opened, set_people, wrong
from tests.steps.world import World

CODE_PAGE = f"{LINK}?kode=pejabat"
SARI, SITI = "sari.dewi", "siti.aminah"


@pytest.fixture(autouse=True)
def _nobody_stands_in_a_log_line(world: World) -> Iterator[None]:
    known = [*OFFICE.officers.values(), *OFFICE.officials.values(), ANI]
    world.secrets |= {each for one in known for each in (one.phone, one.mail, one.name)}
    yield


@pytest.fixture
def browser(world: World) -> Browser:
    set_people(KASI.model_copy(update={"one_channel": True}))
    ask(world)
    return Browser(world)


def asks_the_desk(by: str = SARI, **form: str) -> Reply:
    path = f"/petugas/jabatan/{POST}/kode"
    return requested(people.handler, "POST", path, form=form, officer=by)


def given_code(world: World, whose: str = "official") -> str:
    page = asks_the_desk(seen="1", whose=whose)
    found = re.search(r"\b(\d{3}) (\d{3})\b", page.text)
    assert found, page.text
    world.secrets.add(found[1] + found[2])
    return found[1] + found[2]


def test_who_has_one_channel_is_sent_no_code(browser: Browser) -> None:
    page = browser.get(LINK, decision.handler)
    assert "Kirim kode" not in page.text
    assert "Masukkan kode dari meja petugas" in page.text
    shown = browser.get(CODE_PAGE, decision.handler)
    assert "Minta kode 6 angka di meja petugas" in shown.text
    assert ask_code(browser, LINK).headers["Location"] == CODE_PAGE
    assert mails_to(KASI) == []


def test_a_code_from_the_desk_enrols_and_the_official_is_told(
    world: World, browser: Browser
) -> None:
    code = given_code(world)
    browser.get(CODE_PAGE, decision.handler)
    assert enter_code(browser, LINK, code).status == 303
    assert opened(browser)
    [text] = world.texts(KASI.phone)
    assert "kode dari meja petugas" in text
    assert mails_to(KASI) == []


def test_it_is_given_once_and_stands_in_the_history(world: World, browser: Browser) -> None:
    code = given_code(world)
    page = requested(people.handler, "GET", "/petugas", officer=SARI).text
    assert f"Beri kode perangkat di meja: {KASI.title}" in page
    assert code not in str(world.all_items())
    browser.get(CODE_PAGE, decision.handler)
    assert enter_code(browser, LINK, code).status == 303
    other = Browser(world)
    other.get(CODE_PAGE, decision.handler)
    assert "tidak berlaku lagi" in enter_code(other, LINK, code).text


def test_another_code_takes_its_place(world: World, browser: Browser) -> None:
    first, second = given_code(world), given_code(world)
    browser.get(CODE_PAGE, decision.handler)
    assert enter_code(browser, LINK, first).status == 422
    assert enter_code(browser, LINK, second).status == 303


def test_it_lives_ten_minutes_and_bears_five_tries(world: World, browser: Browser) -> None:
    code = given_code(world)
    browser.get(CODE_PAGE, decision.handler)
    pages = [enter_code(browser, LINK, wrong(code)).status for _ in range(5)]
    assert pages == [422] * 4 + [429]
    assert enter_code(browser, LINK, code).status == 429
    world.clock.pass_by(hours=1)
    late = given_code(world)
    world.clock.pass_by(minutes=10)
    assert enter_code(browser, LINK, late).status == 422


def test_a_code_for_one_enrols_nobody_else(world: World, browser: Browser) -> None:
    set_people(KASI.model_copy(update={"one_channel": True, "assistant": ANI}))
    code = given_code(world, "assistant")
    browser.get(CODE_PAGE, decision.handler)
    assert enter_code(browser, LINK, code).status == 422
    assert enter_code(browser, LINK, code, "asisten").status == 303


def test_a_code_for_the_predecessor_is_none(world: World, browser: Browser) -> None:
    code = given_code(world)
    set_people(KASI.model_copy(update={"name": "Contoh Baru", "phone": "+6281100005002"}))
    browser.get(CODE_PAGE, decision.handler)
    assert enter_code(browser, LINK, code).status == 422


def test_the_officer_makes_sure_who_it_is(world: World) -> None:
    before = world.items()
    page = asks_the_desk(whose="official")
    assert page.status == 422
    assert "Pastikan dulu siapa orangnya" in page.text
    assert asks_the_desk(by=SITI, seen="1", whose="official").status == 403
    assert asks_the_desk(seen="1", whose="assistant").status == 404
    assert world.items() == before


def test_a_lost_phone_is_shut_out_by_an_administrator(world: World) -> None:
    ask(world)
    lost = device(world, POST)
    page = requested(people.handler, "GET", f"/petugas/jabatan/{POST}", officer=SARI).text
    assert "1 perangkat terdaftar" in page
    path = f"/petugas/jabatan/{POST}/perangkat"
    form = {"whose": "official"}
    assert requested(people.handler, "POST", path, form=form, officer=SARI).status == 303
    assert world.sessions.devices(official_key(POST)) == []
    assert not opened(lost)
    history = requested(people.handler, "GET", "/petugas", officer=SARI).text
    assert f"Cabut semua perangkat: {KASI.title}" in history
