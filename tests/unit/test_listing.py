"""The SOP's report: its rows, their totals, and the table for spreadsheets."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from menwa.types import Status
from report.daily import HEADINGS, as_csv
from report.listing import STATUS_WORDS, Row, masked, row_of, totals_of
from tests.builders import NOW, OFFICE, PHONE, a_case, a_proven_case, an_applicant


def a_row(**changes: Any) -> Row:
    return row_of(a_proven_case(**changes), OFFICE)


def cells(*rows: Row) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(rows).decode("utf-8-sig"))))


def test_a_row_counts_from_the_proof_to_the_end() -> None:
    row = a_row(status=Status.DELIVERED, ended_at=NOW + timedelta(minutes=90, seconds=59))
    assert row.minutes == 90
    assert f"{row.at:%H:%M} {row.delivered_at:%H:%M}" == "10:00 11:30"


def test_only_what_was_delivered_was_collected() -> None:
    returned = a_row(status=Status.RETURNED, ended_at=NOW + timedelta(minutes=1))
    assert (returned.delivered_at, returned.minutes) == (None, 1)
    assert (a_row().delivered_at, a_row().minutes) == (None, None)


def test_a_request_that_nobody_proved_counts_from_the_form() -> None:
    assert row_of(a_case(), OFFICE).at == NOW


def test_every_state_of_a_case_has_its_word() -> None:
    assert STATUS_WORDS.keys() == set(Status)
    assert a_row(status=Status.AT_DESK).status == "Di meja petugas"


def test_a_phone_is_masked_but_for_its_ends() -> None:
    assert masked("+6289900000101") == "+6289••••••101"
    assert len(masked(PHONE)) == len(PHONE)
    assert PHONE not in str(a_row())


def test_totals_add_up() -> None:
    rows = [a_row(), a_row(), a_row(status=Status.DELIVERED)]
    assert totals_of(rows) == {"Permohonan": 3, "Sedang diperiksa": 2, "Diterima pemohon": 1}
    assert totals_of([]) == {"Permohonan": 0}


def test_the_table_has_a_line_for_each_request() -> None:
    delivered = a_row(status=Status.DELIVERED, ended_at=NOW + timedelta(minutes=5))
    table = cells(a_row(), delivered)
    assert table[0] == list(HEADINGS)
    assert table[2] == [
        "2026-11-23 10:00",
        "MW-00000000000",
        "Nurhayati Lubuk Puding",
        "'+6289••••••101",
        "Kartu Keluarga",
        "Diterima pemohon",
        "2026-11-23 10:05",
        "5",
    ]
    assert table[1][5:] == ["Sedang diperiksa", "", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(start: str) -> None:
    evil = f'{start}HYPERLINK("http://jahat.test","klik")'
    row = a_row(applicant=an_applicant(name=evil))
    assert cells(row)[1][2] == f"'{evil}"


@pytest.mark.parametrize("name", ['Siti "Aminah"', "Siti, S.Pd.", "Siti\nAminah", "Sítì"])
def test_a_cell_keeps_what_it_says(name: str) -> None:
    assert cells(a_row(applicant=an_applicant(name=name)))[1][2] == name


def test_spreadsheets_see_that_it_is_utf_8() -> None:
    assert as_csv([]).startswith(b"\xef\xbb\xbfWaktu,Kode,")
