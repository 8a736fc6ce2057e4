"""The office's file: what it must hold, and what it says in words."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from string import Formatter
from typing import Any

import pytest
from pydantic import ValidationError

from check_siak.verdicts import Verdict
from local.office_file import read_office
from menwa.dates import in_words
from menwa.office import Office
from menwa.types import LEVELS
from tests.builders import OFFICE

GIVEN = {"case_id", "url", "office", "document", "reason", "news", "moment", "day", "promise"}
GIVEN |= {"what", "wrong", "typed", "by", "month", "year", "letters", "meant"}  # by a form's errors
GIVEN |= {"number", "most", "phone"}  # by the survey's errors; the office's own
GIVEN |= {"count", "documents", "opening", "words"}  # in the chat


def changed(**changes: Any) -> Office:
    return Office.model_validate(OFFICE.model_dump() | changes)


@pytest.mark.parametrize("key", ["contoh", "pekanbaru"])
def test_an_office_that_is_deployed_is_well_formed(key: str) -> None:
    office = read_office(key)
    assert Office.model_validate_json(office.model_dump_json()) == office


def test_a_question_that_nobody_answers_is_named() -> None:
    people = {post: one for post, one in OFFICE.officials.items() if post != "kabid-dafduk"}
    with pytest.raises(ValidationError, match=r"documents\.kk\.kabid: nobody holds the post"):
        changed(officials={post: one.model_dump() for post, one in people.items()})


@pytest.mark.parametrize("post", ["kasi.identitas", "Kasi", "kasi identitas", "kasi_identitas", ""])
@pytest.mark.parametrize("field", ["officials", "vacant"])
def test_a_post_has_a_plain_key(field: str, post: str) -> None:
    people = {
        "officials": {**OFFICE.model_dump()["officials"], post: OFFICE.officials["kadis"]},
        "vacant": {post: {"title": "Kepala Seksi Contoh", "deputy": "kadis"}},
    }
    with pytest.raises(ValidationError, match=rf"{field}\.`?{re.escape(post)}`?\.\[key\]"):
        changed(**{field: people[field]})


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        changed(adress="Jalan Contoh")


def test_each_level_of_a_document_has_its_official() -> None:
    for key, document in OFFICE.documents.items():
        posts = [OFFICE.official(key, level)[0] for level in LEVELS if not document.never_a_pdf]
        assert posts == [document.post(level) for level in LEVELS if not document.never_a_pdf]
    assert OFFICE.official("kk", "kasi")[1].paraf == "SY"


def test_every_text_can_be_filled_in() -> None:
    for text in OFFICE.texts.values():
        asked = {name for _, name, _, _ in Formatter().parse(text) if name}
        assert asked <= GIVEN


def test_what_citizens_read_never_speaks_the_offices_shorthand() -> None:
    spoken = [text for key, text in OFFICE.texts.items() if not key.startswith("question_")]
    assert not [text for text in spoken for word in ("TTE", "SIAK", "Kasi ") if word in text]


def test_a_reason_without_words_is_shown_as_a_disturbance() -> None:
    assert OFFICE.act("unsigned") == "Belum TTE"
    assert OFFICE.act("KeyError") == "Gangguan sistem (KeyError)"


def test_a_verdict_is_told_in_words() -> None:
    assert OFFICE.verdict(None) == "Belum diperiksa"
    assert OFFICE.verdict("OTHER_TEXT: nik, name").endswith(")")
    assert "nik, name" not in OFFICE.verdict("OTHER_TEXT: nik, name")


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_of_the_gate_has_its_words(verdict: Verdict) -> None:
    assert OFFICE.verdict(verdict) != verdict.value


def test_the_offices_day_begins_at_its_own_midnight() -> None:
    before, after = (
        datetime(2026, 11, 23, 16, 59, tzinfo=UTC),
        datetime(2026, 11, 23, 17, tzinfo=UTC),
    )
    assert OFFICE.day_of(before) == date(2026, 11, 23)
    assert OFFICE.day_of(after) == date(2026, 11, 24)


@pytest.mark.parametrize(("hours", "zone"), [(7, " WIB"), (8, " WITA"), (9, " WIT"), (0, "")])
def test_a_moment_is_told_as_indonesians_read_it(hours: int, zone: str) -> None:
    moment = datetime(2026, 11, 26, 14, 5, tzinfo=timezone(timedelta(hours=hours)))
    assert in_words(moment) == f"Kamis, 26 November 2026 pukul 14.05{zone}"


def test_a_day_is_told_without_a_time() -> None:
    assert in_words(date(2026, 3, 1)) == "Minggu, 1 Maret 2026"
