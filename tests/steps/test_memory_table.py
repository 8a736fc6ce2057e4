"""The table in memory, with which the report is measured and all that may go wrong is played, does
what moto's does."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from menwa import aws
from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.errors import Contended, NotFound
from menwa.table import Table
from menwa.types import Status, new_case_id
from tests.builders import CASE_ID, CODE, NOW, a_case, a_file, a_proven_case, a_wait
from tests.chaos.aws import FaultyTable, PlainTable
from tests.chaos.faults import undisturbed
from tests.memory_table import MemoryTable
from tests.steps.world import TABLE, World

KINDS: dict[str, Callable[[], Any]] = {
    "moto": aws.dynamodb,
    "memory": MemoryTable,
    "where all goes wrong but here": lambda: FaultyTable(PlainTable(), undisturbed()),
}


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, world: World) -> CaseStore:
    assert world.items() == []
    return CaseStore(KINDS[request.param](), TABLE)


@pytest.fixture
def table(store: CaseStore) -> Table:
    return store._table


def has(store: CaseStore, file: CaseFile) -> CaseFile:
    store.create(file.case)
    return store.save(CaseFile(case=file.case), file)


def another(**changes: Any) -> CaseFile:
    case_id = new_case_id()
    return a_file(a_proven_case(id=case_id, proof_hash=case_id, **changes))


def test_what_is_saved_is_loaded(store: CaseStore) -> None:
    file = a_file(wait=a_wait()).handed_over(
        step=2, act="a", holder="b", paraf="c", to="d", now=NOW, occasion="e", note="f"
    )
    saved = has(store, file)
    assert store.load(CASE_ID) == saved
    store.save(saved, saved.cleared())
    assert store.load(CASE_ID).wait is None


def test_what_is_not_there_is_not_found(store: CaseStore) -> None:
    with pytest.raises(NotFound):
        store.load(CASE_ID)
    assert store.code(CODE) is None


def test_a_case_is_created_once(store: CaseStore) -> None:
    store.create(a_case())
    with pytest.raises(Contended):
        store.create(a_case())
    assert store.code(CODE) is not None


def test_an_older_version_is_not_written_nor_anything_beside_it(store: CaseStore) -> None:
    old = has(store, a_file())
    store.save(old, old.updated(status=Status.SENDING))
    with pytest.raises(Contended):
        store.save(old, old.updated(status=Status.CLOSED).opened(a_wait()))
    assert store.load(CASE_ID).case.status is Status.SENDING
    assert store.load(CASE_ID).wait is None


def test_a_days_cases_come_in_order_and_only_those(store: CaseStore) -> None:
    later = has(store, another(proven_at=NOW + timedelta(minutes=1)))
    first = has(store, another(proven_at=NOW - timedelta(minutes=1)))
    has(store, another(day=date(2026, 11, 24)))
    store.create(a_case())
    assert [case.id for case in store.of_day(date(2026, 11, 23))] == [first.case.id, later.case.id]
    store.save(later, later.updated(day=date(2026, 11, 24)))
    assert [case.id for case in store.of_day(date(2026, 11, 23))] == [first.case.id]


def test_who_waits_is_listed_until_nobody_does(store: CaseStore) -> None:
    saved = has(store, a_file(wait=a_wait()))
    assert list(store.waiting("desk", NOW)) == [CASE_ID]
    assert list(store.waiting("desk", NOW - timedelta(seconds=1))) == []
    store.save(saved, saved.cleared())
    assert list(store.waiting("desk", NOW + timedelta(hours=1))) == []


def test_what_was_erased_is_gone(store: CaseStore) -> None:
    store.create(a_case())
    assert store.erase_unproven(a_case())
    assert not store.erase_unproven(a_case())
    assert store.code(CODE) is None


def test_what_is_said_once_is_said_once(store: CaseStore) -> None:
    assert store.first_time("hello", NOW)
    assert not store.first_time("hello", NOW)
    store.forget("hello")
    assert store.first_time("hello", NOW)


def test_what_is_noted_on_an_open_wait_is_overwritten_by_nobody_unread(store: CaseStore) -> None:
    saved = has(store, a_file(wait=a_wait(waiting_for="kadis")))
    [(case_id, wait)] = store.waits("kadis", NOW)
    assert (case_id, wait) == (CASE_ID, saved.wait)
    store.note_on(case_id, wait, letter_at=NOW, reminders=2)
    noted = store.load(CASE_ID)
    assert noted.wait == wait.model_copy(update={"letter_at": NOW, "reminders": 2})
    store.save(noted, noted.answered({"answer": "signed"}, NOW))
    with pytest.raises(Contended):
        store.save(saved, saved.updated(status=Status.CLOSED))
    store.note_on(case_id, wait, reminders=3)
    after = store.load(CASE_ID).wait
    assert after is not None
    assert after.reminders == 2


def test_cases_are_read_together(store: CaseStore) -> None:
    files = [has(store, another()) for _ in range(3)]
    ids = [file.case.id for file in files]
    assert store.cases([*ids, "MW-0000000000Z"]) == {file.case.id: file.case for file in files}
    assert [file.case.id for file in store.waiting_cases(["kadis"], NOW)] == []


def test_so_many_are_taken_and_no_more(store: CaseStore, table: Table) -> None:
    store.create(a_case(), writes=[table.taking("LIMIT#a", "LIMIT", 2, 9)])
    with pytest.raises(Contended):
        store.create(a_case(), writes=[table.taking("LIMIT#a", "LIMIT", 2, 9)])
    table.write([table.fewer("LIMIT#a", "LIMIT", 2)])
    assert table.take("LIMIT#a", "LIMIT", 2, 10)
    assert not table.take("LIMIT#a", "LIMIT", 2, 11)
    with pytest.raises(Contended):
        table.write([table.fewer("LIMIT#a", "LIMIT", 2)])
    table.write([table.adding("LIMIT#a", "LIMIT", 12)])
    assert table.get("LIMIT#a", "LIMIT") == {
        "pk": "LIMIT#a",
        "sk": "LIMIT",
        "taken": 3,
        "expires_at": 12,
    }


def test_what_must_not_be_there_keeps_the_rest_from_being_written(table: Table) -> None:
    table.write([table.absent("SWITCH#sending", "SWITCH"), table.putting("a", "b", {"c": "d"})])
    assert table.put_new("SWITCH#sending", "SWITCH", {"by": "e"})
    with pytest.raises(Contended):
        table.write([table.absent("SWITCH#sending", "SWITCH"), table.putting("f", "g", {})])
    assert [item["pk"] for item in table.get_all([("a", "b"), ("f", "g")])] == ["a"]
    table.delete("SWITCH#sending", "SWITCH")
    assert table.get("SWITCH#sending", "SWITCH") is None
