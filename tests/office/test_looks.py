"""Pages that one comes to by an address alone, as they look to whoever may open them."""

from functools import partial

import pytest

from local.demo.people import until
from local.demo.stage import Stage
from tests.office.looking import faults_of
from tests.office.walking import at_desk, at_work, on_their_device
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

CITIZENS = ("/", "/?bahasa=en", "/lacak", "/survei/terima-kasih", "/survei/nobodys", "/k/nobodys")
STRANGERS = ("/masuk", "/masuk/kode", "/pejabat")
OFFICERS = (
    *("/meja", "/meja/baru", "/meja/pengiriman", "/pertanyaan", "/unggah"),
    *("/petugas", "/petugas/orang/siti.aminah", "/laporan"),
)


def faults_at(watch: Watch, addresses: tuple[str, ...]) -> dict[str, list[str]]:
    page, found = watch.page(), {}
    for address in addresses:
        page.goto(address)
        assert page.url.endswith(address)  # and not where one signs in
        if faults := faults_of(page):
            found[address] = faults
    return found


def test_what_everybody_may_open(phone_browser: Watch) -> None:
    assert faults_at(phone_browser, CITIZENS + STRANGERS) == {}


def test_what_officers_open(stage: Stage, phone_browser: Watch) -> None:
    scene = stage.scene("dok-031")
    stage.fault("tampered_pdf", scene.id)
    case_id = scene.begin()
    at_desk(stage, case_id)
    stage.fault("none", scene.id)
    at_work(phone_browser, stage)
    of_the_case = (f"/meja/{case_id}", f"/kartu/{case_id}")
    assert faults_at(phone_browser, OFFICERS + of_the_case) == {}
    stage.officer().post(f"/meja/{case_id}", answer="closed", reason="Selesai diuji.")
    stage.ended(case_id)


def test_what_officials_open(stage: Stage, phone_browser: Watch) -> None:
    scene = stage.scene("dok-012")
    case_id = scene.begin()
    official = stage.official(scene.document["document_type"], "kasi")
    link = until("a letter", partial(official.link_to, case_id))
    enrolling = faults_at(phone_browser, (link,))
    on_their_device(phone_browser, stage, official, link)
    theirs = (link, "/pejabat", "/pejabat/tunggu", f"/pejabat/tunggu/{case_id}")
    assert enrolling | faults_at(phone_browser, theirs) == {}
