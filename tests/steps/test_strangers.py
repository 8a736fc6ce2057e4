"""Whoever has all that leaked of somebody, but not their phone, gets nothing and learns nothing."""

from datetime import timedelta
from typing import Any

import pytest

from check_siak import ask_desk, desk, step
from local.siak.entries import Entry
from menwa import aws
from menwa.case import CaseFile
from menwa.recipient import Recipient
from menwa.tries import Tries
from menwa.types import new_case_id
from notify_officials import step as notify_officials
from tests.builders import NOW, OFFICE, a_file, a_proven_case, a_wait, an_applicant
from tests.steps.calling import requested, visited
from tests.steps.world import TABLE, World

STRANGER = "+6289900009999"
KINDS = [key for key, kind in OFFICE.documents.items() if not kind.never_a_pdf]
GROWN_UP = timedelta(days=18 * 366)


def wanted(world: World, kind: str) -> tuple[Entry, dict[str, Any]]:
    """A document that could be sent at once, and all that is known of somebody who may ask."""
    for entry in world.siak.entries():
        if entry.document.type == kind and entry.signed and entry.active and not entry.wrong_entry:
            for party in entry.document.parties:
                person = entry.residents.people[party.nik]
                grown_up = person.born < (NOW - GROWN_UP).date()
                if party.role in OFFICE.documents[kind].roles and grown_up:
                    known = {"nik": person.nik, "name": person.name, "birth_date": person.born}
                    return entry, known
    raise AssertionError(kind)


def asks(world: World, entry: Entry, receipt: str | None = None, **applicant: Any) -> CaseFile:
    """From the stranger's own phone, proven; as far as no person has to do anything."""
    case_id = new_case_id()
    world.secrets |= {applicant["nik"], applicant["name"], STRANGER.removeprefix("+")}
    world.writes(number=STRANGER)
    case = a_proven_case(
        id=case_id,
        proof_hash=case_id,
        document_type=entry.document.type,
        number=entry.document.number,
        receipt=receipt,
        applicant=an_applicant(phone=STRANGER, **applicant),
        identity=Recipient(phone=STRANGER),
    )
    world.have(a_file(case, wait=a_wait(waiting_for="start", visit="proof")))
    token = f"task-token {case_id}"
    visited(step.handler, case_id, token=token, level="kasi")
    answer = dict(world.procedure.answers).get(token, {})
    if answer.get("found") == "desk":
        later = {"visit": "2026-11-23T03:00:01.000Z", "token": f"{token} desk"}
        visited(ask_desk.handler, case_id, reason=answer["reason"], **later)
    return world.file(case_id)


def read_about(world: World, file: CaseFile) -> list[str]:
    """What the stranger reads of this request, but for its code."""
    told = [text for text in world.texts(STRANGER) if file.case.id in text]
    return [text.replace(file.case.id, "…") for text in told]


@pytest.mark.parametrize("kind", KINDS)
def test_through_the_gateway_a_stranger_reads_what_anybody_reads(world: World, kind: str) -> None:
    entry, known = wanted(world, kind)
    file = asks(world, entry, **known)
    nobody = asks(world, entry, **known | {"nik": "9971014209779999"})
    assert file.case.reason == "right_unknown"
    assert nobody.case.reason == "not_matched"
    assert file.case.right is None
    assert read_about(world, file) == read_about(world, nobody) != []
    assert world.objects() == []


@pytest.mark.parametrize("kind", KINDS)
def test_by_the_desk_a_stranger_reads_what_anybody_reads(no_gateway: World, kind: str) -> None:
    world = no_gateway
    entry, known = wanted(world, kind)
    file = asks(world, entry, **known)
    nobody = asks(world, entry, **known | {"nik": "9971014209779999"})
    assert {file.case.reason, nobody.case.reason} == {"look_up"}
    assert (file.case.right, file.case.found) == (None, None)
    assert read_about(world, file) == read_about(world, nobody) != []
    assert world.objects() == []


@pytest.mark.parametrize("fault", [{"refuse_code": 131026}, {"unavailable": True}])
def test_where_whatsapp_takes_no_message_it_tells_no_more(
    world: World, fault: dict[str, Any]
) -> None:
    entry, known = wanted(world, "kk")
    world.whatsapp_fails(**fault)
    file = asks(world, entry, **known)
    nobody = asks(world, entry, **known | {"nik": "9971014209779999"})
    assert (file.case.reason, nobody.case.reason) == ("right_unknown", "not_matched")
    assert read_about(world, file) == read_about(world, nobody) == []


