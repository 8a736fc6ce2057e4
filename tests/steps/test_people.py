"""Administrators: one proposes, a second approves, and what then holds, and how soon."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from check_siak import people
from menwa import aws, people_store
from menwa.people_store import REMEMBERED_SECONDS, PeopleStore, people_in
from notify_officials import step as notify_officials
from tests.builders import CASE_ID, NOW, OFFICE, a_file, a_proven_case, found
from tests.steps.browsing import Browser
from tests.steps.calling import Reply, requested, visited
from tests.steps.world import TABLE, World

SARI, BUDI, SITI, RUDI = "sari.dewi", "budi.santoso", "siti.aminah", "rudi.hartono"
KASI = "kasi-identitas"
DINA = {
    "key": "dina.putri",
    "name": "Contoh Dina Putri",
    "paraf": "dp",
    "phone": "0811 0000 4009",
    "mail": "Dina.Putri@contoh.go.id",
    "channel": "whatsapp",
}


@pytest.fixture(autouse=True)
def _nobody_stands_in_a_log_line(world: World) -> Iterator[None]:
    known = [*OFFICE.officers.values(), *OFFICE.officials.values()]
    world.secrets |= {each for one in known for each in (one.phone, one.mail, one.name)}
    world.secrets |= {"Contoh Dina Putri", "81100004009", "dina.putri@contoh.go.id"}
    yield


def shown(path: str = "/petugas", by: str = SARI, **query: str) -> Reply:
    return requested(people.handler, "GET", path, query=query, officer=by)


def asked(path: str, by: str = SARI, **form: str) -> Reply:
    return requested(people.handler, "POST", path, form=form, officer=by)


def proposes(path: str, by: str = SARI, **form: str) -> None:
    page = asked(path, by, **form)
    assert page.headers.get("Location") == "/petugas?kabar=diusulkan", page.text


def decides(decision: str, by: str = BUDI) -> Reply:
    """On the oldest proposal that waits."""
    waits = re.search(r'name="usulan" value="(\w+)"', shown(by=by).text)
    assert waits
    return asked("/petugas/usulan", by, usulan=waits[1], decision=decision)


def approved(path: str, **form: str) -> None:
    proposes(path, **form)
    assert decides("approve").headers.get("Location") == "/petugas?kabar=approved"


def now() -> Any:
    return OFFICE.with_people(people_in(TABLE, afresh=True))


def pending(page: Reply) -> int:
    found = re.search(r"Menunggu persetujuan \((\d+)\)", page.text)
    assert found
    return int(found[1])


def test_a_new_officer_signs_in_once_a_second_administrator_has_approved() -> None:
    proposes("/petugas/orang/baru", **DINA)
    page = shown(by=BUDI)
    assert pending(page) == 1
    for told in ("Tambah petugas: Contoh Dina Putri (dina.putri)", "+6281100004009", "Setujui"):
        assert told in page.text
    assert "dina.putri" not in now().officers
    assert decides("approve").headers["Location"] == "/petugas?kabar=approved"
    dina = now().officers["dina.putri"]
    assert (dina.paraf, dina.mail) == ("DP", "dina.putri@contoh.go.id")
    page = shown(kabar="approved")
    assert pending(page) == 0
    assert re.search(r"Disetujui oleh Contoh Budi Santoso", page.text)


def test_nobody_approves_a_proposal_of_their_own() -> None:
    proposes("/petugas/orang/baru", **DINA)
    page = decides("approve", SARI)
    assert page.status == 409
    assert "hanya dapat disetujui administrator lain" in page.text
    assert 'value="approve"' not in shown().text
    assert "dina.putri" not in now().officers


@pytest.mark.parametrize(("by", "news"), [(BUDI, "rejected"), (SARI, "withdrawn")])
def test_a_proposal_may_be_rejected_or_withdrawn(by: str, news: str) -> None:
    proposes("/petugas/orang/baru", **DINA)
    assert decides("reject", by).headers["Location"] == f"/petugas?kabar={news}"
    assert pending(shown()) == 0
    assert "dina.putri" not in now().officers
    proposes("/petugas/orang/baru", **DINA)


def test_a_proposal_is_decided_once() -> None:
    proposes("/petugas/orang/baru", **DINA)
    waits = re.search(r'name="usulan" value="(\w+)"', shown().text)
    assert waits
    first = asked("/petugas/usulan", BUDI, usulan=waits[1], decision="approve")
    second = asked("/petugas/usulan", BUDI, usulan=waits[1], decision="reject")
    assert (first.status, second.status) == (303, 409)
    assert "sudah diputuskan" in second.text
    assert "dina.putri" in now().officers


@pytest.mark.usefixtures("world")
def test_of_two_decisions_at_the_same_moment_one_holds() -> None:
    """Both administrators have read the proposal; whoever writes second has lost."""
    proposes(f"/petugas/orang/{RUDI}", act="remove")
    store = PeopleStore(aws.dynamodb(), TABLE)
    (change,) = store.pending()
    assert store.settle(change.decided("rejected", BUDI, NOW))
    proposes(f"/petugas/orang/{RUDI}", act="remove")
    later = NOW + timedelta(seconds=1)
    assert not store.settle(change.decided("approved", BUDI, later), store.now())
    assert len(store.pending()) == 1
    assert RUDI in now().officers


@pytest.mark.usefixtures("world")
def test_a_decision_on_people_who_changed_meanwhile_is_none() -> None:
    proposes(f"/petugas/orang/{RUDI}", act="remove")
    store = PeopleStore(aws.dynamodb(), TABLE)
    before, (change,) = store.now(), store.pending()
    approved_first = {**DINA, "key": "dino.putra"}
    asked("/petugas/orang/baru", **approved_first)
    other = next(one for one in store.pending() if one.key == "dino.putra")
    assert store.settle(other.decided("approved", BUDI, NOW), before)
    assert not store.settle(change.decided("approved", BUDI, NOW), before)
    assert set(now().officers) == {*OFFICE.officers, "dino.putra"}


def test_of_one_person_there_is_one_proposal_at_a_time() -> None:
    proposes(f"/petugas/orang/{RUDI}", act="remove")
    page = asked(f"/petugas/orang/{RUDI}", BUDI, act="remove")
    assert page.status == 422
    assert "Masih ada usulan lain" in page.text


@pytest.mark.parametrize("by", [SITI, RUDI])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/petugas"),
        ("GET", "/petugas/orang/baru"),
        ("GET", f"/petugas/jabatan/{KASI}"),
        ("POST", "/petugas/orang/baru"),
        ("POST", f"/petugas/orang/{SARI}/perangkat"),
        ("POST", "/petugas/usulan"),
    ],
)
def test_only_administrators_are_let_in(world: World, by: str, method: str, path: str) -> None:
    form = DINA if method == "POST" else None
    page = requested(people.handler, method, path, form=form, officer=by)
    assert page.status == 403
    assert "Hanya untuk administrator" in page.text
    assert 'href="/petugas"' not in page.text
    assert not [item for item in world.items() if item["pk"]["S"].startswith("PEOPLE#")]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"key": "Dina Putri"}, "key", "Pakai huruf kecil"),
        ({"key": SITI}, "key", "sudah ada"),
        ({"name": " "}, "name", "Isi nama lengkap"),
        ({"paraf": "DPUTR"}, "paraf", "satu sampai empat huruf"),
        ({"phone": "12"}, "phone", "Isi nomor HP"),
        ({"mail": "dina"}, "mail", "Isi alamat surel"),
        ({"channel": ""}, "channel", "Pilih WhatsApp atau surel"),
        ({"phone": "0811 0000 4003"}, "phone", "sudah dipakai Contoh Siti Aminah"),
        ({"phone": "081100003001"}, "phone", "sudah dipakai Dra. Hj. Contoh Ratnawati"),
        ({"mail": "KADIS@contoh.go.id"}, "mail", "sudah dipakai Dra. Hj. Contoh Ratnawati"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    typed: dict[str, str], field: str, sentence: str
) -> None:
    page = asked("/petugas/orang/baru", **{**DINA, **typed})
    assert page.status == 422
    assert page.text.count(sentence) == 2
    assert f'id="{field}-error"' in page.text
    kept = {**DINA, **typed}["mail"]
    assert f'value="{kept}"' in page.text
    assert pending(shown()) == 0


def test_two_administrators_remain() -> None:
    page = asked(f"/petugas/orang/{BUDI}", act="remove")
    assert page.status == 422
    assert "paling sedikit dua administrator" in page.text
    sari = OFFICE.officers[SARI]
    fields = {"name": sari.name, "paraf": sari.paraf, "phone": sari.phone, "mail": sari.mail}
    page = asked(f"/petugas/orang/{SARI}", act="save", channel="whatsapp", **fields)
    assert "paling sedikit dua administrator" in page.text


def test_what_became_wrong_meanwhile_is_found_when_it_is_approved() -> None:
    """Two proposals, each good by itself, ask for the same number."""
    proposes("/petugas/orang/baru", **DINA)
    twin = {**DINA, "key": "dino.putra", "name": "Contoh Dino", "mail": "dino@contoh.go.id"}
    proposes("/petugas/orang/baru", **twin)
    decides("approve")
    page = decides("approve")
    assert page.status == 409
    assert "sudah dipakai Contoh Dina Putri" in page.text
    assert set(now().officers) - set(OFFICE.officers) == {"dina.putri"}


def test_a_removed_officer_is_out_at_once_on_every_device(world: World) -> None:
    rudi = Browser(world)
    rudi.sign_in(RUDI)
    assert rudi.get("/petugas", people.handler).status == 403
    approved(f"/petugas/orang/{RUDI}", act="remove")
    assert rudi.get("/petugas", people.handler).status == 303
    assert world.sessions.devices(RUDI) == []
    assert rudi.ask_code(RUDI).status == 303
    assert len(world.on_phone(OFFICE.officers[RUDI].phone)) == 0
    assert "Tidak ditemukan" in shown(f"/petugas/orang/{RUDI}").text


def test_a_code_that_was_sent_before_the_removal_opens_nothing(world: World) -> None:
    rudi = Browser(world)
    code = rudi.code_for(RUDI)
    approved(f"/petugas/orang/{RUDI}", act="remove")
    assert rudi.post("/masuk/kode", kode=code).status == 422


def test_who_is_no_administrator_any_more_administers_no_more() -> None:
    approved("/petugas/orang/baru", **DINA, administrator="1")
    budi = OFFICE.officers[BUDI]
    fields = {"name": budi.name, "paraf": budi.paraf, "phone": budi.phone, "mail": budi.mail}
    proposes(f"/petugas/orang/{BUDI}", act="save", channel="whatsapp", **fields)
    assert decides("approve", "dina.putri").status == 303
    assert shown(by=BUDI).status == 403


def test_a_stolen_device_is_revoked_by_one_administrator_at_once(world: World) -> None:
    rudi = Browser(world)
    rudi.sign_in(RUDI)
    assert "Terakhir dipakai masuk" in shown(f"/petugas/orang/{RUDI}").text
    page = asked(f"/petugas/orang/{RUDI}/perangkat")
    assert page.headers["Location"] == "/petugas?kabar=dicabut"
    assert rudi.get("/petugas", people.handler).status == 303
    assert "Cabut semua perangkat: Contoh Rudi Hartono" in shown().text
    rudi.sign_in(RUDI)
    assert rudi.get("/petugas", people.handler).status == 403


def letters_to(world: World, post: str) -> list[str]:
    return world.texts(OFFICE.officials[post].phone)


def asks_kasi(world: World, case_id: str = CASE_ID) -> None:
    world.have(a_file(a_proven_case(found=found(signed=False))))
    visited(notify_officials.handler, case_id, level="kasi")
    for one in OFFICE.officials.values():
        buttons = [b.value for m in world.on_phone(one.phone) for b in m.content.buttons]
        world.secrets |= {each.rpartition("/")[2] for each in buttons}


def test_during_leave_the_deputy_is_asked_as_plh(world: World) -> None:
    leave = {"first": "2026-11-23", "last": "2026-11-27", "kind": "cuti", "deputy": "kasi-pindah"}
    approved(f"/petugas/jabatan/{KASI}", act="away", **leave)
    told = "Cuti 23 November 2026 sampai 27 November 2026"
    assert told in shown(f"/petugas/jabatan/{KASI}").text
    asks_kasi(world)
    assert letters_to(world, KASI) == []
    [letter] = letters_to(world, "kasi-pindah")
    assert "Plh. Kepala Seksi Identitas Penduduk" in letter


def test_after_the_leave_the_official_is_asked_again(world: World) -> None:
    leave = {"first": "2026-11-16", "last": "2026-11-22", "kind": "plh", "deputy": "kasi-pindah"}
    approved(f"/petugas/jabatan/{KASI}", act="away", **leave)
    asks_kasi(world)
    assert len(letters_to(world, KASI)) == 1
    approved(f"/petugas/jabatan/{KASI}", act="back", first="2026-11-16")
    assert now().officials[KASI].absences == ()


def test_for_a_vacant_post_its_deputy_acts_as_plt(world: World) -> None:
    approved(f"/petugas/jabatan/{KASI}", act="vacate", deputy="kasi-pindah")
    assert "Kosong" in shown().text
    assert "Kosong" in shown(f"/petugas/jabatan/{KASI}").text
    asks_kasi(world)
    [letter] = letters_to(world, "kasi-pindah")
    assert "Plt. Kepala Seksi Identitas Penduduk" in letter


def test_a_post_is_given_to_somebody_else_and_filled_again() -> None:
    approved(f"/petugas/jabatan/{KASI}", act="vacate", deputy="kasi-pindah")
    person = {**DINA, "name": "Contoh Dina Putri, S.Sos."}
    approved(f"/petugas/jabatan/{KASI}", act="hold", **person)
    holder = now().officials[KASI]
    assert (holder.name, holder.title) == (
        "Contoh Dina Putri, S.Sos.",
        "Kepala Seksi Identitas Penduduk",
    )
    assert now().vacant == {}


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"act": "vacate", "deputy": ""}, "Pilih jabatan lain"),
        ({"act": "vacate", "deputy": KASI}, "Pilih jabatan lain"),
        ({"act": "away", "first": "2026-11-23", "kind": "cuti"}, "Isi hari terakhir"),
        (
            {"act": "away", "first": "2026-11-23", "last": "2026-11-22", "kind": "cuti"},
            "Isi hari terakhir",
        ),
        (
            {
                "act": "away",
                "first": "2026-11-23",
                "last": "2026-11-24",
                "kind": "x",
                "deputy": KASI,
            },
            "Pilih salah satu",
        ),
        ({"act": "hold", **DINA, "phone": "081100003001"}, "sudah dipakai Dra. Hj."),
    ],
)
def test_a_post_is_changed_only_by_what_makes_sense(form: dict[str, str], sentence: str) -> None:
    page = asked(f"/petugas/jabatan/{KASI}", **form)
    assert page.status == 422
    assert page.text.count(sentence) == 2
    assert pending(shown()) == 0


@pytest.mark.parametrize(
    "path", ["/petugas/orang/tidak.ada", "/petugas/jabatan/tidak-ada", "/petugas/orang/X"]
)
def test_nobody_and_no_post_is_not_found(path: str) -> None:
    assert shown(path).status == 404
    assert asked(path, act="remove").status == 404


def test_a_change_holds_everywhere_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where letters are written, the people are remembered for so long."""
    clock = Seconds()
    monkeypatch.setattr("menwa.people_store.time", clock)
    assert people_in(TABLE).version == 0
    remembered = dict(people_store._remembered)
    approved("/petugas/orang/baru", **DINA)
    monkeypatch.setattr("menwa.people_store._remembered", remembered)  # as another function
    clock.passed = REMEMBERED_SECONDS - 1
    assert people_in(TABLE).version == 0
    clock.passed = REMEMBERED_SECONDS
    assert people_in(TABLE).version == 1


class Seconds:
    passed = 0.0

    def monotonic(self) -> float:
        return self.passed


def test_proposals_and_decisions_are_logged_by_ids_alone(world: World) -> None:
    approved("/petugas/orang/baru", **DINA)
    said = world.logs.getvalue()
    for told in (
        "people change proposed",
        "people change approved",
        '"target":"dina.putri"',
        '"officer":"budi.santoso"',
    ):
        assert told in said


def test_what_an_administrator_typed_is_shown_as_text() -> None:
    proposes("/petugas/orang/baru", **{**DINA, "name": "<script>alert(1)</script>"})
    assert "<script>alert" not in shown().text
    assert "<script>alert(1)</script>" in unescape(shown().text)
