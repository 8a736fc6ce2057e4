"""An official's link on their own device: it shows, it decides once, and it leads to the next."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from local.demo.browser import hidden_in
from menwa.case import ANSWERED, CaseFile
from menwa.types import Level, Status
from notify_officials import decision
from notify_officials.office_days import next_closings
from tests.builders import CASE_ID, NOW, OFFICE, a_file, a_proven_case, a_wait, found
from tests.steps.asking import IDS, LINK, POSTS, TOKEN, a_link, answered, asked
from tests.steps.browsing import Browser
from tests.steps.calling import requested
from tests.steps.devices import device
from tests.steps.world import World

KASI = OFFICE.officials["kasi-identitas"]
OTHER = "kasi-pindah"


@pytest.fixture(autouse=True)
def _nobody_stands_in_a_log_line(world: World) -> Iterator[None]:
    world.secrets |= {TOKEN, "Nama ayah", *(one.name for one in OFFICE.officials.values())}
    yield


@pytest.fixture
def kasi(world: World) -> Browser:
    asked(world)
    return device(world, "kasi-identitas")


def until(days: int) -> str:
    return next_closings(OFFICE, NOW)[days].isoformat()


def test_a_get_shows_the_question_and_writes_nothing(world: World, kasi: Browser) -> None:
    before = world.all_items()
    page = kasi.get(LINK, decision.handler)
    assert page.status == 200
    for needed in ("Kartu Keluarga", found().number, KASI.title, KASI.name, CASE_ID):
        assert needed in page.text
    assert world.all_items() == before
    assert world.procedure.answers == []


def test_the_question_shows_of_the_citizen_nothing(kasi: Browser) -> None:
    page = kasi.get(LINK, decision.handler)
    for person in ("Nurhayati", "9971014209770001", "89900000101", "TAMBUSAI"):
        assert person not in page.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_only_a_post_decides(world: World, kasi: Browser, method: str) -> None:
    before = world.all_items()
    form = {"answer": "signed", **hidden_in(kasi.get(LINK, decision.handler).text)}
    cookies = {"Cookie": "; ".join(f"{name}={token}" for name, token in kasi.cookies.items())}
    requested(decision.handler, method, LINK, form=form, headers=cookies)
    requested(decision.handler, method, LINK, query=form, headers=cookies)
    assert world.all_items() == before
    assert world.procedure.answers == []


@pytest.mark.parametrize(
    ("level", "chosen", "act"),
    [
        ("kasi", "submitted", "submitted"),
        ("kasi", "signed", "answered_signed"),
        ("kabid", "submitted", "submitted"),
        ("kadis", "signed", "answered_signed"),
    ],
)
def test_an_answer_is_recorded_and_carried_on(
    world: World, level: Level, chosen: str, act: str
) -> None:
    asked(world, level)
    page = answered(device(world, POSTS[level]), answer=chosen, reason="tidak untuk meja")
    assert page.status == 200
    assert "Terima kasih, jawaban Anda sudah dicatat" in page.text
    assert world.procedure.answers == [("task-token", {"answer": chosen})]
    file = world.file()
    official = OFFICE.officials[POSTS[level]]
    [entry] = file.entries
    assert (entry.act, entry.paraf) == (act, official.paraf)
    assert entry.holder == f"{official.title} ({official.name})"
    assert file.notes == {}
    assert file.wait is not None
    assert file.wait.waiting_for == ANSWERED


def test_whoever_says_that_it_is_signed_reads_that_we_look_again(kasi: Browser) -> None:
    page = answered(kasi, answer="signed")
    assert "SIAK kami lihat lagi sekarang; jika masih belum, Anda kami kabari." in page.text
    assert "Tidak ada lagi yang menunggu jawaban Anda." in page.text


def test_whoever_submitted_it_reads_of_no_second_look(kasi: Browser) -> None:
    assert "SIAK kami lihat lagi" not in answered(kasi, answer="submitted").text


def test_the_card_tells_the_time_that_it_took_from_the_time_that_it_waited(
    world: World, kasi: Browser
) -> None:
    world.clock.pass_by(hours=3)
    page = kasi.get(LINK, decision.handler)
    world.clock.pass_by(minutes=2)
    kasi.post(LINK, decision.handler, **hidden_in(page.text), answer="submitted")
    [entry] = world.file().entries
    assert entry.received_at == NOW
    assert entry.taken_up_at == NOW + timedelta(hours=3)
    assert entry.handed_over_at == NOW + timedelta(hours=3, minutes=2)


@pytest.mark.parametrize("stamp", ["", "2026-11-23T03:00:00+00:00~0", "x~y"])
def test_without_a_true_stamp_only_that_time_is_missing(
    world: World, kasi: Browser, stamp: str
) -> None:
    assert answered(kasi, answer="submitted", stamp=stamp).status == 200
    assert world.file().entries[0].taken_up_at is None


def test_a_wrong_entry_needs_its_reason_which_the_desk_will_read(
    world: World, kasi: Browser
) -> None:
    before = world.all_items()
    for form in ({}, {"reason": "  "}):
        page = answered(kasi, LINK, decision.handler, answer="wrong_entry", **form)
        assert page.status == 422
        assert "Tulis data apa yang salah" in page.text
    assert world.all_items() == before
    assert answered(kasi, answer="wrong_entry", reason="Nama <b>ayah</b>").status == 200
    assert world.file().notes == {1: "Nama <b>ayah</b>"}
    assert world.file().case.status is Status.AT_DESK


def test_asking_for_time_keeps_the_question_open_and_its_link_good(
    world: World, kasi: Browser
) -> None:
    page = answered(kasi, answer="not_yet", until=until(2))
    assert page.status == 200
    assert "Semua sudah Anda jawab. 1 menunggu janji Anda (Rabu, 25 November 2026)." in page.text
    assert world.procedure.answers == []
    file = world.file()
    assert file.wait is not None
    assert (file.wait.not_yet, file.wait.waiting_for) == (1, "kasi-identitas")
    assert "Anda minta waktu sampai" in kasi.get(LINK, decision.handler).text
    assert "Terima kasih" in answered(kasi, answer="signed").text
    assert world.procedure.answers == [("task-token", {"answer": "signed"})]


def test_a_form_that_is_sent_twice_asks_for_time_once(world: World, kasi: Browser) -> None:
    form = hidden_in(kasi.get(LINK, decision.handler).text) | {"until": until(2)}
    pages = [kasi.post(LINK, decision.handler, **form, answer="not_yet") for _ in range(3)]
    assert [page.status for page in pages] == [200, 200, 200]
    assert "Anda minta waktu sampai" in pages[-1].text
    assert [entry.act for entry in world.file().entries] == ["not_yet"]


def test_what_is_not_their_field_goes_to_whose_it_is(world: World, kasi: Browser) -> None:
    page = answered(kasi, answer="rerouted", post=OTHER, words="Ini surat pindah")
    assert OFFICE.posts.title(OTHER) in page.text
    assert world.procedure.answers == []
    file = world.file()
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.letter_at) == (OTHER, None)
    for late in (kasi.get(LINK, decision.handler), answered(kasi, answer="signed")):
        assert "Sudah dialihkan" in late.text
        assert OFFICE.posts.title(OTHER) in late.text
    assert world.procedure.answers == []


@pytest.mark.parametrize("form", [{}, {"answer": "approved"}, {"answer": "not_yet"}])
def test_what_is_no_answer_is_asked_again(
    world: World, kasi: Browser, form: dict[str, str]
) -> None:
    before = world.all_items()
    page = answered(kasi, LINK, decision.handler, reason="Nama <b>ayah</b>", **form)
    assert page.status == 422
    assert "Nama &lt;b&gt;ayah&lt;/b&gt;</textarea>" in page.text
    assert world.all_items() == before


def test_the_kadis_cannot_submit_it_to_anybody(world: World) -> None:
    asked(world, "kadis")
    assert answered(device(world, "kadis"), answer="submitted").status == 422
    assert world.procedure.answers == []


@pytest.mark.parametrize("csrf", ["", "f" * 64, "é"])
def test_a_form_that_no_page_of_ours_showed_decides_nothing(
    world: World, kasi: Browser, csrf: str
) -> None:
    before = world.all_items()
    page = answered(kasi, answer="signed", csrf=csrf)
    assert page.status == 422
    assert "pilih jawaban Anda sekali lagi" in page.text
    assert world.all_items() == before


def test_a_form_of_another_site_decides_nothing(world: World) -> None:
    asked(world)
    before = world.all_items()
    foreign = {"Sec-Fetch-Site": "cross-site"}
    page = requested(decision.handler, "POST", LINK, form={"answer": "signed"}, headers=foreign)
    assert page.status == 403
    assert world.all_items() == before


def test_a_forwarded_link_decides_nothing_on_another_device(world: World, kasi: Browser) -> None:
    form = hidden_in(kasi.get(LINK, decision.handler).text)
    strangers = (Browser(world), device(world, "kabid-dafduk"))
    before = world.all_items()
    for stranger in strangers:
        page = stranger.post(LINK, decision.handler, **form, answer="signed")
        assert "Kartu Keluarga" not in page.text
    assert world.file().entries == ()
    assert world.procedure.answers == []
    assert [
        each for each in world.items() if each not in before and "DEVICE" not in str(each)
    ] == []


def test_a_link_decides_only_once_and_says_what_and_by_whom(world: World, kasi: Browser) -> None:
    answered(kasi, answer="submitted")
    before = world.all_items()
    for page in (kasi.get(LINK, decision.handler), answered(kasi, answer="signed")):
        assert page.status == 200
        for told in ("Pertanyaan ini sudah dijawab", "Sudah diajukan", KASI.title):
            assert told in page.text
        assert KASI.name not in page.text
    assert world.all_items() == before
    assert world.procedure.answers == [("task-token", {"answer": "submitted"})]


def test_what_was_signed_meanwhile_is_told_so(world: World, kasi: Browser) -> None:
    file = world.file()
    seen = file.handed_over(
        step=3,
        act="seen_signed",
        holder="MENWA",
        paraf="MENWA",
        to="MENWA",
        now=NOW,
        occasion=f"answer:{a_wait().visit}",
    )
    world.store.save(file, seen.answered({"answer": "signed"}, NOW))
    page = answered(kasi, answer="submitted")
    assert "MENWA melihat di SIAK: sudah TTE" in page.text
    assert world.procedure.answers == []


def test_who_said_signed_too_early_reads_what_siak_says(world: World) -> None:
    first = answered_and_looked_at(asked(world))
    again = a_wait(waiting_for="kasi-identitas", asked="kasi", visit="again", since=NOW)
    link = ("the-second-link", a_link(visit="again"))
    world.store.save(world.file(), first.opened(again), link=link)
    page = device(world, "kasi-identitas").get("/k/the-second-link", decision.handler)
    assert "masih <strong>belum TTE</strong>" in page.text
    assert "Senin, 23 November 2026 pukul 09.00 WIB" in page.text


def answered_and_looked_at(file: CaseFile) -> CaseFile:
    for act, step, hours in (("answered_signed", 3, 2), ("unsigned", 2, 1)):
        file = file.handed_over(
            step=step,
            act=act,
            holder="MENWA",
            paraf="-",
            to="MENWA",
            now=NOW - timedelta(hours=hours),
            occasion=act,
        )
    return file


def test_an_unknown_link_says_so_whatever_it_is_asked(world: World) -> None:
    browser = device(world, "kasi-identitas")
    for page in (
        browser.get("/k/unknown", decision.handler),
        browser.post("/k/unknown", decision.handler, answer="signed"),
        browser.get(LINK, decision.handler),
    ):
        assert page.status == 404
        assert "Tautan ini tidak kami kenali" in page.text


def test_an_expired_link_decides_nothing_but_leads_to_its_question(
    world: World, kasi: Browser
) -> None:
    world.clock.pass_by(days=9, seconds=1)
    before = world.all_items()
    for page in (
        kasi.get(LINK, decision.handler),
        kasi.post(LINK, decision.handler, answer="signed"),
    ):
        assert page.status == 410
        assert f'href="/pejabat/tunggu/{CASE_ID}"' in page.text
    assert world.all_items() == before


def test_a_link_of_an_earlier_question_does_not_answer_a_later_one(
    world: World, kasi: Browser
) -> None:
    file = world.file()
    later = a_wait(waiting_for="kabid-dafduk", asked="kabid", visit="2026-11-24T03:00:00Z")
    world.store.save(file, file.opened(later))
    before = world.all_items()
    assert "sudah dijawab" in answered(kasi, answer="signed").text
    assert world.all_items() == before


def test_an_answer_whose_token_is_gone_stands_all_the_same(world: World, kasi: Browser) -> None:
    world.procedure.gone.add("task-token")
    assert answered(kasi, answer="signed").status == 200
    assert world.file().entries[-1].act == "answered_signed"


def test_a_bundled_letters_link_leads_to_all_that_waits(world: World) -> None:
    file = world.have(a_file())
    world.store.save(file, file, link=(TOKEN, a_link(case_id=None, visit=None)))
    page = device(world, "kasi-identitas").get(LINK, decision.handler)
    assert (page.status, page.headers["Location"]) == (303, "/pejabat/tunggu")


def test_after_deciding_the_next_one_is_offered(world: World, kasi: Browser) -> None:
    for number in (1, 2):
        case = a_proven_case(id=IDS[number], proof_hash=str(number))
        wait = a_wait(
            waiting_for="kasi-identitas", asked="kasi", since=NOW - timedelta(hours=number)
        )
        world.have(a_file(case, wait=wait))
    page = answered(kasi, answer="submitted")
    assert f'href="/pejabat/tunggu/{IDS[2]}"' in page.text
    assert "1 lagi menunggu" in page.text
