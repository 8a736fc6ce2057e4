"""The night in which what is kept too long loses its person, on the whole table and its buckets."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from menwa import aws
from menwa.case import CaseFile
from menwa.data_requests import DataRequest, DataRequestStore, DataSubject, Doing, State
from menwa.deliveries import Deliveries
from menwa.document_key import document_key
from menwa.erasures import Erasures
from menwa.errors import NotFound
from menwa.persons import PersonStore
from menwa.recipient import Recipient
from menwa.table import Table
from menwa.types import Status, new_case_id
from report import card, retention, scheduled
from tests.builders import (
    CASE_ID,
    NOW,
    OFFICE,
    PHONE,
    a_delivered_file,
    a_file,
    a_proven_case,
    an_applicant,
)
from tests.steps.calling import invoked, requested
from tests.steps.world import REPORTS, STAGING, TABLE, World
from tests.unit.test_retention import a_case_with_everything

KEY = "the-person-key"
CLOSINGS: tuple[tuple[State, datetime | None], ...] = (("refused", NOW), ("open", None))
PERSONAL = ("9971", "Lubuk", "TAMBUSAI", "Puteri", PHONE, "RSI-77", "wamid.", "mark")
NOTHING = {"notes": 0, "persons": 0, "lists": 0, "requests": 0}


def night(world: World, days: int) -> dict[str, int]:
    """So many days after the case ended."""
    world.clock.pass_by(days=days - (world.clock.now() - NOW).days)
    done: dict[str, int] = invoked(retention.handler, {})
    return done


def a_whole_case(world: World, **changes: Any) -> CaseFile:
    """With all that is filed under it, under its people and its document."""
    file = world.have(a_case_with_everything(**changes))
    persons = PersonStore(aws.dynamodb(), TABLE, KEY)
    deliveries = Deliveries(aws.dynamodb(), TABLE, KEY)
    identity = file.case.identity or Recipient(phone=PHONE)
    persons.write(persons.asking(file.case, identity, None, NOW))
    persons.write(deliveries.recording(file.case, NOW))
    table = Table(aws.dynamodb(), TABLE)
    newest = document_key(file.case.document_type, file.case.number or "")
    table.put_new(newest, "NEWEST", {"signed_at": NOW.isoformat()})
    for key in (f"staged/{'a' * 64}.pdf", f"pages/{'a' * 64}/1.png", f"incoming/{CASE_ID}/1.pdf"):
        aws.s3().put_object(Bucket=STAGING, Key=key, Body=b"%PDF")
    return file


def standing(world: World) -> str:
    return str([item for item in world.items() if not item["pk"]["S"].startswith("CODE#")])


def test_a_case_past_retention_loses_its_person_everywhere(world: World) -> None:
    file = a_whole_case(world)
    assert [one for one in PERSONAL if one not in standing(world)] == []
    assert night(world, OFFICE.retention.person) == NOTHING | {"notes": 1}
    assert night(world, OFFICE.retention.person + 1) == NOTHING | {"persons": 1}
    assert [one for one in PERSONAL if one in standing(world)] == []
    keys = {item["pk"]["S"].partition("#")[0] for item in world.items()} - {"CODE"}
    assert keys == {"CASE", "ERASED"}
    assert world.objects() == []
    assert world.file().entries == file.entries


def test_the_card_of_an_erased_case_is_whole(world: World) -> None:
    a_whole_case(world)
    night(world, OFFICE.retention.person + 1)
    page = requested(card.handler, "GET", f"/kartu/{CASE_ID}", officer="siti.aminah").text
    assert "Rantai catatan kartu ini utuh" in page
    assert "(data pribadi sudah dihapus)" in page
    assert "Puteri" not in page


def figures() -> bytes:
    invoked(scheduled.handler, {"kind": "harian"})
    key = "harian/2026-11-23.angka.csv"
    return aws.s3().get_object(Bucket=REPORTS, Key=key)["Body"].read()


def test_a_report_over_erased_cases_has_the_same_figures(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_whole_case(world, entered_by="siti.aminah")
    ended = {"status": Status.RETURNED, "reason": "not_matched", "ended_at": NOW}
    world.have(a_file(a_proven_case(id=new_case_id(), proof_hash="f" * 64, **ended)))
    before = figures()
    assert night(world, OFFICE.retention.person + 1)["persons"] == 2
    monkeypatch.setattr(scheduled, "utc_now", lambda: NOW)
    assert figures() == before
    assert b"Permohonan masuk" in before


def test_a_night_that_runs_twice_erases_and_counts_once(world: World) -> None:
    a_whole_case(world)
    night(world, OFFICE.retention.person + 1)
    after = standing(world)
    assert invoked(retention.handler, {}) == NOTHING
    assert standing(world) == after
    [on_record] = Erasures(aws.dynamodb(), TABLE).lately(OFFICE.day_of(world.clock.now()))
    assert (on_record.persons, on_record.notes) == (1, 0)
    assert on_record.day == OFFICE.day_of(world.clock.now())


def test_what_ended_a_day_later_is_kept_a_day_longer(world: World) -> None:
    midnight = NOW.replace(hour=17, minute=0)
    world.have(a_delivered_file(ended_at=midnight - timedelta(seconds=1)))
    later = a_delivered_file(id=new_case_id(), proof_hash="f" * 64, ended_at=midnight)
    world.have(later)
    world.clock.pass_by(days=OFFICE.retention.person, hours=14)
    assert invoked(retention.handler, {})["persons"] == 1
    assert world.file().case.erased_at is not None
    assert world.file(later.case.id).case.erased_at is None
    world.clock.pass_by(days=1)
    assert invoked(retention.handler, {})["persons"] == 1


def test_what_is_open_still_is_not_touched(world: World) -> None:
    world.have(a_file(a_proven_case()))
    before = standing(world)
    assert night(world, 5000) == NOTHING
    assert standing(world) == before


def test_a_newer_request_of_the_same_person_is_still_found(world: World) -> None:
    """They asked for the same document again: that they did stands under the newer case."""
    old = a_whole_case(world).case
    newer = old.model_copy(update={"id": new_case_id(), "proof_hash": "f" * 64, "ended_at": None})
    world.have(a_file(newer.model_copy(update={"status": Status.CHECKING})))
    persons = PersonStore(aws.dynamodb(), TABLE, KEY)
    identity = Recipient(phone=PHONE, user_id="ID.123")
    persons.write(persons.asking(newer, identity, old.id, NOW))
    assert night(world, OFFICE.retention.person + 1)["persons"] == 1
    assert persons.asked_before(newer, identity) == newer.id
    assert [case.id for case in world.store.with_number(an_applicant().nik)] == [newer.id]
    assert any(item["pk"]["S"].startswith("DOCUMENT#") for item in world.items())


def test_lists_that_name_people_go_in_every_version_and_figures_stay(world: World) -> None:
    aws.s3().put_bucket_versioning(Bucket=REPORTS, VersioningConfiguration={"Status": "Enabled"})
    old = ["harian/2026-11-23.csv", "harian/2026-11-23.angka.csv", "bulanan/2026-11.xlsx"]
    for key in [*old, old[0], "harian/2028-11-22.csv"]:
        aws.s3().put_object(Bucket=REPORTS, Key=key, Body=b"x")
    aws.s3().delete_object(Bucket=REPORTS, Key="bulanan/2026-11.xlsx")
    assert night(world, OFFICE.retention.lists + 1)["lists"] == 2
    assert night(world, OFFICE.retention.lists + 8)["lists"] == 2
    assert world.objects(REPORTS) == ["harian/2026-11-23.angka.csv", "harian/2028-11-22.csv"]
    versions = aws.s3().list_object_versions(Bucket=REPORTS, Prefix="harian/2026-11-23.csv")
    assert {*versions} & {"Versions", "DeleteMarkers"} == set()


def test_one_case_that_cannot_be_erased_keeps_no_other(world: World) -> None:
    other = a_delivered_file(id=new_case_id(), proof_hash="f" * 64, ended_at=NOW - timedelta(1))
    world.have(other)
    world.have(a_delivered_file())
    broken = {"pk": {"S": f"CASE#{other.case.id}"}, "sk": {"S": "WAIT"}, "since": {"S": "?"}}
    aws.dynamodb().put_item(TableName=TABLE, Item=broken)
    with pytest.raises(ExceptionGroup):
        night(world, OFFICE.retention.person + 1)
    assert world.file().case.erased_at is not None


def test_a_closed_request_of_a_data_subject_goes_too(world: World) -> None:
    store = DataRequestStore(aws.dynamodb(), TABLE)
    person = DataSubject(nik=an_applicant().nik, name="Nurhayati Lubuk Puding")
    seen = Doing(act="refused", at=NOW, officer="Contoh Siti Aminah")
    for state, closed in CLOSINGS:
        store.note(
            DataRequest(
                id=state,
                kind="access",
                person=person,
                basis="self",
                words="Apa saja?",
                received_at=NOW,
                received_by="siti.aminah",
                state=state,
                acts=(seen,),
                closed_at=closed,
            )
        )
    assert night(world, OFFICE.retention.requests)["requests"] == 0
    assert night(world, OFFICE.retention.requests + 1)["requests"] == 1
    assert [one.id for one in store.open()] == ["open"]
    with pytest.raises(NotFound):
        store.find("refused")
    assert invoked(retention.handler, {}) == NOTHING
