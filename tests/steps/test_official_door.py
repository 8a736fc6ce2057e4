"""An official's link opens on the devices that they have enrolled, and on no other."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from menwa import aws
from menwa.cases import Link
from menwa.cookies import DOOR, device_of
from menwa.link_holders import assistant_key, official_key
from menwa.people import Absence, Assistant, Official
from menwa.people_changes import Change, People, new_change_id
from menwa.people_store import PeopleStore
from menwa.table import Table, contents_of
from menwa.types import Level, Status
from notify_officials import decision, enrol
from tests.builders import CASE_ID, NOW, OFFICE, a_file, a_proven_case, a_wait, found
from tests.steps.browsing import Browser
from tests.steps.calling import requested
from tests.steps.devices import (
    ask_code,
    codes_in_mails_to,
    codes_on_phone_of,
    device,
    enter_code,
    mails_to,
)
from tests.steps.world import TABLE, World

TOKEN = "the-links-own-token-0123456789"
LINK = f"/k/{TOKEN}"
POST, KABID = "kasi-identitas", "kabid-dafduk"
KASI = OFFICE.officials[POST]
ANI = Assistant(
    name="Contoh Ani", paraf="AN", phone="+6281100005001", mail="ani@contoh.go.id", channel="mail"
)


@pytest.fixture(autouse=True)
def _nobody_stands_in_a_log_line(world: World) -> Iterator[None]:
    people = [*OFFICE.officials.values(), ANI]
    world.secrets |= {each for one in people for each in (one.phone, one.mail, one.name)}
    world.secrets.add(TOKEN)
    yield


@pytest.fixture
def browser(world: World) -> Browser:
    ask(world)
    return Browser(world)


def ask(world: World, level: Level = "kasi", post: str = POST, case: str | None = CASE_ID) -> None:
    file = world.have(a_file(a_proven_case(status=Status.WITH_OFFICIAL, found=found(signed=False))))
    wait = a_wait(waiting_for=post, asked=level)
    link = Link(
        case_id=case,
        official=post,
        level=level,
        visit=wait.visit if case else None,
        asked_on=OFFICE.day_of(NOW),
        valid_until=NOW + timedelta(days=9),
        expires_at=int((NOW + timedelta(days=60)).timestamp()),
    )
    world.store.save(file, file.opened(wait), link=(TOKEN, link))


def set_people(official: Official, post: str = POST) -> None:
    """As administrators or the official have changed who holds the post."""
    people = PeopleStore(aws.dynamodb(), TABLE).now()
    change = Change(
        change_id=new_change_id(),
        act="post_held",
        key=post,
        official=official,
        proposed_by="test",
        proposed_at=NOW,
    )
    after: People = people.after(change)
    table = Table(aws.dynamodb(), TABLE)
    table.write([table.putting("PEOPLE#OFFICE", "NOW", contents_of(after))])


def opened(browser: Browser) -> bool:
    page = browser.get(LINK, decision.handler)
    return "Nomor KK" in page.text and "Daftarkan perangkat ini" not in page.text


def enrol_here(world: World, browser: Browser, link: str = LINK) -> str:
    browser.get(link, decision.handler)
    assert ask_code(browser, link).status == 303
    code = codes_in_mails_to(world, KASI)[-1]
    assert enter_code(browser, link, code).status == 303
    return code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_device_that_is_not_enrolled_sees_the_questions_number_and_no_more(
    browser: Browser,
) -> None:
    page = browser.get(LINK, decision.handler)
    assert page.status == 200
    assert CASE_ID in page.text
    assert "Kirim kode ke surel dinas Anda" in page.text
    for hidden in (found().number, "Kartu Keluarga", KASI.name, KASI.title, KASI.mail):
        assert hidden not in page.text


def test_of_a_bundled_letter_it_does_not_even_see_a_number(world: World) -> None:
    ask(world, case=None)
    page = Browser(world).get(LINK, decision.handler)
    assert page.status == 200
    assert CASE_ID not in page.text
    assert "MW-" not in page.text


def test_a_code_over_the_other_channel_enrols_a_device_and_leads_back(
    world: World, browser: Browser
) -> None:
    browser.get(LINK, decision.handler)
    page = ask_code(browser, LINK)
    assert (page.status, page.headers["Location"]) == (303, f"{LINK}?kode=pejabat")
    assert "surel dinas Anda" in browser.get(page.headers["Location"], decision.handler).text
    [code] = codes_in_mails_to(world, KASI)
    assert codes_on_phone_of(world, KASI) == []
    page = enter_code(browser, LINK, f" {code[:3]} {code[3:]} ")
    assert (page.status, page.headers["Location"]) == (303, LINK)
    assert opened(browser)


def test_who_gets_letters_by_mail_enrols_by_whatsapp(world: World) -> None:
    post = "kasi-kelahiran"
    ask(world, post=post)
    browser = Browser(world)
    assert "Kirim kode ke WhatsApp dinas Anda" in browser.get(LINK, decision.handler).text
    ask_code(browser, LINK)
    official = OFFICE.officials[post]
    assert len(codes_on_phone_of(world, official)) == 1
    assert codes_in_mails_to(world, official) == []


def test_a_code_that_whatsapp_does_not_take_never_comes_where_the_letters_come(
    world: World,
) -> None:
    post = "kasi-kelahiran"
    ask(world, post=post)
    world.whatsapp_fails(refuse_code=131026)
    browser = Browser(world)
    browser.get(LINK, decision.handler)
    page = ask_code(browser, LINK)
    assert page.status == 503
    assert "minta kode di meja petugas" in page.text
    assert mails_to(OFFICE.officials[post]) == []


def test_a_forwarded_link_is_useless_on_another_device(world: World, browser: Browser) -> None:
    enrol_here(world, browser)
    other = Browser(world)
    assert not opened(other)
    before = world.all_items()
    page = other.post(LINK, decision.handler, answer="signed")
    assert "Pastikan dulu bahwa ini Anda (sekali saja di perangkat ini)" in page.text
    assert world.all_items() == before


def test_a_device_of_another_official_does_not_open_it(world: World) -> None:
    ask(world)
    other = device(world, KABID)
    page = other.get(LINK, decision.handler)
    assert found().number not in page.text
    assert f"terdaftar untuk {OFFICE.officials[KABID].title}" in page.text


def test_an_enrolment_lasts_thirty_days(world: World, browser: Browser) -> None:
    enrol_here(world, browser)
    world.clock.pass_by(days=8)
    assert opened(browser)
    world.clock.pass_by(days=22)
    assert "Daftarkan perangkat ini" in browser.get(LINK, decision.handler).text


def test_a_scanner_that_opens_links_and_sends_forms_changes_nothing(world: World) -> None:
    ask(world)
    before = world.all_items()
    for query in ({}, {"kode": "pejabat"}):
        requested(decision.handler, "GET", LINK, query=query)
    for path in ("/pejabat/masuk", "/pejabat/masuk/kode"):
        for csrf in ("", "f" * 64, "é"):
            form = {"ke": LINK, "csrf": csrf, "kode": "123456", "siapa": "pejabat"}
            page = requested(enrol.handler, "POST", path, form=form)
            assert page.status == 403
    assert world.all_items() == before
    assert mails_to(KASI) == []


def test_a_form_needs_its_browsers_own_token(browser: Browser) -> None:
    browser.get(LINK, decision.handler)
    page = browser.post("/pejabat/masuk", enrol.handler, ke=LINK, csrf="f" * 64)
    assert page.status == 403
    assert "kami mulai lagi dari sini" in page.text
    assert mails_to(KASI) == []


@pytest.mark.parametrize(
    "ahead", ["", "/k/unknown-token-0123456789", "//jahat.contoh", "/k/../meja", "/pejabat"]
)
def test_without_a_link_nobody_is_sent_a_code(browser: Browser, ahead: str) -> None:
    browser.get(LINK, decision.handler)
    assert ask_code(browser, ahead).status == 404
    assert mails_to(KASI) == []


def test_five_wrong_codes_lock_the_door_for_an_hour_and_the_official_is_told_twice(
    world: World, browser: Browser
) -> None:
    browser.get(LINK, decision.handler)
    ask_code(browser, LINK)
    [code] = codes_in_mails_to(world, KASI)
    pages = [enter_code(browser, LINK, wrong(code)) for _ in range(5)]
    assert [page.status for page in pages] == [422] * 4 + [429]
    assert enter_code(browser, LINK, code).status == 429
    other = Browser(world)
    other.get(LINK, decision.handler)
    assert ask_code(other, LINK).status == 429
    told = [*world.texts(KASI.phone), *mails_to(KASI)[1:]]
    assert len(told) == 2
    assert all("lima kode yang salah" in each for each in told)
    world.clock.pass_by(hours=1)
    enrol_here(world, browser)
    assert opened(browser)


def test_wrong_codes_in_several_browsers_count_together(world: World, browser: Browser) -> None:
    pages = []
    for each in (browser, Browser(world)):
        each.get(LINK, decision.handler)
        ask_code(each, LINK)
        code = codes_in_mails_to(world, KASI)[-1]
        pages += [enter_code(each, LINK, wrong(code)) for _ in range(3)]
    assert [page.status for page in pages] == [422, 422, 422, 422, 429, 429]


def test_a_locked_door_stays_open_for_devices_that_are_enrolled(
    world: World, browser: Browser
) -> None:
    known = device(world, POST)
    browser.get(LINK, decision.handler)
    ask_code(browser, LINK)
    [code] = codes_in_mails_to(world, KASI)
    for _ in range(5):
        enter_code(browser, LINK, wrong(code))
    assert opened(known)


def test_the_official_is_told_of_every_new_device_where_their_letters_come(
    world: World, browser: Browser
) -> None:
    world.clock.pass_by(minutes=90)
    enrol_here(world, browser)
    [told] = world.texts(KASI.phone)
    assert "perangkat baru" in told
    assert "Senin, 23 November 2026 pukul 11.30 WIB" in told
    assert "Bukan Anda?" in told
    assert len(mails_to(KASI)) == 1


def test_an_assistants_new_device_is_told_to_the_official(world: World, browser: Browser) -> None:
    set_people(KASI.model_copy(update={"assistant": ANI}))
    browser.get(LINK, decision.handler)
    ask_code(browser, LINK, "asisten")
    [code] = codes_on_phone_of(world, ANI)
    assert enter_code(browser, LINK, code, "asisten").status == 303
    [told] = world.texts(KASI.phone)
    assert "asisten Anda, Contoh Ani" in told
    assert mails_to(ANI) == []


def test_a_link_past_its_time_enrols_nobody_though_the_table_still_has_it(
    world: World, browser: Browser
) -> None:
    browser.get(LINK, decision.handler)
    ask_code(browser, LINK)
    [code] = codes_in_mails_to(world, KASI)
    world.clock.pass_by(days=60)
    pages = [browser.get(LINK, decision.handler), ask_code(browser, LINK)]
    pages.append(enter_code(browser, LINK, code))
    assert [page.status for page in pages] == [404] * 3
    assert len(mails_to(KASI)) == 1


def test_a_code_lives_ten_minutes(world: World, browser: Browser) -> None:
    browser.get(LINK, decision.handler)
    ask_code(browser, LINK)
    [code] = codes_in_mails_to(world, KASI)
    world.clock.pass_by(minutes=10)
    page = enter_code(browser, LINK, code)
    assert page.status == 422
    assert "tidak berlaku lagi" in page.text


def test_a_code_enrols_no_other_browser_and_is_used_once(world: World, browser: Browser) -> None:
    browser.get(LINK, decision.handler)
    ask_code(browser, LINK)
    [code] = codes_in_mails_to(world, KASI)
    other = Browser(world)
    other.get(LINK, decision.handler)
    assert "tidak berlaku lagi" in enter_code(other, LINK, code).text
    copied = Browser(world, dict(browser.cookies), browser.csrf)
    assert enter_code(browser, LINK, code).status == 303
    assert enter_code(copied, LINK, code).status == 422
    assert not opened(copied)


def test_codes_are_not_sent_without_end(world: World) -> None:
    ask(world)
    statuses = []
    for _ in range(4):
        each = Browser(world)
        each.get(LINK, decision.handler)
        statuses.append(ask_code(each, LINK).status)
    assert statuses == [303, 303, 303, 429]
    assert len(codes_in_mails_to(world, KASI)) == 3


def test_the_table_keeps_neither_token_nor_code(world: World, browser: Browser) -> None:
    code = enrol_here(world, browser)
    kept = str(world.all_items())
    assert code not in kept
    assert [name for name, token in browser.cookies.items() if token in kept] == []


def test_cookies_can_be_read_by_no_script_and_the_links_token_stands_in_none(
    world: World, browser: Browser
) -> None:
    cookies = list(browser.get(LINK, decision.handler).cookies)
    ask_code(browser, LINK)
    page = enter_code(browser, LINK, codes_in_mails_to(world, KASI)[-1])
    cookies += page.cookies
    assert len(cookies) == 3
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert TOKEN not in cookie
        for attribute in ("; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/"):
            assert attribute in cookie
    assert DOOR not in browser.cookies


def test_a_browser_is_one_officials_whoever_enrolled_it_last(world: World) -> None:
    browser = device(world, KABID)
    ask(world)
    enrol_here(world, browser)
    assert device_of(official_key(KABID)) not in browser.cookies
    assert world.sessions.devices(official_key(KABID)) == []
    assert opened(browser)


def test_when_somebody_else_comes_to_hold_the_post_its_old_devices_open_nothing(
    world: World, browser: Browser
) -> None:
    enrol_here(world, browser)
    successor = KASI.model_copy(update={"name": "Contoh Baru", "phone": "+6281100005002"})
    set_people(successor)
    device(world, POST)  # reads the people afresh, as every function does within a minute
    assert not opened(browser)


def test_a_code_that_was_sent_to_the_predecessor_enrols_nobody(
    world: World, browser: Browser
) -> None:
    browser.get(LINK, decision.handler)
    ask_code(browser, LINK)
    [code] = codes_in_mails_to(world, KASI)
    set_people(KASI.model_copy(update={"name": "Contoh Baru", "phone": "+6281100005002"}))
    assert enter_code(browser, LINK, code).status == 422
    assert world.sessions.devices(official_key(POST)) == []


def away(official: Official, first: date, last: date) -> Official:
    absence = Absence(first=first, last=last, kind="cuti", deputy=POST)
    return official.model_copy(update={"absences": (absence,)})


def test_a_deputys_device_opens_it_while_they_stand_in_and_no_longer(world: World) -> None:
    today = OFFICE.day_of(NOW)
    ask(world, level="kabid", post=KABID)
    set_people(away(OFFICE.officials[KABID], today, today), KABID)
    deputy, holder = device(world, POST), device(world, KABID)
    page = deputy.get(LINK, decision.handler)
    assert f"Plh. {OFFICE.officials[KABID].title}" in page.text
    assert opened(holder)
    world.clock.pass_by(days=1)
    assert not opened(deputy)
    assert opened(holder)


def test_an_assistants_device_opens_it_on_behalf_of_the_official(
    world: World, browser: Browser
) -> None:
    assert "asisten" not in browser.get(LINK, decision.handler).text.lower()
    set_people(KASI.model_copy(update={"assistant": ANI}))
    world.clock.pass_by(minutes=2)
    device(world, KABID)
    page = browser.get(LINK, decision.handler)
    assert "Kirim kode ke WhatsApp asisten" in page.text
    ask_code(browser, LINK, "asisten")
    [code] = codes_on_phone_of(world, ANI)
    assert enter_code(browser, LINK, code, "pejabat").status == 422
    assert enter_code(browser, LINK, code, "asisten").status == 303
    assert device_of(assistant_key(POST)) in browser.cookies
    assert opened(browser)
    page = browser.post(LINK, decision.handler, answer="signed")
    assert page.status == 200
    entry = world.file().entries[-1]
    assert (entry.holder, entry.paraf) == (f"Contoh Ani a.n. {KASI.title}", "AN a.n. Kasi")


def test_an_assistant_who_is_named_no_more_opens_nothing(world: World) -> None:
    ask(world)
    set_people(KASI.model_copy(update={"assistant": ANI}))
    helped = device(world, POST, assistant=True)
    assert opened(helped)
    set_people(KASI)
    device(world, KABID)
    assert not opened(helped)


def test_a_revoked_device_opens_nothing_from_then_on(world: World, browser: Browser) -> None:
    enrol_here(world, browser)
    assert world.sessions.end_all(official_key(POST)) == 1
    assert not opened(browser)


def test_opening_a_link_on_an_enrolled_device_takes_two_reads(
    world: World, browser: Browser
) -> None:
    enrol_here(world, browser)
    opened(browser)
    calls: list[str] = []

    def note(model: Any, **_: Any) -> None:
        calls.append(model.name)

    aws.dynamodb().meta.events.register("before-call.dynamodb", note)
    try:
        assert opened(browser)
    finally:
        aws.dynamodb().meta.events.unregister("before-call.dynamodb", note)
    assert sorted(calls) == ["BatchGetItem", "Query"]


def test_the_page_leads_to_our_own_paths_alone(browser: Browser) -> None:
    page = browser.get(LINK, decision.handler).text
    assert set(re.findall(r'(?:action|href)="([^"#]+)"', page)) <= {
        "/pejabat/masuk",
        f"{LINK}?kode=pejabat",
        "data:,",
    }
