"""Officers sign in: devices, daily codes, and everything that somebody else might try."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from check_siak import people, sign_in
from menwa.cookies import DOOR, SESSION, device_of
from tests.builders import OFFICE
from tests.steps.browsing import Browser, codes_by_mail, codes_of, codes_on_phone
from tests.steps.calling import requested
from tests.steps.world import World

SARI, BUDI, SITI = "sari.dewi", "budi.santoso", "siti.aminah"
RUDI = "/petugas/orang/rudi.hartono"
# Siti reads her mail first, the others WhatsApp


@pytest.fixture(autouse=True)
def _no_officer_stands_in_a_log_line(world: World) -> Iterator[None]:
    people = OFFICE.officers.values()
    world.secrets |= {each for one in people for each in (one.phone, one.mail, one.name)}
    yield


@pytest.fixture
def browser(world: World) -> Browser:
    return Browser(world)


def is_in(browser: Browser) -> bool:
    return browser.get("/petugas", people.handler).status in {200, 403}


def test_a_new_device_is_enrolled_by_a_code_over_the_other_channel(
    world: World, browser: Browser
) -> None:
    page = browser.sign_in(SARI, "/petugas")
    assert (page.status, page.headers["Location"]) == (303, "/petugas")
    assert len(codes_by_mail(SARI)) == 1
    assert codes_on_phone(world, SARI) == []
    assert is_in(browser)
    assert "Contoh Sari Dewi" in browser.get("/petugas", people.handler).text


def test_each_working_day_begins_with_a_code_over_ones_own_channel(
    world: World, browser: Browser
) -> None:
    browser.sign_in(SARI)
    world.clock.pass_by(days=1)
    assert not is_in(browser)
    browser.sign_in(SARI)
    assert (len(codes_by_mail(SARI)), len(codes_on_phone(world, SARI))) == (1, 1)
    assert is_in(browser)


def test_who_reads_mail_first_enrols_by_whatsapp(world: World, browser: Browser) -> None:
    browser.sign_in(SITI)
    assert (len(codes_by_mail(SITI)), len(codes_on_phone(world, SITI))) == (0, 1)
    [message] = world.on_phone(OFFICE.officers[SITI].phone)
    assert message.content.template == "kode_masuk"
    assert [button.kind for button in message.content.buttons] == ["copy"]


def test_an_enrolment_lasts_thirty_days(world: World, browser: Browser) -> None:
    browser.sign_in(SARI)
    world.clock.pass_by(days=31)
    browser.sign_in(SARI)
    assert len(codes_by_mail(SARI)) == 2


def test_several_officers_share_the_desks_device_each_enrolled_by_themselves(
    world: World, browser: Browser
) -> None:
    browser.sign_in(SARI)
    browser.sign_in(SITI)
    assert browser.cookies[device_of(SARI)] != browser.cookies[device_of(SITI)]
    world.clock.pass_by(days=1)
    browser.sign_in(SARI)
    assert len(codes_on_phone(world, SARI)) == 1


@pytest.mark.parametrize("fault", [{"refuse_code": 132001}, {"unavailable": True}])
def test_where_whatsapp_cannot_take_a_code_it_comes_by_mail(
    world: World, browser: Browser, fault: dict[str, object]
) -> None:
    world.whatsapp_fails(**fault)
    browser.sign_in(SITI)
    assert len(codes_by_mail(SITI)) == 1
    assert is_in(browser)


def test_a_session_locks_after_thirty_idle_minutes_and_remembers_the_page(
    world: World, browser: Browser
) -> None:
    browser.sign_in(SARI)
    for _ in range(3):
        world.clock.pass_by(minutes=29)
        assert is_in(browser)
    world.clock.pass_by(minutes=31)
    page = browser.get("/petugas?hari=2026-11-20", people.handler)
    assert page.status == 303
    asked = quote("/petugas?hari=2026-11-20", safe="/")
    assert page.headers["Location"] == f"/masuk?ke={asked}&terkunci=1"
    assert "30 menit tidak dipakai" in browser.get("/masuk?terkunci=1").text
    assert browser.sign_in(SARI, "/petugas").headers["Location"] == "/petugas"
    assert is_in(browser)


def test_every_session_ends_at_the_offices_midnight(world: World, browser: Browser) -> None:
    world.clock.pass_by(hours=13, minutes=50)  # 23.50 in Pekanbaru
    browser.sign_in(SARI)
    world.clock.pass_by(minutes=9)
    assert is_in(browser)
    world.clock.pass_by(minutes=1)
    assert not is_in(browser)


def test_five_tries_and_a_code_is_spent(browser: Browser) -> None:
    code = browser.code_for(SARI)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    left = [browser.post("/masuk/kode", kode=wrong) for _ in range(5)]
    assert "mencoba 4 kali" in left[0].text
    assert [page.status for page in left] == [422] * 5
    assert "tidak berlaku lagi" in left[4].text
    page = browser.post("/masuk/kode", kode=code)
    assert "tidak berlaku lagi" in page.text
    assert SESSION not in browser.cookies


def test_each_try_at_the_door_is_noted_and_nothing_that_a_stranger_typed(
    world: World, browser: Browser
) -> None:
    browser.code_for(SARI)
    browser.post("/masuk/kode", kode="000000")
    stranger = Browser(world)
    stranger.ask_code("nobody.here")
    stranger.post("/masuk/kode", kode="000000")
    noted = [json.loads(line) for line in world.logs.getvalue().splitlines()]
    tries = [line for line in noted if line["message"] == "code not taken"]
    assert [line.get("officer") for line in tries] == [SARI, None]
    assert "nobody.here" not in world.logs.getvalue()


def test_the_fifth_try_may_be_the_right_one(browser: Browser) -> None:
    code = browser.code_for(SARI)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(4):
        browser.post("/masuk/kode", kode=wrong)
    assert browser.post("/masuk/kode", kode=code).status == 303


def test_a_code_lives_ten_minutes(world: World, browser: Browser) -> None:
    code = browser.code_for(SARI)
    world.clock.pass_by(minutes=10)
    assert "tidak berlaku lagi" in browser.post("/masuk/kode", kode=code).text


def test_a_code_opens_no_other_browser(world: World, browser: Browser) -> None:
    """Somebody reads the code over a shoulder, or has an officer tell it on the phone."""
    code = browser.code_for(SARI)
    other = Browser(world)
    other.ask_code("nobody.here")
    page = other.post("/masuk/kode", kode=code)
    assert page.status == 422
    assert SESSION not in other.cookies


def test_a_code_is_used_once(world: World, browser: Browser) -> None:
    code = browser.code_for(SARI)
    copied = Browser(world, dict(browser.cookies), browser.csrf)
    assert browser.post("/masuk/kode", kode=code).status == 303
    page = copied.post("/masuk/kode", kode=code)
    assert "tidak berlaku lagi" in page.text


def test_a_stolen_device_cookie_opens_nothing_without_a_code(
    world: World, browser: Browser
) -> None:
    browser.sign_in(SARI)
    name = device_of(SARI)
    thief = Browser(world, {name: browser.cookies[name]})
    assert not is_in(thief)
    thief.ask_code(SARI)
    codes_of(world, SARI)
    assert len(codes_on_phone(world, SARI)) == 1
    assert not is_in(thief)


def test_a_device_that_is_revoked_between_code_and_entry_opens_nothing(
    world: World, browser: Browser
) -> None:
    browser.sign_in(SARI)
    world.clock.pass_by(days=1)
    code = browser.code_for(SARI)
    world.sessions.end_all(SARI)
    assert "tidak berlaku lagi" in browser.post("/masuk/kode", kode=code).text
    assert not is_in(browser)


def test_a_device_that_is_enrolled_again_gets_another_token(world: World, browser: Browser) -> None:
    """Else a thief's copy of the revoked one would be good again."""
    browser.sign_in(SARI)
    stolen = browser.cookies[device_of(SARI)]
    world.sessions.end_all(SARI)
    browser.sign_in(SARI)
    assert browser.cookies[device_of(SARI)] != stolen


