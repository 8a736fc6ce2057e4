"""How long something is kept, and what a case loses after that."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from menwa.applicant import Subject
from menwa.card import first_broken
from menwa.case import ERASURE_ASKED, KEPT_PERSON, KEPT_WORDS, CaseFile
from menwa.case_items import found_under, kept_as
from menwa.office import Office
from menwa.recipient import Recipient
from menwa.retention import ended_before, erased_on, is_over, retained
from menwa.retention_rules import RetentionRules
from menwa.types import Status
from report.figures import Figures
from report.period import around
from report.retention_lists import last_day_of, names_people
from report.tables import tables_of
from tests.builders import (
    NOW,
    OFFICE,
    PHONE,
    a_delivered_file,
    a_wait,
    an_applicant,
    an_attempt,
    found,
    staged,
)

RULES = OFFICE.retention
ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]


def an_office(zone: str = "Asia/Jakarta", **rules: int) -> Office:
    hours = OFFICE.hours.model_copy(update={"timezone": zone})
    return OFFICE.model_copy(update={"hours": hours, "retention": RetentionRules(**rules)})


def a_case_with_everything(**changes: object) -> CaseFile:
    """A delivered one, with all that may be known of people."""
    known = {
        "subject": Subject(relation="child", name="Puteri Lubuk Puding", nik="9971014101150003"),
        "identity": Recipient(phone=PHONE, user_id="ID.123"),
        "receipt": "RSI-77",
        "found": found(family="9971011103190001", applicant_role="mother"),
        "staged": staged(),
        "sent_at": NOW,
    }
    file = a_delivered_file(**known | changes).handed_over(
        step=6,
        act="wrong_data",
        holder="Pemohon",
        paraf="-",
        to="Meja petugas",
        now=NOW,
        occasion="wrong_data:1",
        note="Nama anak saya Puteri, bukan Putri",
    )
    attempt = an_attempt(outcome="delivered", to="mark", wamid="wamid.62899", media_id="m1")
    return CaseFile(file.case, file.entries, file.wait, (attempt,), file.notes)


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def said_of(file: CaseFile) -> str:
    return "".join((file.case.model_dump_json(), str(file.attempts), str(file.notes)))


def test_what_people_wrote_goes_before_who_they_are() -> None:
    file = a_case_with_everything()
    assert retained(file, OFFICE, later(RULES.words)) == file
    without = retained(file, OFFICE, later(RULES.words + 1))
    assert without.notes == {}
    assert without.case == file.case


def test_a_case_past_retention_loses_its_person_and_keeps_its_chain() -> None:
    file = a_case_with_everything()
    assert retained(file, OFFICE, later(RULES.person)).case.erased_at is None
    erased = retained(file, OFFICE, later(RULES.person + 1))
    case, said = erased.case, said_of(erased)
    for personal in ("Lubuk", "9971", "1977", PHONE, "ID.123", "RSI", "TAMBUSAI", "mother"):
        assert personal in said_of(file)
        assert personal not in said
    ids = ("a" * 64, "mark", "wamid.62899", "m1", "dok-001", file.case.proof_hash)
    for hidden in (*ids, "Puteri"):
        assert hidden in said_of(file)
        assert hidden not in said
    assert first_broken(erased.entries, case.card_length, case.card_head, erased.notes) is None
    assert erased.entries == file.entries
    assert found_under(case) == set()


def test_erasing_twice_is_erasing_once() -> None:
    erased = retained(a_case_with_everything(), OFFICE, later(RULES.person + 1))
    assert retained(erased, OFFICE, later(RULES.person + 300)) == erased


def test_the_reports_figures_are_the_same_before_and_after() -> None:
    files = [
        a_case_with_everything(),
        a_case_with_everything(status=Status.RETURNED, reason="not_matched", entered_by="budi"),
        a_case_with_everything(status=Status.CLOSED, reason="closed"),
    ]
    at = later(RULES.person + 1)

    def figures(files: list[CaseFile]) -> object:
        counted = Figures(at)
        for file in files:
            counted.count(file.case, OFFICE)
        return counted, tables_of(counted, around(NOW.date(), "bulanan"), OFFICE)

    erased = [retained(file, OFFICE, at) for file in files]
    assert all(file.case.erased_at for file in erased)
    assert figures(erased) == figures(files)


@pytest.mark.parametrize(
    "case",
    [
        {"status": Status.AT_DESK, "ended_at": None},
        {"restricted_at": NOW},
    ],
)
def test_what_is_open_or_restricted_is_kept(case: dict[str, object]) -> None:
    file = a_case_with_everything(**case)
    assert retained(file, OFFICE, later(9999)) == file
    assert kept_as(file) == {}
    assert erased_on(file.case, OFFICE) is None


def test_whoever_asked_for_erasure_is_erased_sooner() -> None:
    asked = a_case_with_everything(erasure_asked=True)
    assert retained(asked, OFFICE, later(RULES.on_request)) == asked
    assert retained(asked, OFFICE, later(RULES.on_request + 1)).case.erased_at is not None
    assert erased_on(asked.case, OFFICE) == OFFICE.day_of(later(RULES.on_request + 1))


def test_an_open_wait_goes_with_the_person() -> None:
    file = a_case_with_everything().opened(a_wait(reason="wrong_data", token=""))
    assert retained(file, OFFICE, later(RULES.person + 1)).wait is None


@pytest.mark.parametrize(
    ("zone", "ended", "over"),
    [
        ("Asia/Jakarta", datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC), "2027-02-21T17:00:00Z"),
        ("Asia/Jakarta", datetime(2026, 11, 23, 17, 0, 0, tzinfo=UTC), "2027-02-22T17:00:00Z"),
        ("Asia/Jayapura", datetime(2026, 11, 23, 14, 59, 59, tzinfo=UTC), "2027-02-21T15:00:00Z"),
        ("Asia/Jayapura", datetime(2026, 11, 23, 15, 0, 0, tzinfo=UTC), "2027-02-22T15:00:00Z"),
    ],
)
def test_time_is_over_at_the_offices_midnight(zone: str, ended: datetime, over: str) -> None:
    office, midnight = an_office(zone), datetime.fromisoformat(over)
    assert not is_over(ended, 90, office, midnight - timedelta(seconds=1))
    assert is_over(ended, 90, office, midnight)


@given(
    ended=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)),
    days=st.integers(30, 900),
    zone=st.sampled_from(ZONES),
)
def test_the_index_is_asked_for_just_what_is_over(
    ended: datetime, now: datetime, days: int, zone: str
) -> None:
    office = an_office(zone)
    assert (ended < ended_before(days, office, now)) == is_over(ended, days, office, now)


@pytest.mark.parametrize(
    ("changes", "keeps"),
    [
        ({}, KEPT_WORDS),
        ({"erasure_asked": True}, ERASURE_ASKED),
        ({"erased_at": NOW}, None),
        ({"ended_at": None}, None),
    ],
)
def test_an_ended_case_is_listed_by_what_it_keeps(
    changes: dict[str, object], keeps: str | None
) -> None:
    assert kept_as(a_case_with_everything(**changes)).get("waiting_for") == keeps


def test_without_words_only_its_person_is_kept() -> None:
    assert kept_as(a_delivered_file())["waiting_for"] == KEPT_PERSON


@pytest.mark.parametrize(
    "rules", [{"on_request": 89}, {"words": 800}, {"on_request": 900}, {"person": 29}, {"lists": 0}]
)
def test_terms_that_make_no_sense_are_refused(rules: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        RetentionRules(**rules)


def test_nobody_is_erased_who_may_still_ask_again() -> None:
    with pytest.raises(ValidationError, match="ask_again_days"):
        Office.model_validate(OFFICE.model_dump() | {"ask_again_days": 91})


def test_a_child_is_found_by_their_own_nik() -> None:
    file = a_case_with_everything()
    others = a_case_with_everything(subject=None, found=found(subject_nik=an_applicant().nik))
    assert len(found_under(file.case)) == len(found_under(others.case)) + 2


@pytest.mark.parametrize(
    ("key", "last", "people"),
    [
        ("harian/2026-11-23.csv", "2026-11-23", True),
        ("mingguan/2026-11-23--2026-11-29.xlsx", "2026-11-29", True),
        ("bulanan/2026-02.xlsx", "2026-02-28", True),
        ("triwulan/2026-T4.csv", "2026-12-31", True),
        ("triwulan/2026-T1.angka.csv", "2026-03-31", False),
        ("bulanan/2026-12.pdf", "2026-12-31", False),
    ],
)
def test_a_list_is_about_the_days_in_its_name(key: str, last: str, people: bool) -> None:
    assert last_day_of(key).isoformat() == last
    assert names_people(key) is people
