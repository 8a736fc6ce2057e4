"""The report's figures are those of the cases, and can be had again from their cards."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from local.office_file import read_office
from menwa.case import CaseFile, Claim
from menwa.office import Office
from menwa.types import Status, new_case_id
from report.card_rows import rows_of
from report.figures import Figures
from report.period import Period, around
from report.table import Table
from report.tables import tables_of
from report.waiting import minutes, waited_at, worked_on
from tests.builders import NOW, OFFICE, a_file, a_proven_case, a_wait, an_attempt

PEKANBARU = read_office("pekanbaru")
HOLDERS = (
    "MENWA",
    "Meja petugas (siti.aminah)",
    "Kepala Seksi Kelahiran (Hj. Nur)",
    "Plh. Kepala Seksi Kelahiran (Budi)",
    "Kepala Dinas (Ratna)",
)
END = NOW + timedelta(days=9)


@st.composite
def files(draw: st.DrawFn) -> CaseFile:
    start = NOW + timedelta(minutes=draw(st.integers(0, 9000)))
    status = draw(st.sampled_from([each for each in Status if each is not Status.UNPROVEN]))
    file = a_file(
        a_proven_case(
            id=new_case_id(),
            status=status,
            document_type=draw(st.sampled_from(["kk", "akta_kelahiran", "skpwni"])),
            created_at=start,
            proven_at=start,
            day=PEKANBARU.day_of(start),
            entered_by=draw(st.sampled_from([None, "siti.aminah"])),
            reason=draw(st.sampled_from([None, "not_matched", "elsewhere"])),
        )
    ).handed_over(
        step=1, act="registered", holder="Pemohon", paraf="-", to="MENWA", now=start, occasion="p"
    )
    for turn in range(draw(st.integers(0, 5))):
        start += timedelta(seconds=draw(st.integers(0, 200_000)))
        file = file.handed_over(
            step=draw(st.integers(1, 6)),
            act=draw(st.sampled_from(["submitted", "delivered", "Undeliverable"])),
            holder=draw(st.sampled_from(HOLDERS)),
            paraf="XX",
            to=draw(st.sampled_from(["MENWA", "Pemohon", "Kepala Dinas"])),
            now=start,
            occasion=str(turn),
        )
    if draw(st.booleans()):
        file = file.with_attempt(an_attempt(outcome="delivered", at=start))
    return file.updated(ended_at=start if status.ended else None)


def counted(*cards: CaseFile, now: datetime = END) -> Figures:
    figures = Figures(now)
    for file in cards:
        figures.count(file.case, PEKANBARU)
    return figures


def table(figures: Figures, key: str, period: Period | None = None, office: Any = OFFICE) -> Table:
    period = period or around(NOW.date(), "harian")
    return next(each for each in tables_of(figures, period, office) if each.key == key)


@settings(max_examples=60)
@given(st.lists(files(), max_size=6))
def test_figures_are_had_again_from_the_cards(cards: list[CaseFile]) -> None:
    figures = counted(*cards)
    waits, late = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    totals: dict[tuple[int, str], timedelta] = {}
    acts, holders = Counter[tuple[str, str, str]](), Counter[str]()
    for file in cards:
        for entry in file.entries:
            if entry.person:
                acts[entry.person, entry.post, entry.act] += 1
            waited = waited_at(entry, file.case.sent_at, PEKANBARU)
            if waited is not None:
                waits[entry.step, entry.post] += 1
                late[entry.step, entry.post] += waited.is_late
                before = totals.get((entry.step, entry.post), timedelta())
                totals[entry.step, entry.post] = before + waited.waited
        last = file.entries[-1]
        if not file.case.status.ended and last.handed_to != "Pemohon":
            holders[last.handed_to] += 1
    assert {key: each.count for key, each in figures.steps.items()} == waits
    assert {key: each.late for key, each in figures.steps.items() if each.late} == +late
    assert {key: each.total for key, each in figures.steps.items()} == totals
    assert figures.acts == acts
    assert {who: each.count for who, each in figures.holders.items()} == holders
    assert figures.registered == len(cards)
    assert [leg for file in cards for leg in file.case.way] == [
        entry.leg for file in cards for entry in file.entries
    ]


@settings(max_examples=40)
@given(st.lists(files(), max_size=8))
def test_every_table_counts_the_same_requests(cards: list[CaseFile]) -> None:
    figures, period = counted(*cards), Period("khusus", date(2026, 11, 1), date(2026, 12, 31))
    summary = {row[0]: row[1] for row in table(figures, "ringkasan", period).rows}
    by_day, by_kind = table(figures, "waktu", period), table(figures, "dokumen", period)
    for column, name in ((1, "Permohonan masuk"), (2, "Diterima pemohon"), (5, "Masih berjalan")):
        assert sum(int(row[column]) for row in by_day.rows) == summary[name]
        assert sum(int(row[column]) for row in by_kind.rows) == summary[name]
    ages = table(figures, "umur", period)
    assert sum(int(row[-1]) for row in ages.rows) == summary["Masih berjalan"]
    assert len(by_day.rows) == 32


def test_months_without_cases_stand_in_the_report_too() -> None:
    period = Period("khusus", date(2026, 8, 15), date(2026, 11, 23))
    rows = table(counted(a_file(), now=NOW), "waktu", period).rows
    assert [row[0] for row in rows] == [
        *("Agustus 2026", "September 2026", "Oktober 2026", "November 2026")
    ]
    assert [row[1] for row in rows] == [0, 0, 0, 1]


def test_days_that_have_not_come_yet_do_not_stand_there() -> None:
    rows = table(counted(now=NOW), "waktu", around(NOW.date(), "bulanan")).rows
    assert (rows[0][0], rows[-1][0]) == ("1 November 2026", "23 November 2026")


def handed(file: CaseFile, at: datetime, **more: Any) -> CaseFile:
    known: dict[str, Any] = {
        "step": 3,
        "act": "submitted",
        "holder": "Kepala Seksi",
        "paraf": "X",
        "to": "Y",
    }
    return file.handed_over(**known | {"now": at, "occasion": str(at)} | more)


def test_waiting_stands_still_while_the_office_is_closed() -> None:
    friday = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)  # 15.00, an hour before it closes
    monday = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # 08.00
    file = handed(handed(a_file(), friday), monday, holder="Kepala Bidang", step=4)
    waited = waited_at(file.entries[-1], None, PEKANBARU)
    assert waited is not None
    closes = PEKANBARU.hours.office_time(friday, friday + timedelta(hours=12))
    assert waited.waited == closes + PEKANBARU.hours.office_time(
        monday - timedelta(hours=8), monday
    )
    assert timedelta() < waited.waited < timedelta(hours=3)


def test_a_holiday_between_is_not_waited() -> None:
    before = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)  # Thursday; the 25th is Christmas
    after = datetime(2026, 12, 28, 0, 0, tzinfo=UTC)
    file = handed(handed(a_file(), before), after, holder="Kepala Bidang", step=4)
    waited = waited_at(file.entries[-1], None, PEKANBARU)
    assert waited is not None
    assert waited.waited <= timedelta(hours=1)


@pytest.mark.parametrize(("seconds", "late"), [(60, False), (119, False), (120, True)])
def test_whoever_takes_longer_than_the_standard_is_late(seconds: int, late: bool) -> None:
    file = handed(handed(a_file(), NOW), NOW + timedelta(seconds=seconds), holder="Kepala Bidang")
    waited = waited_at(file.entries[-1], None, OFFICE)
    assert waited is not None
    assert waited.is_late == late
    assert rows_of(file, OFFICE)[-1].is_late == late


def test_an_office_says_how_long_each_step_may_take() -> None:
    told = OFFICE.model_dump(mode="json")
    assert sum(each.minutes for each in OFFICE.standards.values()) == 7
    del told["standards"]["4"]
    with pytest.raises(ValidationError, match=r"standards\.4: is missing"):
        Office.model_validate_json(json.dumps(told))


def test_nobody_times_the_applicant() -> None:
    file = handed(a_file(), NOW + timedelta(days=2), holder="Pemohon", step=1)
    assert waited_at(file.entries[0], None, OFFICE) is None
    assert rows_of(file, OFFICE)[0].is_late is None


def test_what_was_sent_lies_with_the_applicants_phone() -> None:
    sent, heard = NOW + timedelta(minutes=1), NOW + timedelta(hours=5)
    file = handed(a_file(), heard, act="delivered", holder="MENWA", step=6)
    waited = waited_at(file.entries[0], sent, OFFICE)
    assert waited is not None
    assert waited.waited == timedelta(minutes=1)
    assert not waited.is_late
    unknown = waited_at(file.entries[0], None, OFFICE)
    assert unknown is not None
    assert unknown.waited == timedelta(hours=5)


def a_claim(officer: str, **changes: Any) -> Claim:
    known = {"officer": officer, "name": "Siti", "until": NOW + timedelta(minutes=15), "since": NOW}
    return Claim.model_validate(known | changes)


@pytest.mark.parametrize(
    ("claim", "minutes_worked"),
    [
        (a_claim("siti.aminah"), 7),
        (a_claim("x", name="siti.aminah"), 7),
        (a_claim("rudi.hartono"), None),
        (a_claim("siti.aminah", until=NOW), None),
        (a_claim("siti.aminah", since=None), None),
        (None, None),
    ],
)
def test_how_long_somebody_worked_is_known_from_their_own_claim_alone(
    claim: Claim | None, minutes_worked: int | None
) -> None:
    file = handed(
        a_file(wait=a_wait(claim=claim)),
        NOW + timedelta(minutes=7),
        holder="Meja petugas (siti.aminah)",
    )
    worked = worked_on(file.entries[0])
    assert (minutes(worked) if worked else None) == minutes_worked
    shown = rows_of(file, OFFICE)[0].worked
    assert shown == (f"{minutes_worked} menit" if minutes_worked else "—")


def test_what_a_machine_did_nobody_worked_on() -> None:
    assert rows_of(handed(a_file(), NOW, holder="MENWA"), OFFICE)[0].worked == "otomatis"


def test_who_stands_in_for_a_post_is_counted_for_that_post() -> None:
    kadis = (
        "Kepala Dinas",
        "Kepala Dinas (Budi)",
        "Plh. Kepala Dinas (B)",
        "Plt. Kepala Dinas (B)",
    )
    for holder in kadis:
        assert handed(a_file(), NOW, holder=holder).entries[0].post == "Kepala Dinas"
    assert handed(a_file(), NOW, holder="Plt. Kepala Dinas (Budi)").entries[0].person == "Budi"
    assert handed(a_file(), NOW, holder="MENWA").entries[0].person is None


@pytest.mark.parametrize(
    ("span", "whole"), [(29.9, 0), (30, 1), (89, 1), (90, 2), (0, 0), (3600, 60)]
)
def test_minutes_are_rounded_once_half_up(span: float, whole: int) -> None:
    assert minutes(timedelta(seconds=span)) == whole


@pytest.mark.parametrize(
    ("days", "word"),
    [
        (0, "Hari ini"),
        (1, "1 sampai 2 hari"),
        (2, "1 sampai 2 hari"),
        (3, "3 sampai 7 hari"),
        (7, "3 sampai 7 hari"),
        (8, "8 sampai 30 hari"),
        (30, "8 sampai 30 hari"),
        (31, "Lebih dari 30 hari"),
    ],
)
def test_what_is_open_grows_older_by_the_offices_days(days: int, word: str) -> None:
    rows = table(counted(a_file(), now=NOW + timedelta(days=days)), "umur").rows
    assert [row[0] for row in rows if row[-1]] == [word]