def test_an_unknown_name_is_met_like_a_known_one(world: World) -> None:
    known, unknown = Browser(world), Browser(world)
    pages = [one.ask_code(name) for one, name in ((known, SARI), (unknown, "tidak.ada"))]
    assert [page.status for page in pages] == [303, 303]
    assert pages[0].headers["Location"] == pages[1].headers["Location"]
    codes_of(world, SARI)
    asked = [one.get("/masuk/kode?ke=/meja").text for one in (known, unknown)]
    assert asked[0].replace(known.csrf, "") == asked[1].replace(unknown.csrf, "")
    tried = [one.post("/masuk/kode", kode="000000").text for one in (known, unknown)]
    assert tried[0].replace(known.csrf, "") == tried[1].replace(unknown.csrf, "")


def test_a_stranger_cannot_have_codes_sent_without_end_nor_use_up_an_officers_own(
    world: World, browser: Browser
) -> None:
    browser.sign_in(SARI)
    strangers = [Browser(world) for _ in range(5)]
    answers = [each.ask_code(SARI).status for each in strangers]
    codes_of(world, SARI)
    assert answers == [303, 303, 429, 429, 429]  # the first of the hour's three was Sari's own
    assert Browser(world).ask_code("tidak.ada").status == 303
    world.clock.pass_by(minutes=31)
    browser.sign_in(SARI)
    assert is_in(browser)


