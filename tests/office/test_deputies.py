"""Officials are away, have assistants, or are none at all: somebody is asked all the same."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page

from local.demo.people import until
from local.demo.stage import Stage
from menwa.case import CaseFile
from menwa.clock import utc_now
from menwa.links import link_key
from menwa.people_store import NOW, OFFICE
from menwa.types import LEVELS
from tests.office.looking import faults_of
from tests.office.table import table_of
from tests.office.walking import at_desk, at_work, case_when, on_their_device
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

ANSWERED = "Terima kasih, jawaban Anda sudah dicatat"
DEPUTY = "Kepala Seksi Pindah Datang Penduduk"
ASSISTANT = {
    "Nama lengkap": "Contoh Ani Asisten",
    "Paraf": "AA",
    "Nomor HP": "0811 0000 5001",
    "Alamat surel": "ani.asisten@contoh.go.id",
}


@pytest.fixture(autouse=True)
def _people_are_as_before(stage: Stage) -> Iterator[None]:
    key: Any = {"pk": {"S": OFFICE}, "sk": {"S": NOW}}
    client, table = stage.office.engine.aws.client("dynamodb"), table_of(stage.office)
    before = client.get_item(TableName=table, Key=key).get("Item")
    yield
    client.delete_item(TableName=table, Key=key)
    if before:
        client.put_item(TableName=table, Item=before)
    a_minute_later(stage)


def a_minute_later(stage: Stage) -> None:
    """By then each function has read anew who holds which post."""
    for function in stage.office.engine.template.functions:
        if function.startswith(("NotifyOfficials", "CheckSiak")):
            stage.office.engine.kill_workers(function)


def test_whoever_is_away_is_answered_for_by_the_deputy_or_an_assistant(
    stage: Stage, phone_browser: Watch, scriptless_browser: Watch
) -> None:
    first = stage.scene("dok-018").begin()
    kasi, kabid, kadis = (stage.official("kk", level) for level in LEVELS)
    link = until("a letter to the Kasi", partial(kasi.link_to, first))
    goes_on_leave(on_their_device(phone_browser, stage, kasi, link), stage)
    a_minute_later(stage)
    second = stage.scene("dok-009").begin()
    answered_by_the_deputy(scriptless_browser, stage, second)
    link = until("a letter to the Kabid", partial(kabid.link_to, first))
    phone_browser.context.clear_cookies()  # that was the Kasi's phone
    names_an_assistant(on_their_device(phone_browser, stage, kabid, link))
    a_minute_later(stage)
    scriptless_browser.context.clear_cookies()
    answered_by_the_assistant(scriptless_browser, link)
    for case_id in (first, second):
        file = case_when(stage, case_id, "with the Kadis", is_with_the_kadis)
        asked = [(one.holder, one.paraf) for one in file.entries if one.step in {3, 4}]
        assert asked == [
            ("Plh. Kepala Seksi Identitas Penduduk (Contoh Marolop Sihite, S.AP.)", "MS"),
            ("Contoh Ani Asisten a.n. Kepala Bidang Pendaftaran Penduduk", "AA a.n. Kabid"),
        ]
        kadis.answer(case_id, "wrong_entry", reason="Nama ayah salah")
        at_desk(stage, case_id)


def test_a_vacant_post_is_passed_over_and_an_expired_link_still_leads_to_its_question(
    stage: Stage, phone_browser: Watch, scriptless_browser: Watch
) -> None:
    scene = stage.scene("dok-047")
    vacate(at_work(phone_browser, stage), stage)
    approve(at_work(scriptless_browser, stage, "budi.santoso"))
    a_minute_later(stage)
    case_id = scene.begin()
    kabid = stage.official(scene.document["document_type"], "kabid")
    link = until("a letter to the Kabid", partial(kabid.link_to, case_id))
    passed_over = stage.office.file(case_id).entries[-1]
    assert (passed_over.act, passed_over.step) == ("vacant", 3)
    phone_browser.context.clear_cookies()
    page = on_their_device(phone_browser, stage, kabid, link)
    expire(stage, link)
    page.goto(link)
    assert faults_of(page) == []
    page.get_by_role("heading", name="Tautan ini sudah tidak berlaku").wait_for()
    page.get_by_role("link", name="Buka pertanyaannya").click()
    page.get_by_text("Salah entri", exact=True).click()
    page.get_by_label("Apa yang salah").fill("Nama ibu angkat salah")
    page.get_by_role("button", name="Salah entri, kirim keterangan").click()
    page.get_by_role("heading", name=ANSWERED).wait_for()
    assert at_desk(stage, case_id).entries[-1].act == "wrong_entry"


def goes_on_leave(page: Page, stage: Stage) -> None:
    today = stage.office.office.day_of(utc_now())
    page.goto("/pejabat")
    page.get_by_text("Catat cuti atau berhalangan").click()
    page.get_by_label("Hari pertama").fill(today.isoformat())
    page.get_by_label("Hari terakhir").fill((today + timedelta(days=1)).isoformat())
    page.get_by_label("Digantikan oleh").select_option(label=DEPUTY)
    assert faults_of(page) == []
    page.get_by_role("button", name="Simpan").click()
    page.get_by_text("Tersimpan.").wait_for()


def answered_by_the_deputy(browser: Watch, stage: Stage, case_id: str) -> None:
    """Who is asked at once for what came after, and finds what had waited before next to it."""
    deputy = stage.official("skpwni", "kasi")
    link = until("a letter to the deputy", partial(deputy.link_to, case_id))
    page = on_their_device(browser, stage, deputy, link)
    page.goto(link)
    assert "Plh. Kepala Seksi Identitas Penduduk" in page.locator("main").inner_text()
    answers_two(page)


def names_an_assistant(page: Page) -> None:
    page.goto("/pejabat")
    page.get_by_text("Tunjuk asisten").click()
    for label, text in ASSISTANT.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Simpan").click()
    page.get_by_text("Tersimpan.").wait_for()


def answered_by_the_assistant(browser: Watch, link: str) -> None:
    """From a letter that the official passed on."""
    page = browser.page()
    page.goto(link)
    page.get_by_role("button", name="Kirim kode ke surel asisten").click()
    code = re.findall(r"\b[0-9]{6}\b", newest_mail(page, ASSISTANT["Alamat surel"]))[-1]
    page.get_by_label("Kode 6 angka").fill(code)
    page.get_by_role("button", name="Daftarkan perangkat ini").click()
    assert "a.n. Kepala Bidang Pendaftaran Penduduk" in page.locator("main").inner_text()
    answers_two(page)


def answers_two(page: Page) -> None:
    page.get_by_role("button", name="Sudah diajukan").click()
    page.get_by_role("link", name="Jawab berikutnya").click()
    page.get_by_role("button", name="Sudah diajukan").click()
    page.get_by_role("heading", name=ANSWERED).wait_for()


def newest_mail(page: Page, address: str) -> str:
    with closing(page.context.new_page()) as mails:
        mails.goto("/_kantor/surel")
        return mails.locator("section", has_text=address).first.inner_text()


def is_with_the_kadis(file: CaseFile) -> bool:
    return file.wait is not None and file.wait.waiting_for == "kadis"


def vacate(page: Page, stage: Stage) -> None:
    """Whoever is to act begins tomorrow: today nobody can."""
    tomorrow = stage.office.office.day_of(utc_now()) + timedelta(days=1)
    page.goto("/petugas/jabatan/kasi-status-anak")
    form = page.locator("section", has_text="Kosongkan jabatan").last
    form.get_by_label("Digantikan oleh").select_option(label=DEPUTY)
    form.get_by_label("Penugasan Plt. mulai").fill(tomorrow.isoformat())
    form.get_by_role("button", name="Usulkan").click()
    page.wait_for_url("**/petugas?kabar=diusulkan")


def approve(page: Page) -> None:
    page.goto("/petugas")
    page.get_by_role("button", name="Setujui").click()
    page.wait_for_url("**/petugas?kabar=approved")


def expire(stage: Stage, link: str) -> None:
    """As after 72 office hours."""
    pk, sk = link_key(link.rpartition("/")[2])
    earlier = utc_now() - timedelta(minutes=1)
    stage.office.engine.aws.client("dynamodb").update_item(
        TableName=table_of(stage.office),
        Key={"pk": {"S": pk}, "sk": {"S": sk}},
        UpdateExpression="SET valid_until = :earlier",
        ExpressionAttributeValues={":earlier": {"S": earlier.isoformat().replace("+00:00", "Z")}},
    )
