"""The SOP's report, request by request, and as a table for spreadsheets."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from menwa.types import Status
from report.as_csv import CsvRows, write_figures
from report.listing import HEADINGS, STATUS_WORDS, Row, masked, row_of
from report.table import Table
from tests.builders import (
    NOW,
    OFFICE,
    PHONE,
    a_case,
    a_file,
    a_proven_case,
    an_applicant,
    an_attempt,
    found,
)


def a_row(**changes: Any) -> Row:
    return row_of(a_proven_case(**changes), OFFICE)


def cells(*rows: Row) -> list[list[str]]:
    table = io.StringIO(newline="")
    lines = CsvRows(table)
    for row in rows:
        lines.add(row)
    return list(csv.reader(io.StringIO(table.getvalue(), newline="")))


def test_a_row_counts_office_time_from_the_proof_to_the_end() -> None:
    row = a_row(status=Status.DELIVERED, ended_at=NOW + timedelta(minutes=90, seconds=29))
    assert row.minutes == 90
    assert row.delivered_at is not None
    assert f"{row.at:%H:%M} {row.delivered_at:%H:%M}" == "10:00 11:30"


def test_only_what_was_delivered_was_collected() -> None:
    returned = a_row(
        status=Status.RETURNED, ended_at=NOW + timedelta(minutes=1), reason="elsewhere"
    )
    assert (returned.delivered_at, returned.minutes) == (None, 1)
    assert returned.reason
    assert (a_row().delivered_at, a_row().minutes, a_row().reason) == (None, None, "")


def test_a_request_that_nobody_proved_counts_from_the_form() -> None:
    assert row_of(a_case(), OFFICE).at == NOW


def test_every_state_of_a_case_has_its_word() -> None:
    assert STATUS_WORDS.keys() == set(Status)
    assert a_row(status=Status.AT_DESK).status == "Di meja petugas"


def test_a_row_says_how_the_document_was_obtained_and_by_whom() -> None:
    by_officer = a_row(found=found(looked_up_by="siti.aminah"))
    assert (a_row().obtained, a_row().obtained_by) == ("", "")
    assert a_row(found=found()).obtained_by == "MENWA"
    assert by_officer.obtained == "SIAK, oleh petugas"
    assert by_officer.obtained_by == OFFICE.officers["siti.aminah"].name
    assert a_row(found=found(looked_up_by="pensiun")).obtained_by == "pensiun"


def test_a_row_says_which_officer_entered_a_walk_in() -> None:
    assert a_row().door == "Formulir"
    assert a_row(entered_by="siti.aminah").door == "Loket (Contoh Siti Aminah)"


@pytest.mark.parametrize(
    ("outcome", "is_sent"),
    [("intended", False), ("refused", False), ("accepted", True), ("failed", True)],
)
def test_a_pdf_was_sent_once_whatsapp_had_it(outcome: str, is_sent: bool) -> None:
    case = a_file().with_attempt(an_attempt(outcome=outcome)).case
    assert (row_of(case, OFFICE).sent_at is not None) == is_sent


def test_of_several_tries_the_last_that_left_counts() -> None:
    first = an_attempt(outcome="failed")
    second = an_attempt(number=2, outcome="delivered", at=NOW + timedelta(hours=1))
    third = an_attempt(number=3, outcome="refused", at=NOW + timedelta(hours=2))
    case = a_file().with_attempt(first).with_attempt(second).with_attempt(third).case
    assert case.sent_at == NOW + timedelta(hours=1)


def test_a_phone_is_masked_but_for_its_ends() -> None:
    assert masked("+6289900000101") == "+6289••••••101"
    assert len(masked(PHONE)) == len(PHONE)
    assert PHONE not in str(a_row())
    assert row_of(a_proven_case(), OFFICE, shows_phones=True).phone == PHONE


def test_the_table_has_a_line_for_each_request() -> None:
    delivered = a_row(
        status=Status.DELIVERED,
        ended_at=NOW + timedelta(minutes=5),
        sent_at=NOW + timedelta(minutes=4),
        found=found(),
    )
    table = cells(a_row(), delivered)
    assert table[0] == list(HEADINGS)
    assert table[2] == [
        "2026-11-23 10:00",
        "MW-00000000000",
        "Nurhayati Lubuk Puding",
        "'+6289••••••101",
        "Kartu Keluarga",
        "9971011103190001",
        "Formulir",
        "SIAK, lewat gerbang",
        "MENWA",
        "2026-11-23 10:04",
        "2026-11-23 10:05",
        "5",
        "Diterima pemohon",
        "",
    ]
    assert table[1][7:] == ["", "", "", "", "", "Sedang diperiksa", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    evil = f'{start}HYPERLINK("http://jahat.test","klik")'
    assert cells(a_row(applicant=an_applicant(name=evil)))[1][2] == f"'{evil}"
    office = io.StringIO(newline="")
    write_figures([Table("x", "X", ("Nama", "Kali"), ((evil, 1),))], office)
    assert list(csv.reader(io.StringIO(office.getvalue(), newline="")))[1][1] == f"'{evil}"


@pytest.mark.parametrize("name", ['Siti "Aminah"', "Siti, S.Pd.", "Siti\nAminah", "Sítì"])
def test_a_cell_keeps_what_it_says(name: str) -> None:
    assert cells(a_row(applicant=an_applicant(name=name)))[1][2] == name


def test_lines_end_as_the_standard_has_it() -> None:
    table = io.StringIO(newline="")
    CsvRows(table).add(a_row())
    assert table.getvalue().count("\r\n") == 2


def test_times_are_the_offices() -> None:
    late = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
    assert cells(a_row(proven_at=late))[1][0] == "2026-11-24 03:30"
