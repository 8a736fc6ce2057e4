"""Cases found by a NIK or a document's number, and many of them in few reads."""

from typing import Any

from menwa import aws
from menwa.table import Table
from menwa.types import new_case_id
from tests.builders import NOW, a_case, a_file, a_proven_case, an_applicant, found
from tests.steps.world import TABLE, World

KK = "9971011103190001"


def proven(world: World, **changes: Any) -> str:
    case_id = new_case_id()
    world.have(a_file(a_proven_case(id=case_id, proof_hash=case_id, **changes)))
    return case_id


def test_cases_are_found_by_the_number_of_their_document_however_it_is_written(
    world: World,
) -> None:
    one, other = proven(world), proven(world)
    proven(world, number="9971011103190002")
    for typed in (KK, "9971.0111.0319.0001", f" {KK} "):
        assert {case.id for case in world.store.with_number(typed)} == {one, other}


def test_cases_are_found_by_their_applicants_nik_oldest_first(world: World) -> None:
    new, old = proven(world), proven(world, proven_at=NOW.replace(hour=1))
    proven(world, applicant=an_applicant(nik="9971014209770002"))
    assert [case.id for case in world.store.with_number(an_applicant().nik)] == [old, new]


def test_a_number_that_was_only_learned_later_leads_to_its_case(world: World) -> None:
    case_id = proven(world, number=None)
    assert world.store.with_number(KK) == []
    file = world.file(case_id)
    world.store.save(file, file.updated(found=found()))
    assert [case.id for case in world.store.with_number(KK)] == [case_id]


def test_what_nobody_has_proven_is_found_by_no_number(world: World) -> None:
    world.store.create(a_case())
    assert world.store.with_number(KK) == []


def test_no_number_stands_in_a_key(world: World) -> None:
    proven(world)
    keys = [item["pk"]["S"] for item in world.items()]
    assert any(key.startswith("NUMBER#") for key in keys)
    assert not [key for key in keys if KK in key or an_applicant().nik in key]


def test_more_than_a_hundred_are_read_a_hundred_at_a_time(world: World) -> None:
    table = Table(aws.dynamodb(), TABLE)
    for number in range(103):
        table.put_new(f"THING#{number}", "THING", {"number": number})
    keys = [(f"THING#{number}", "THING") for number in range(105)]
    assert sorted(item["number"] for item in table.get_all(keys)) == list(range(103))
    assert list(table.get_all([])) == []
    assert world.items()


def test_what_dynamodb_leaves_unread_is_asked_for_again(world: World) -> None:
    """As it does where an answer would be larger than it gives at once."""
    case_id, turns = proven(world), []
    client = aws.dynamodb()

    def leave_it(parsed: dict[str, Any], **_: Any) -> None:
        turns.append(len(parsed["Responses"].get(TABLE, [])))
        if len(turns) == 1:
            parsed["Responses"][TABLE] = []
            key = {"pk": {"S": f"CASE#{case_id}"}, "sk": {"S": "CASE"}}
            parsed["UnprocessedKeys"] = {TABLE: {"Keys": [key]}}

    client.meta.events.register("after-call.dynamodb.BatchGetItem", leave_it)
    try:
        found_again = world.store.with_number(KK)
    finally:
        client.meta.events.unregister("after-call.dynamodb.BatchGetItem", leave_it)
    assert [case.id for case in found_again] == [case_id]
    assert turns == [1, 1]
