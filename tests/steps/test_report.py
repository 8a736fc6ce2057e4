"""The report, as officers open it, order its files, and as it makes itself."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from moto.ses.models import ses_backends

from local.engine.identities import ACCOUNT
from menwa import aws
from menwa.types import Status, new_case_id
from report import scheduled, web, worker
from report.files import FORMS
from tests.builders import CASE_ID, NOW, PHONE, a_case, a_file, a_proven_case, an_applicant
from tests.steps.calling import Reply, invoked, queued, requested
from tests.steps.world import REPORTS, World

CHIEF = "sari.dewi"


def opened(path: str, officer: str = "siti.aminah", **query: str) -> Reply:
    return requested(web.handler, "GET", path, query=query, officer=officer)


def ordered(**fields: str) -> str:
    """The address of the page that shows how far it is."""
    asked = requested(web.handler, "POST", "/laporan/berkas", form=fields, officer="siti.aminah")
    assert asked.status == 303
    return asked.headers["Location"]


def in_the_queue() -> list[str]:
    url = aws.sqs().get_queue_url(QueueName="reports")["QueueUrl"]
    found = aws.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [message["Body"] for message in found]


def mails() -> list[Any]:
    return list(ses_backends[ACCOUNT]["us-east-1"].sent_messages)


def kept(key: str) -> bytes:
    return aws.s3().get_object(Bucket=REPORTS, Key=key)["Body"].read()


def a_delivered_case(**changes: Any) -> Any:
    ended = NOW + timedelta(minutes=42)
    known = {"status": Status.DELIVERED, "ended_at": ended, "sent_at": NOW + timedelta(minutes=40)}
    return a_proven_case(**known | changes)


def test_the_days_report_is_kept_in_all_its_forms(world: World) -> None:
    world.have(a_file(a_proven_case(applicant=an_applicant(name="=cmd|' /C calc'!A0"))))
    world.store.create(a_case(id=new_case_id(), proof_hash="f" * 64))
    told = invoked(scheduled.handler, {"kind": "harian"})
    assert told == {"report": "harian/2026-11-23", "cases": 1}
    names = [f"harian/2026-11-23.{form.ending}" for form in FORMS]
    assert world.objects(REPORTS) == sorted(names)
    table = kept("harian/2026-11-23.csv").decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert f"2026-11-23 10:00,{CASE_ID},'=cmd" in table[1]
    assert kept("harian/2026-11-23.pdf").startswith(b"%PDF")
    assert zipfile.ZipFile(io.BytesIO(kept("harian/2026-11-23.xlsx"))).testzip() is None
    assert PHONE not in str(table)


def test_a_day_without_requests_is_a_report_too(world: World) -> None:
    assert invoked(scheduled.handler, {"kind": "harian"})["cases"] == 0
    rows = list(csv.reader(io.StringIO(kept("harian/2026-11-23.angka.csv").decode("utf-8-sig"))))
    assert ["Ringkasan", "Permohonan masuk", "Nilai", "0"] in rows
    assert len(world.objects(REPORTS)) == len(FORMS)


@pytest.mark.parametrize(
    ("kind", "name", "readers"),
    [
        ("mingguan", "mingguan/2026-11-16--2026-11-22", {"kabid.dafduk", "kabid.capil"}),
        ("bulanan", "bulanan/2026-10", {"kabid.dafduk", "kabid.capil", "kadis"}),
        ("triwulan", "triwulan/2026-T3", {"kabid.dafduk", "kabid.capil", "kadis"}),
    ],
)
def test_what_is_over_is_reported_and_the_heads_get_a_link(
    world: World, kind: str, name: str, readers: set[str]
) -> None:
    assert invoked(scheduled.handler, {"kind": kind}) == {"report": name, "cases": 0}
    assert f"{name}.xlsx" in world.objects(REPORTS)
    told = [address for mail in mails() for address in mail.destinations["ToAddresses"]]
    assert {address.partition("@")[0] for address in told} == readers
    assert len(told) == len(readers)
    assert all(f"/laporan?jangka={kind}&hari=" in mail.body for mail in mails())


def test_the_letter_carries_nothing_of_the_report(world: World) -> None:
    world.have(a_file(a_proven_case(day=NOW.date() - timedelta(days=5))))
    invoked(scheduled.handler, {"kind": "mingguan"})
    said = "".join(mail.subject + mail.body for mail in mails())
    assert "1 permohonan" in said
    assert an_applicant().name not in said
    assert CASE_ID not in said


def test_the_report_of_a_day_shows_who_asked_and_when_they_had_it(world: World) -> None:
    world.have(a_file(a_delivered_case(entered_by="rudi.hartono")))
    page = opened("/laporan")
    assert page.status == 200
    for shown in ("Senin, 23 November 2026", CASE_ID, "Kartu Keluarga", an_applicant().name):
        assert shown in page.text
    for shown in ("10.00", "10.40", "10.42", ">42<", "Diterima pemohon"):
        assert shown in page.text
    assert "Loket (Contoh Rudi Hartono)" in page.text


def test_a_phone_is_shown_to_an_administrator_who_asks_for_it_and_to_nobody_else(
    world: World,
) -> None:
    world.have(a_file())
    assert "+6289••••••101" in opened("/laporan").text
    assert PHONE not in opened("/laporan", telepon="tampil").text
    assert PHONE not in opened("/laporan", CHIEF).text
    assert PHONE in opened("/laporan", CHIEF, telepon="tampil").text


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ({"hari": "2026-11-22"}, "Minggu, 22 November 2026"),
        ({"hari": "kemarin"}, "Senin, 23 November 2026"),
        ({}, "Senin, 23 November 2026"),
        ({"hari": "2026-02-30"}, "Senin, 23 November 2026"),
        ({"hari": "9999-12-31"}, "Senin, 23 November 2026"),
        ({"hari": "0001-01-01"}, "Kamis, 9 April 2020"),
        ({"jangka": "mingguan"}, "23 sampai 29 November 2026"),
        ({"jangka": "bulanan", "hari": "2026-10-31"}, "Oktober 2026"),
        ({"jangka": "selamanya"}, "Senin, 23 November 2026"),
        (
            {"jangka": "khusus", "dari": "2026-11-20", "sampai": "2026-11-02"},
            "2 sampai 20 November 2026",
        ),
    ],
)
@pytest.mark.usefixtures("world")
def test_any_time_may_be_asked_for(asked: dict[str, str], heading: str) -> None:
    page = opened("/laporan", **asked)
    assert page.status == 200
    assert f"<h1>{heading}</h1>" in page.text
    assert "Belum ada permintaan" in page.text


@pytest.mark.usefixtures("world")
def test_what_takes_longer_than_a_reader_waits_is_to_be_ordered() -> None:
    page = opened("/laporan", jangka="triwulan")
    assert "Pesan berkasnya di bawah" in page.text
    assert "Triwulan IV 2026" in page.text


def test_only_what_was_asked_for_is_shown(world: World) -> None:
    world.have(a_file())
    assert CASE_ID in opened("/laporan", dokumen="kk").text
    assert CASE_ID not in opened("/laporan", dokumen="akta_kelahiran").text
    assert CASE_ID in opened("/laporan", seksi="kasi-identitas").text
    assert CASE_ID not in opened("/laporan", seksi="kasi-kelahiran").text
    assert CASE_ID in opened("/laporan", dokumen="tidak-ada").text


def test_files_are_ordered_made_and_fetched(world: World) -> None:
    world.have(a_file(a_delivered_case()))
    place = ordered(jangka="khusus", dari="2026-11-01", sampai="2026-11-23")
    waiting = opened(place)
    assert "0 dari 23 hari" in waiting.text
    assert waiting.headers["Refresh"] == "3"
    messages = in_the_queue()
    assert queued(worker.handler, *messages) == []
    ready = opened(place)
    assert "1 permohonan" in ready.text
    assert "Refresh" not in ready.headers
    assert len(world.objects(REPORTS)) == len(FORMS)
    fetched = opened(f"/laporan/unduh/khusus/{messages[0]}/xlsx")
    assert fetched.status == 303
    assert f"khusus/{messages[0]}.xlsx" in fetched.headers["Location"]


def test_an_order_that_comes_twice_is_made_once(world: World) -> None:
    ordered(jangka="bulanan")
    messages = in_the_queue()
    queued(worker.handler, *messages)
    for key in world.objects(REPORTS):
        aws.s3().delete_object(Bucket=REPORTS, Key=key)
    assert queued(worker.handler, *messages) == []
    assert world.objects(REPORTS) == []


def test_an_order_whose_making_failed_is_made_when_it_comes_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered(jangka="harian")
    messages = in_the_queue()
    with monkeypatch.context() as broken:
        broken.setattr(type(world.store), "of_day", lambda *_: 1 / 0)
        with pytest.raises(BatchProcessingError):
            queued(worker.handler, *messages)
    assert world.objects(REPORTS) == []
    assert queued(worker.handler, *messages) == []
    assert len(world.objects(REPORTS)) == len(FORMS)


def test_a_days_requests_may_be_too_many_to_wait_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("report.reading.MOST_CASES", 1)
    world.have(a_file())
    assert "Pesan berkasnya" not in opened("/laporan").text
    world.have(a_file(a_proven_case(id=new_case_id(), proof_hash="e" * 64)))
    assert "Pesan berkasnya" in opened("/laporan").text


def test_of_many_requests_the_first_are_shown_and_all_are_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("report.reading.MOST_ROWS", 1)
    world.have(a_file())
    world.have(a_file(a_proven_case(id=new_case_id(), proof_hash="e" * 64)))
    page = opened("/laporan").text
    assert "1 yang pertama dari 2" in page
    assert page.count('href="/kartu/') == 1


def test_the_page_shows_how_far_an_order_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    place = ordered(jangka="khusus", dari="2026-11-14", sampai="2026-11-23")
    seen = list[str]()
    of_day = type(world.store).of_day

    def watched(store: Any, day: Any) -> Any:
        seen.append(opened(place).text.partition("Sedang disiapkan: ")[2][:14])
        return of_day(store, day)

    monkeypatch.setattr(type(world.store), "of_day", watched)
    queued(worker.handler, *in_the_queue())
    assert seen == [f"{done} dari 10 hari"[:14] for done in range(10)]


def test_an_order_that_never_was_made_says_so(world: World) -> None:
    place = ordered(jangka="harian")
    world.clock.pass_by(minutes=61)
    page = opened(place)
    assert "tidak jadi" in page.text
    assert "Refresh" not in page.headers


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "path",
    [
        "/laporan/berkas/0000000000000000",
        "/laporan/unduh/khusus/x/exe",
        "/laporan/unduh/lain/x/pdf",
        "/laporan/unduh/harian/..%2Fx/pdf",
    ],
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert opened(path).status == 404


def test_a_report_that_made_itself_is_offered(world: World) -> None:
    assert "/laporan/unduh/harian/" not in opened("/laporan").text
    invoked(scheduled.handler, {"kind": "harian"})
    assert "/laporan/unduh/harian/2026-11-23/pdf" in opened("/laporan").text
    assert "/laporan/unduh/harian/" not in opened("/laporan", dokumen="kk").text
    assert len(world.objects(REPORTS)) == len(FORMS)


def test_to_open_the_report_writes_nothing(world: World) -> None:
    world.have(a_file())
    opened("/laporan")
    before = world.items()
    opened("/laporan")
    assert world.items() == before
    assert world.objects(REPORTS) == []


@pytest.mark.usefixtures("world")
def test_a_schedule_that_says_nothing_known_fails_loudly() -> None:
    with pytest.raises(ValueError, match="kind"):
        invoked(scheduled.handler, json.loads('{"kind": "tahunan"}'))