SEEN: dict[str, dict[str, str]] = {
    "signed": {"answer": "signed", "active": "yes", "right": "unsure"},
    "unsigned": {"answer": "unsigned", "right": "unsure"},
    "signed, and not theirs": {"answer": "signed", "active": "yes", "right": "no"},
    "a wrong entry": {"answer": "wrong_entry", "reason": "Nama keliru."},
    "replaced": {"answer": "inactive"},
    "signed by hand": {"answer": "hand_signed"},
    "another office's": {"answer": "elsewhere"},
}


def looks(world: World, file: CaseFile, **seen: str) -> None:
    """An officer answers, and the procedure goes on to whoever is asked next."""
    path, case_id = f"/meja/{file.case.id}", file.case.id
    named = {"number": file.case.number or "", "name": file.case.applicant.name}
    page = requested(desk.handler, "POST", path, form=named | seen, officer="siti.aminah")
    assert page.status < 400, page.text
    answer = dict(world.procedure.answers).get(f"task-token {case_id}", {})
    later = {"visit": "2026-11-23T03:00:02.000Z", "token": f"task-token {case_id} later"}
    if answer.get("found") == "unsigned":
        visited(notify_officials.handler, case_id, level="kasi", **later)
    if answer.get("found") == "desk":
        visited(ask_desk.handler, case_id, reason=answer["reason"], **later)


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_an_officer_sees_a_stranger_reads_what_anybody_reads(
    no_gateway: World, kind: str, seen: str
) -> None:
    world = no_gateway
    entry, known = wanted(world, kind)
    file = asks(world, entry, **known)
    nobody = asks(world, entry, **known | {"nik": "9971014209779999"})
    looks(world, file, **SEEN[seen])
    looks(world, nobody, answer="not_found")
    assert read_about(world, file) == read_about(world, nobody)
    assert len(read_about(world, nobody)) == 2
    assert world.file(file.case.id).case.right is None


@pytest.mark.parametrize("kind", KINDS)
def test_who_guesses_receipts_has_five_tries_whatever_phone_and_code_they_use(
    world: World, kind: str
) -> None:
    entry, known = wanted(world, kind)
    guesses = [asks(world, entry, f"RS-0000-0000-000{turn}", **known) for turn in range(5)]
    right = asks(world, entry, entry.receipt, **known)
    files = [*guesses, right]
    assert {(file.case.right, file.case.reason) for file in files} == {(None, "right_unknown")}
    [words] = {tuple(read_about(world, file)) for file in files}
    assert words == tuple(read_about(world, asks(world, entry, **known | {"name": "Budi"})))
    assert world.objects() == []


def test_whoever_holds_the_receipt_is_served_at_once_on_any_phone(world: World) -> None:
    entry, known = wanted(world, "akta_kelahiran")
    file = asks(world, entry, entry.receipt.lower(), **known)
    assert file.case.right == "receipt"
    assert len(world.objects()) == 1


def test_a_receipt_is_no_proof_where_receipts_can_be_guessed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    guessable = OFFICE.model_copy(update={"receipts_are_unguessable": False})
    monkeypatch.setattr(step.Environment, "office", lambda _: guessable)
    entry, known = wanted(world, "akta_kelahiran")
    assert asks(world, entry, entry.receipt, **known).case.right is None


def test_a_try_is_counted_once_for_a_request_however_often_it_is_looked_up(world: World) -> None:
    tries = Tries(aws.dynamodb(), TABLE)
    assert all(tries.take("receipt:kk:dok-001", "MW-1", 2, NOW) for _ in range(4))
    assert tries.take("receipt:kk:dok-001", "MW-2", 2, NOW)
    assert not tries.take("receipt:kk:dok-001", "MW-3", 2, NOW)
    assert tries.take("receipt:kk:dok-001", "MW-1", 2, NOW)
    assert tries.take("receipt:kk:dok-002", "MW-3", 2, NOW)
    [limit, _] = [one for one in world.items() if one["pk"]["S"].startswith("LIMIT#")]
    assert "dok-" not in str(limit)
