"""The day's report and the kartu kendali, as officers open and keep them."""

from datetime import timedelta
from typing import Any

import pytest

from menwa import aws
from menwa.case import CaseFile
from menwa.types import Status, new_case_id
from report import daily, web
from tests.builders import CASE_ID, NOW, PHONE, a_case, a_file, a_proven_case, an_applicant
from tests.steps.calling import Reply, invoked, requested
from tests.steps.world import REPORTS, World


def opened(path: str, **query: str) -> Reply:
    return requested(web.handler, "GET", path, query=query, officer="siti-aminah")


def noted(file: CaseFile, occasion: str, **more: Any) -> CaseFile:
    known: dict[str, Any] = {"step": 3, "holder": "Kepala Seksi", "paraf": "SY", "to": "Kabid"}
    return file.handed_over(**known | {"act": "submitted", "now": NOW, "occasion": occasion} | more)


def test_the_days_report_is_kept_as_a_table(world: World) -> None:
    world.have(a_file(a_proven_case(applicant=an_applicant(name="=cmd|' /C calc'!A0"))))
    world.store.create(a_case(id=new_case_id(), proof_hash="f" * 64))
    assert invoked(daily.handler, {}) == {"day": "2026-11-23", "cases": 1}
    assert world.objects(REPORTS) == ["harian/2026-11-23.csv"]
    kept = aws.s3().get_object(Bucket=REPORTS, Key="harian/2026-11-23.csv")
    table = kept["Body"].read().decode("utf-8-sig").splitlines()
    assert kept["ContentType"] == "text/csv; charset=utf-8"
    assert len(table) == 2
    assert f"2026-11-23 10:00,{CASE_ID},'=cmd" in table[1]
    assert PHONE not in table[1]


def test_a_day_without_requests_is_a_table_of_headings(world: World) -> None:
    assert invoked(daily.handler, {})["cases"] == 0
    assert world.objects(REPORTS) == ["harian/2026-11-23.csv"]


def test_the_report_of_a_day_shows_who_asked_and_when_they_had_it(world: World) -> None:
    ended = NOW + timedelta(minutes=42)
    world.have(a_file(a_proven_case(status=Status.DELIVERED, ended_at=ended)))
    page = opened("/laporan")
    assert page.status == 200
    for shown in ("Senin, 23 November 2026", CASE_ID, "Kartu Keluarga", an_applicant().name):
        assert shown in page.text
    for shown in ("10.00", "10.42", ">42<", "Diterima pemohon"):
        assert shown in page.text
    assert PHONE not in page.text
    assert "+6289••••••101" in page.text


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("2026-11-22", "Minggu, 22 November 2026"),
        ("kemarin", "Senin, 23 November 2026"),
        ("", "Senin, 23 November 2026"),
        ("2026-02-30", "Senin, 23 November 2026"),
    ],
)
@pytest.mark.usefixtures("world")
def test_any_day_may_be_asked_for(asked: str, heading: str) -> None:
    page = opened("/laporan", hari=asked)
    assert page.status == 200
    assert heading in page.text
    assert "Belum ada permintaan" in page.text


@pytest.mark.parametrize("asked", ["0001-01-01", "0001-01-02", "9999-12-31"])
@pytest.mark.usefixtures("world")
def test_not_even_the_ends_of_the_calendar_break_it(asked: str) -> None:
    assert opened("/laporan", hari=asked).status == 200


def test_a_card_shows_each_hand_over_with_its_paraf_and_note(world: World) -> None:
    file = noted(noted(a_file(), "look:1"), "answer:1", act="wrong_entry", note="Nama <b>ayah</b>")
    world.have(file)
    page = opened(f"/kartu/{CASE_ID}")
    assert page.status == 200
    for shown in ("KARTU KENDALI", CASE_ID, "Sudah diajukan", "Salah entri di SIAK", ">SY<"):
        assert shown in page.text
    assert "Nama &lt;b&gt;ayah&lt;/b&gt;" in page.text
    assert "Rantai catatan kartu ini utuh" in page.text


def test_a_card_whose_note_was_erased_is_whole(world: World) -> None:
    file = noted(a_file(), "answer:1", note="Nama ayah")
    world.have(CaseFile(case=file.case, entries=file.entries))
    assert "Rantai catatan kartu ini utuh" in opened(f"/kartu/{CASE_ID}").text


def test_a_card_that_was_tampered_with_says_where(world: World) -> None:
    file = noted(noted(a_file(), "look:1"), "answer:1")
    forged = file.entries[1].model_copy(update={"paraf": "XX"})
    world.have(CaseFile(case=file.case, entries=(file.entries[0], forged)))
    page = opened(f"/kartu/{CASE_ID}")
    assert "Catatan nomor 2 berubah, hilang, atau disisipkan" in page.text
    assert "terputus pada nomor 2" in page.text


@pytest.mark.usefixtures("world")
def test_a_card_of_no_case_is_not_found() -> None:
    assert opened("/kartu/MW-00000000011").status == 404
    assert opened("/kartu/..%2F..%2Fetc").status == 404


def test_to_open_report_and_card_writes_nothing(world: World) -> None:
    world.have(a_file())
    before = world.items()
    opened("/laporan")
    opened(f"/kartu/{CASE_ID}")
    assert world.items() == before