def test_the_codes_of_an_enrolled_device_are_counted_by_themselves(
    world: World, browser: Browser
) -> None:
    browser.sign_in(SARI)
    for _ in range(4):
        browser.sign_in(SARI)
    Browser(world).sign_in(SARI)
    assert len(codes_by_mail(SARI)) == 2


def test_another_hour_brings_other_codes(world: World) -> None:
    statuses = [Browser(world).ask_code(SARI).status for _ in range(4)]
    world.clock.pass_by(hours=1)
    statuses.append(Browser(world).ask_code(SARI).status)
    codes_of(world, SARI)
    assert statuses == [303, 303, 303, 429, 303]


@pytest.mark.parametrize("path", ["/masuk", "/masuk/kode"])
def test_before_there_is_a_session_a_form_must_carry_its_browsers_own_token(
    world: World, browser: Browser, path: str
) -> None:
    browser.get("/masuk")
    for csrf in ("", "f" * 64, "é"):
        page = browser.post(path, csrf=csrf, nama=SARI, kode="123456")
        assert page.status == 403
        assert "kami mulai lagi dari sini" in page.text
    assert codes_of(world, SARI) == []


def test_a_form_of_another_site_asks_for_no_code(world: World, browser: Browser) -> None:
    browser.get("/masuk")
    headers = {"Sec-Fetch-Site": "cross-site", "Cookie": f"{DOOR}={browser.cookies[DOOR]}"}
    form = {"nama": SARI, "csrf": browser.csrf}
    page = requested(sign_in.handler, "POST", "/masuk", form=form, headers=headers)
    assert page.status == 403
    assert codes_of(world, SARI) == []


@pytest.mark.parametrize(
    "ahead",
    [
        "https://jahat.contoh",
        "//jahat.contoh",
        "/\\jahat.contoh",
        "\\\\jahat.contoh",
        "javascript:alert(1)",
        "/meja\r\nSet-Cookie: a=b",
        "/\tjahat",
        "meja",
        "",
        "/" + "a" * 500,
    ],
)
def test_signing_in_leads_nowhere_but_to_this_site(
    world: World, browser: Browser, ahead: str
) -> None:
    code = browser.code_for(SARI)
    page = browser.post("/masuk/kode", kode=code, ke=ahead)
    assert page.headers["Location"] == "/meja"
    assert world.secrets


