"""Officials set leave, deputy, assistant and letters themselves, each on a device of their own."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from check_siak import people
from menwa import aws
from menwa.link_holders import assistant_key, official_key
from menwa.office import Office
from menwa.people import Assistant, Official
from menwa.people_store import PeopleStore, people_in
from notify_officials import officials
from tests.builders import NOW, OFFICE
from tests.steps.browsing import Browser
from tests.steps.calling import Reply, requested
from tests.steps.devices import device, mails_to
from tests.steps.world import TABLE, World

POST, PINDAH, KABID, KADIS = "kasi-identitas", "kasi-pindah", "kabid-dafduk", "kadis"
TODAY = OFFICE.day_of(NOW)
LEAVE = {
    "act": "away",
    "first": TODAY.isoformat(),
    "last": (TODAY + timedelta(days=4)).isoformat(),
    "kind": "cuti",
    "deputy": PINDAH,
}
ANI = {"name": "Contoh Ani", "paraf": "an", "phone": "0811 0000 5001", "mail": "Ani@contoh.go.id"}


@pytest.fixture(autouse=True)
def _nobody_stands_in_a_log_line(world: World) -> Iterator[None]:
    known = [*OFFICE.officers.values(), *OFFICE.officials.values()]
    world.secrets |= {each for one in known for each in (one.phone, one.mail, one.name)}
    world.secrets |= {"Contoh Ani", "81100005001", "ani@contoh.go.id"}
    yield


@pytest.fixture
def kasi(world: World) -> Browser:
    return opened(device(world, POST))


def opened(browser: Browser) -> Browser:
    browser.get("/pejabat", officials.handler)
    return browser


def sets(browser: Browser, part: str, **form: str) -> Reply:
    return browser.post(f"/pejabat/{part}", officials.handler, **form)


def saved(page: Reply) -> bool:
    return page.headers.get("Location") == "/pejabat?kabar=tersimpan"


def now() -> Office:
    return OFFICE.with_people(people_in(TABLE, afresh=True))


def official(post: str = POST) -> Official:
    return now().officials[post]


def told(world: World, post: str) -> list[str]:
    holder = OFFICE.officials[post]
    return [*world.texts(holder.phone), *mails_to(holder)]


def test_without_an_enrolled_device_there_is_no_own_page(world: World) -> None:
    page = Browser(world).get("/pejabat", officials.handler)
    assert page.status == 403
    assert "Buka tautan dari surat MENWA" in page.text
    before = world.all_items()
    for part in ("cuti", "asisten", "surat", "perangkat"):
        assert sets(Browser(world), part, **LEAVE).status == 403
    assert world.all_items() == before


def test_leave_holds_at_once_and_the_deputy_is_asked(kasi: Browser) -> None:
    assert saved(sets(kasi, "cuti", **LEAVE))
    asked = now().posts.asked(POST, TODAY)
    assert asked is not None
    assert asked.name == OFFICE.officials[PINDAH].name
    page = kasi.get("/pejabat", officials.handler).text
    assert "Cuti 23 November 2026 sampai 27 November 2026" in page


def test_the_superior_and_the_deputy_are_told_of_leave(world: World, kasi: Browser) -> None:
    sets(kasi, "cuti", **LEAVE)
    for post in (KABID, PINDAH):
        [text] = told(world, post)
        assert OFFICE.officials[POST].title in text
        assert "Cuti 23 November 2026 sampai 27 November 2026" in text
    assert told(world, KADIS) == []


def test_of_the_kadis_the_administrators_are_told(world: World) -> None:
    kadis = opened(device(world, KADIS))
    assert saved(sets(kadis, "cuti", **{**LEAVE, "deputy": KABID}))
    for officer in OFFICE.officers.values():
        texts = [*world.texts(officer.phone), *mails_to(officer)]
        assert len(texts) == officer.administrator


def test_leave_may_be_taken_back(world: World, kasi: Browser) -> None:
    sets(kasi, "cuti", **LEAVE)
    opened(kasi)
    assert saved(sets(kasi, "cuti", act="back", first=TODAY.isoformat()))
    assert official().absences == ()
    assert len(told(world, KABID)) == 2
    page = sets(opened(kasi), "cuti", act="back", first=TODAY.isoformat())
    assert page.status == 422
    assert "sudah tidak ada" in page.text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"first": ""}, "first", "Isi hari pertama."),
        ({"last": "2026-11-20"}, "last", "tidak sebelum hari pertama"),
        ({"first": "2026-11-01", "last": "2026-11-02"}, "last", "Hari itu sudah lewat."),
        ({"kind": "libur"}, "kind", "Pilih salah satu."),
        ({"deputy": POST}, "deputy", "Pilih jabatan lain"),
        ({"deputy": ""}, "deputy", "Pilih jabatan lain"),
        ({"deputy": "nobody"}, "deputy", "Pilih jabatan lain"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    world: World, kasi: Browser, changes: dict[str, str], field: str, sentence: str
) -> None:
    before = world.all_items()
    page = sets(kasi, "cuti", **{**LEAVE, **changes})
    assert page.status == 422
    assert re.search(rf'id="{field}-error">.*{re.escape(sentence)}', page.text)
    assert f'value="{LEAVE["last"]}"' in page.text or "last" in changes
    assert world.all_items() == before


def test_two_absences_do_not_overlap_and_a_deputy_is_there(world: World, kasi: Browser) -> None:
    sets(kasi, "cuti", **LEAVE)
    page = sets(opened(kasi), "cuti", **LEAVE)
    assert "sudah ada catatan Anda" in page.text
    kabid = opened(device(world, KABID))
    page = sets(kabid, "cuti", **{**LEAVE, "deputy": POST})
    assert "Penggantinya juga tidak di tempat" in page.text


def test_an_assistant_is_named_and_answers_on_behalf(world: World, kasi: Browser) -> None:
    assert saved(sets(kasi, "asisten", **ANI))
    assistant = official().assistant
    assert assistant == Assistant(
        name="Contoh Ani", paraf="AN", phone="+6281100005001", mail="ani@contoh.go.id"
    )
    assert "AN a.n. Kasi" in kasi.get("/pejabat", officials.handler).text
    [text] = told(world, KABID)
    assert "menunjuk Contoh Ani sebagai asisten" in text
    page = device(world, POST, assistant=True).get("/pejabat", officials.handler).text
    assert f"Contoh Ani, a.n. {OFFICE.officials[POST].title}" in page
    assert "Tunjuk asisten" not in page


@pytest.mark.parametrize("part", ["cuti", "asisten", "surat"])
def test_an_assistant_sets_nothing_for_the_official(world: World, kasi: Browser, part: str) -> None:
    sets(kasi, "asisten", **ANI)
    helper = opened(device(world, POST, assistant=True))
    before = official()
    page = sets(helper, part, **{**LEAVE, **ANI, "letters": "hourly", "channel": "mail"})
    assert page.status == 403
    assert official() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Isi nama lengkap."),
        ({"paraf": "TERLALU"}, "Isi paraf"),
        ({"phone": "12"}, "Isi nomor HP"),
        ({"mail": "ani"}, "Isi alamat surel"),
        ({"phone": OFFICE.officials[POST].phone}, "sudah dipakai Contoh Syafrina"),
        ({"mail": OFFICE.officers["siti.aminah"].mail}, "sudah dipakai Contoh Siti"),
    ],
)
def test_an_assistant_is_reached_alone(
    kasi: Browser, changes: dict[str, str], sentence: str
) -> None:
    page = sets(kasi, "asisten", **{**ANI, **changes})
    assert page.status == 422
    assert sentence in page.text
    assert official().assistant is None


def test_whoever_is_no_assistant_any_more_has_no_device(world: World, kasi: Browser) -> None:
    sets(kasi, "asisten", **ANI)
    helper = device(world, POST, assistant=True)
    assert saved(sets(opened(kasi), "asisten", act="remove"))
    assert world.sessions.devices(assistant_key(POST)) == []
    assert helper.get("/pejabat", officials.handler).status == 403
    assert official().assistant is None


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ({"letters": "at_once"}, "at_once"),
        ({"letters": "hourly"}, "hourly"),
        ({"letters": "times", "times": "13.00, 8"}, ("08:00", "13:00")),
        ({"letters": "times", "times": "8:30;8.30 16"}, ("08:30", "16:00")),
    ],
)
def test_letters_come_as_the_official_says(
    kasi: Browser, typed: dict[str, str], letters: object
) -> None:
    assert saved(sets(kasi, "surat", channel="mail", **typed))
    assert (official().channel, official().letters) == ("mail", letters)
    assert kasi.get("/pejabat", officials.handler).status == 200


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"letters": "never"},
        {"letters": "times"},
        {"letters": "times", "times": "24.00"},
        {"letters": "times", "times": "pagi"},
        {"letters": "times", "times": "1 2 3 4 5 6 7 8 9"},
        {"letters": "hourly", "channel": "pos"},
    ],
)
def test_letters_come_at_no_time_that_is_none(kasi: Browser, typed: dict[str, str]) -> None:
    page = sets(kasi, "surat", **{"channel": "mail", **typed})
    assert page.status == 422
    assert 'class="error"' in page.text
    assert official() == OFFICE.officials[POST]


def test_what_two_officials_set_at_the_same_moment_both_holds(
    world: World, kasi: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one writes between this one's reading and writing."""
    other = opened(device(world, PINDAH))
    store, fast = PeopleStore.set_at_once, [True]

    def slow(own: PeopleStore, *args: object) -> bool:
        if fast:
            fast.clear()
            assert saved(sets(other, "surat", channel="mail", letters="hourly"))
        return store(own, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(PeopleStore, "set_at_once", slow)
    assert saved(sets(kasi, "cuti", **LEAVE))
    assert official(PINDAH).letters == "hourly"
    assert len(official().absences) == 1


def test_what_an_official_sets_stands_in_the_history(kasi: Browser) -> None:
    sets(kasi, "cuti", **LEAVE)
    page = requested(people.handler, "GET", "/petugas", officer="sari.dewi").text
    assert "Catat pejabat yang tidak di tempat" in page
    assert f'Diusulkan">{OFFICE.officials[POST].title}' in page


def test_a_proposal_is_not_laid_over_what_the_official_set_meanwhile(kasi: Browser) -> None:
    holder = OFFICE.officials[POST]
    form = {"act": "hold", "name": holder.name, "paraf": "SYA", "channel": "whatsapp"}
    path = f"/petugas/jabatan/{POST}"
    proposal = {**form, "phone": holder.phone, "mail": holder.mail}
    requested(people.handler, "POST", path, form=proposal, officer="sari.dewi")
    [change] = PeopleStore(aws.dynamodb(), TABLE).pending()
    sets(kasi, "cuti", **LEAVE)
    form = {"usulan": change.change_id, "decision": "approve"}
    page = requested(people.handler, "POST", "/petugas/usulan", form=form, officer="budi.santoso")
    assert page.status == 409
    assert "sudah berubah sejak diusulkan" in page.text
    assert len(official().absences) == 1


def test_a_forged_form_sets_nothing(kasi: Browser) -> None:
    page = sets(kasi, "cuti", csrf="f" * 64, **LEAVE)
    assert "belum kami simpan" in page.text
    assert f'value="{LEAVE["last"]}"' in page.text
    sets(kasi, "perangkat", csrf="")
    assert official() == OFFICE.officials[POST]
    assert kasi.get("/pejabat", officials.handler).status == 200


def test_a_lost_phone_is_shut_out_from_another_device(world: World, kasi: Browser) -> None:
    lost = device(world, POST)
    page = sets(kasi, "perangkat", whose="own")
    assert page.headers["Location"] == "/pejabat?kabar=dicabut"
    assert world.sessions.devices(official_key(POST)) == []
    assert lost.get("/pejabat", officials.handler).status == 403
    page = kasi.get("/pejabat?kabar=dicabut", officials.handler)
    assert "Semua perangkat sudah dicabut" in page.text


def test_the_deputy_sees_for_whom_they_answer_today(world: World, kasi: Browser) -> None:
    sets(kasi, "cuti", **LEAVE)
    page = device(world, PINDAH).get("/pejabat", officials.handler).text
    assert f"juga menjawab sebagai Plh. {OFFICE.officials[POST].title}" in page


def test_a_get_writes_nothing(world: World, kasi: Browser) -> None:
    before = world.all_items()
    kasi.get("/pejabat", officials.handler)
    kasi.get("/pejabat?kabar=tersimpan", officials.handler)
    assert world.all_items() == before


def test_yesterdays_leave_is_not_shown_any_more(world: World, kasi: Browser) -> None:
    sets(kasi, "cuti", **LEAVE)
    world.clock.pass_by(days=5)
    page = kasi.get("/pejabat", officials.handler).text
    assert "Tidak ada catatan" in page
    assert date(2026, 11, 27) < OFFICE.day_of(world.clock.now())
