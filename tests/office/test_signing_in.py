"""Officers sign in with nothing but their phone and their mail; administrators say who they are."""

import re

import pytest
from playwright.sync_api import Page

from local.demo.stage import Stage
from menwa.sessions import SessionStore
from tests.office.form import overflows
from tests.office.walking import at_work
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")
CODE = re.compile(r"\b[0-9]{6}\b")


def asks_for_code(page: Page, officer: str) -> None:
    page.get_by_label("Nama pengguna").fill(officer)
    page.get_by_role("button", name="Kirim kode kepada saya").click()
    page.get_by_role("heading", name="Masukkan kode").wait_for()
    assert "juga yang mengaku petugas" in page.locator("main").inner_text()
    assert not overflows(page)


def enters(page: Page, code: str) -> None:
    page.get_by_label("Kode 6 angka").fill(code)
    page.get_by_role("button", name="Masuk").click()


def code_by_mail(page: Page, address: str) -> str:
    """Read where mails are read, in another tab."""
    mails = page.context.new_page()
    mails.goto("/_kantor/surel")
    newest = mails.locator("section", has_text=address).first.inner_text()
    mails.close()
    return str(CODE.findall(newest)[-1])


def code_on_phone(page: Page, number: str) -> str:
    phone = page.context.new_page()
    phone.goto(f"/_kantor/hp/{number}")
    newest = phone.locator("article").last.inner_text()
    phone.close()
    assert "Salin kode" in newest
    return str(CODE.findall(newest)[-1])


def ends_the_day(stage: Stage, officer: str) -> None:
    """The office's midnight passes over this officer's session."""
    engine = stage.office.engine
    table, client = engine.template.tables[0].physical_name, engine.aws.client("dynamodb")
    for device in SessionStore(client, table).devices(officer):
        client.update_item(
            TableName=table,
            Key={"pk": {"S": f"SESSION#{device.session}"}, "sk": {"S": "SESSION"}},
            UpdateExpression="SET expires_at = :now",
            ExpressionAttributeValues={":now": {"N": "1"}},
        )


def test_an_officer_signs_in_on_a_new_device_and_again_on_the_next_day(
    stage: Stage, scriptless_browser: Watch
) -> None:
    rudi = stage.office.office.officers["rudi.hartono"]
    page = scriptless_browser.page()
    page.goto("/laporan")
    assert not overflows(page)
    asks_for_code(page, "rudi.hartono")
    enters(page, "000000")
    assert "dapat mencoba 4 kali" in page.locator("main").inner_text()
    enters(page, code_by_mail(page, rudi.mail))
    page.wait_for_url("**/laporan")
    assert rudi.name in page.locator("header").inner_text()
    assert not overflows(page)
    ends_the_day(stage, "rudi.hartono")
    page.reload()
    asks_for_code(page, "rudi.hartono")
    enters(page, code_on_phone(page, rudi.phone))
    page.wait_for_url("**/laporan")
    page.get_by_role("button", name="Keluar").click()
    assert "Anda sudah keluar" in page.locator("main").inner_text()
    page.goto("/laporan")
    page.get_by_role("heading", name="Masuk untuk petugas").wait_for()


def test_what_was_typed_after_the_session_had_ended_is_not_lost(
    stage: Stage, scriptless_browser: Watch
) -> None:
    siti = stage.office.office.officers["siti.aminah"]
    page = at_work(scriptless_browser, stage, "budi.santoso")
    page.goto("/petugas/orang/siti.aminah")
    page.get_by_label("Nama lengkap").fill("Contoh Siti Aminah, S.Sos.")
    ends_the_day(stage, "budi.santoso")
    page.get_by_role("button", name="Usulkan perubahan").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Masuk di tab baru").click()
    tab, budi = opened.value, stage.office.office.officers["budi.santoso"]
    asks_for_code(tab, "budi.santoso")
    enters(tab, code_on_phone(tab, budi.phone))
    tab.wait_for_url("**/meja")
    page.get_by_role("button", name="Kirim sekarang").click()
    page.wait_for_url("**/petugas?kabar=diusulkan")
    assert "Contoh Siti Aminah, S.Sos." in page.locator("main").inner_text()
    page.get_by_role("button", name="Tarik kembali").click()
    page.wait_for_url("**/petugas?kabar=withdrawn")
    assert stage.office.office.officers["siti.aminah"] == siti


def test_a_new_officer_is_proposed_approved_and_signs_in(
    stage: Stage, scriptless_browser: Watch, phone_browser: Watch
) -> None:
    page = at_work(scriptless_browser, stage)
    page.goto("/petugas")
    page.get_by_role("link", name="Tambah petugas").click()
    page.get_by_label("Nama pengguna").fill("dina.putri")
    page.get_by_label("Nama lengkap").fill("Contoh Dina Putri")
    page.get_by_label("Paraf").fill("DP")
    page.get_by_label("Nomor HP").fill("0811 0000 3001")
    page.get_by_label("Alamat surel").fill("dina.putri@contoh.go.id")
    page.get_by_role("button", name="Usulkan petugas baru").click()
    assert "sudah dipakai Dra. Hj. Contoh Ratnawati" in page.locator("main").inner_text()
    page.get_by_label("Nomor HP").fill("0811 0000 4009")
    page.get_by_role("button", name="Usulkan petugas baru").click()
    page.wait_for_url("**/petugas?kabar=diusulkan")
    assert page.get_by_role("button", name="Setujui").count() == 0
    assert not overflows(page)
    second = at_work(phone_browser, stage, "budi.santoso")
    second.goto("/petugas")
    second.get_by_role("button", name="Setujui").click()
    second.wait_for_url("**/petugas?kabar=approved")
    phone_browser.context.clear_cookies()
    second.goto("/laporan")
    asks_for_code(second, "dina.putri")
    enters(second, code_by_mail(second, "dina.putri@contoh.go.id"))
    second.wait_for_url("**/laporan")
    assert "Contoh Dina Putri" in second.locator("header").inner_text()