def test_who_signs_out_is_out_and_the_device_stays_enrolled(world: World, browser: Browser) -> None:
    browser.sign_in(SARI)
    browser.get("/petugas", people.handler)
    kept = dict(browser.cookies)
    assert browser.post("/keluar").headers["Location"] == "/masuk?keluar=1"
    assert not is_in(Browser(world, kept))
    browser.sign_in(SARI)
    assert len(codes_on_phone(world, SARI)) == 1


def test_nobody_else_signs_an_officer_out(browser: Browser) -> None:
    browser.sign_in(SARI)
    assert browser.post("/keluar", csrf="f" * 64).status == 403
    assert is_in(browser)


@pytest.mark.parametrize("csrf", ["", "f" * 64, "é"])
def test_a_form_without_the_officers_token_changes_nothing(
    world: World, browser: Browser, csrf: str
) -> None:
    browser.sign_in(SARI)
    before = world.items()
    page = browser.post(RUDI, people.handler, csrf=csrf, act="remove")
    assert page.status == 403
    assert "Formulir itu belum kami terima" in page.text
    assert world.items() == before


def test_another_officers_token_is_none(world: World, browser: Browser) -> None:
    other = Browser(world)
    other.sign_in(BUDI)
    other.get(RUDI, people.handler)
    browser.sign_in(SARI)
    page = browser.post(RUDI, people.handler, csrf=other.csrf, act="remove")
    assert page.status == 403


def test_what_was_typed_when_the_session_ended_is_sent_after_signing_in_again(
    world: World, browser: Browser
) -> None:
    browser.sign_in(SARI)
    browser.get(RUDI, people.handler)
    open_page = browser.csrf
    world.clock.pass_by(minutes=31)
    typed = {"act": "save", "name": '<b>Rudi "H"</b>', "csrf": open_page}
    page = browser.post(RUDI, people.handler, **typed)
    assert page.status == 401
    assert f'action="{RUDI}"' in page.text
    assert 'name="name" value="&lt;b&gt;Rudi &#34;H&#34;&lt;/b&gt;"' in page.text
    assert f'name="csrf" value="{open_page}"' in page.text
    browser.sign_in(SARI)
    again = browser.post(RUDI, people.handler, **typed)
    assert again.status == 422
    assert "Isi nomor HP" in again.text


def test_cookies_can_be_read_by_no_script_and_travel_over_https_alone(browser: Browser) -> None:
    cookies = [*browser.get("/masuk").cookies, *browser.sign_in(SARI).cookies]
    assert len(cookies) == 4
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        for attribute in ("; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/"):
            assert attribute in cookie
        assert "Domain" not in cookie


def test_the_table_keeps_no_token_and_no_code(world: World, browser: Browser) -> None:
    code = browser.code_for(SARI)
    kept = str(world.all_items())
    assert code not in kept
    browser.post("/masuk/kode", kode=code)
    kept = str(world.all_items())
    assert [name for name, token in browser.cookies.items() if token in kept] == []


def test_a_look_writes_when_the_officer_was_seen_only_every_few_minutes(
    world: World, browser: Browser
) -> None:
    browser.sign_in(SARI)
    before = world.all_items()
    world.clock.pass_by(minutes=2)
    assert is_in(browser)
    assert world.all_items() == before
    world.clock.pass_by(minutes=1)
    assert is_in(browser)
    assert world.all_items() != before


def test_a_code_is_six_digits_however_it_is_typed(browser: Browser) -> None:
    code = browser.code_for(SARI)
    page = browser.post("/masuk/kode", kode="12345")
    assert "6 angka" in page.text
    assert browser.post("/masuk/kode", kode=f" {code[:3]} {code[3:]} ").status == 303


def test_a_name_is_asked_for(browser: Browser) -> None:
    browser.get("/masuk")
    page = browser.post("/masuk", nama="  ")
    assert page.status == 422
    assert "Isi nama pengguna Anda" in page.text


def test_a_very_long_name_breaks_nothing(browser: Browser) -> None:
    assert browser.ask_code("a" * 5000).status == 303
