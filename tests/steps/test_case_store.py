"""The table of cases: what is saved is what is loaded, and nobody overwrites anybody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest

from menwa.case import CaseFile
from menwa.cases import Link
from menwa.errors import AlreadyAnswered, Contended, NotFound
from menwa.recipient import Recipient
from menwa.types import Status, new_case_id
from tests.builders import (
    CASE_ID,
    CODE,
    NOW,
    a_case,
    a_cleared_case,
    a_file,
    a_proven_case,
    a_wait,
    an_attempt,
    found,
    staged,
)
from tests.steps.world import World

A_LINK = Link(
    case_id=CASE_ID,
    official="kasi-identitas",
    level="kasi",
    visit=a_wait().visit,
    valid_until=NOW + timedelta(days=9),
    expires_at=int((NOW + timedelta(days=60)).timestamp()),
)


def noted(file: CaseFile, occasion: str, note: str | None = None) -> CaseFile:
    return file.handed_over(
        step=2,
        act="unsigned",
        holder="MENWA",
        paraf="MENWA",
        to="Kepala Seksi",
        now=NOW + timedelta(microseconds=1),
        occasion=occasion,
        note=note,
    )


def a_full_file() -> CaseFile:
    case = a_cleared_case(
        identity=Recipient(phone="+6289900000101", user_id="ID.1"),
        reason="none",
        verdict="OK",
        ended_at=NOW + timedelta(hours=2, microseconds=7),
        found=found(),
        staged=staged(),
    )
    file = a_file(
        case,
        wait=a_wait(answer={"error": "Unsettled", "deep": {"list": ["a"]}}, reason="none"),
        attempts=(
            an_attempt(outcome="failed", code=131026, wamid="wamid.1"),
            an_attempt(number=2),
        ),
    )
    return noted(noted(file, "look:1", "Nama salah"), "look:2")


def test_everything_that_is_filed_is_loaded_again(world: World) -> None:
    saved = world.have(a_full_file())
    assert world.file() == saved
    assert saved.case.version == 1
    assert saved == CaseFile(
        case=a_full_file().case.model_copy(update={"version": 1}),
        entries=a_full_file().entries,
        wait=a_full_file().wait,
        attempts=a_full_file().attempts,
        notes={1: "Nama salah"},
    )


def test_a_card_of_many_entries_is_loaded_in_its_order(world: World) -> None:
    file = a_file()
    for turn in range(12):
        file = noted(file, f"look:{turn}", f"catatan {turn}")
    world.have(file)
    assert [entry.sequence for entry in world.file().entries] == list(range(1, 13))
    assert world.file().notes[12] == "catatan 11"


def test_an_unproven_request_is_found_by_its_code(world: World) -> None:
    world.store.create(a_case())
    code = world.store.code(CODE)
    assert code is not None
    assert code.case_id == CASE_ID
    assert world.file() == CaseFile(case=a_case())
    assert world.store.code("00000000") is None


def test_a_code_stands_nowhere_but_by_its_hash(world: World) -> None:
    world.store.create(a_case())
    assert CODE not in str(world.items())


def test_what_is_erased_after_a_day_says_so_to_the_table(world: World) -> None:
    world.store.create(a_case())
    tomorrow = str(int((NOW + timedelta(hours=24)).timestamp()))
    assert [item["expires_at"]["N"] for item in world.items()] == [tomorrow, tomorrow]


def test_a_case_is_created_once(world: World) -> None:
    world.store.create(a_case())
    before = world.items()
    with pytest.raises(Contended):
        world.store.create(a_case(number=None, proof_hash="f" * 64))
    with pytest.raises(Contended):
        world.store.create(a_case(id=new_case_id()))
    assert world.items() == before


def test_a_case_that_is_not_there_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.file("MW-00000000011")


def test_a_save_on_an_older_version_writes_nothing(world: World) -> None:
    old = world.have(a_file(wait=a_wait()))
    world.store.save(old, old.updated(status=Status.AT_DESK))
    before = world.items()
    late = noted(old.cleared(), "late", "catatan").with_attempt(an_attempt())
    with pytest.raises(Contended):
        world.store.save(old, late, link=("token", A_LINK))
    assert world.items() == before


def test_an_entry_on_the_card_is_never_written_over(world: World) -> None:
    saved = world.have(noted(a_file(), "look:1"))
    before = world.items()
    forgetful = CaseFile(case=saved.case)
    with pytest.raises(Contended):
        world.store.save(forgetful, noted(forgetful, "look:2"))
    assert world.items() == before


def test_a_wait_that_was_cleared_is_gone(world: World) -> None:
    file = world.have(a_file(wait=a_wait()))
    world.store.save(file, file.cleared())
    assert world.file().wait is None


def test_a_link_is_filed_with_what_it_asks_and_by_its_hash_alone(world: World) -> None:
    file = world.have(a_file())
    world.store.save(file, file.opened(a_wait()), link=("the-links-token", A_LINK))
    assert world.store.link("the-links-token", NOW) == A_LINK
    assert world.store.link("another", NOW) is None
    gone = datetime.fromtimestamp(A_LINK.expires_at, UTC)
    assert world.store.link("the-links-token", gone) is None
    assert "the-links-token" not in str(world.items())


def test_an_occasion_comes_first_once(world: World) -> None:
    assert world.store.first_time("reply:1", NOW)
    assert not world.store.first_time("reply:1", NOW)
    assert world.store.first_time("reply:2", NOW)
    world.store.forget("reply:1")
    assert world.store.first_time("reply:1", NOW)


def test_a_case_is_found_under_whom_it_waits_for_longest_first(world: World) -> None:
    ids = [new_case_id() for _ in range(4)]
    for case_id, minutes, whom in zip(
        ids, (3, 1, 2, 0), ("desk", "desk", "desk", "kadis"), strict=True
    ):
        wait = a_wait(waiting_for=whom, since=NOW + timedelta(minutes=minutes))
        world.have(a_file(a_proven_case(id=case_id, proof_hash=case_id), wait=wait))
    waiting = world.store.waiting
    assert list(waiting("desk", NOW + timedelta(minutes=9))) == [ids[1], ids[2], ids[0]]
    assert list(waiting("desk", NOW + timedelta(minutes=2))) == [ids[1], ids[2]]
    assert list(waiting("kasi", NOW + timedelta(minutes=9))) == []


def test_an_answered_question_waits_for_nobody_but_the_next_step(world: World) -> None:
    file = world.have(a_file(wait=a_wait()))
    world.store.save(file, file.answered({"answer": "closed"}, NOW))
    assert list(world.store.waiting("desk", NOW)) == []
    assert list(world.store.waiting("answered", NOW)) == [CASE_ID]


def test_a_request_stands_on_the_list_of_its_day_once_it_is_proven(world: World) -> None:
    first, second, other = (new_case_id() for _ in range(3))
    for case_id, proven_at in ((second, NOW + timedelta(hours=1)), (first, NOW)):
        world.have(a_file(a_proven_case(id=case_id, proof_hash=case_id, proven_at=proven_at)))
    tomorrow = a_proven_case(id=other, proof_hash=other, day=date(2026, 11, 24))
    world.have(a_file(tomorrow))
    world.store.create(a_case())
    assert [case.id for case in world.store.of_day(date(2026, 11, 23))] == [first, second]
    assert [case.id for case in world.store.of_day(date(2026, 11, 24))] == [other]


def test_a_request_that_nobody_proved_is_erased_with_its_code(world: World) -> None:
    world.store.create(a_case())
    assert world.store.erase_unproven(a_case())
    assert world.items() == []


def test_a_request_that_was_proven_meanwhile_is_not_erased(world: World) -> None:
    world.have(a_file(a_proven_case()))
    before = world.items()
    assert not world.store.erase_unproven(a_case())
    assert world.items() == before


def test_a_change_that_changes_nothing_writes_nothing(world: World) -> None:
    file = world.have(a_file(wait=a_wait()))
    assert world.store.change(file, lambda file: file) is file
    assert world.file().case.version == 1


def test_a_change_is_decided_again_on_what_somebody_else_wrote(world: World) -> None:
    old = world.have(a_file(wait=a_wait()))
    world.store.save(old, noted(old, "look:1"))
    after = world.store.change(old, lambda file: noted(file, "look:2"))
    assert [entry.occasion for entry in after.entries] == ["look:1", "look:2"]
    assert world.file() == after


def test_of_fifty_who_answer_at_once_one_is_heard(world: World) -> None:
    before, start = world.have(a_file(wait=a_wait())), Barrier(50)

    def answer(racer: int) -> int:
        def decide(file: CaseFile) -> CaseFile:
            return noted(file.answered({"answer": racer}, NOW), "answer:1", f"catatan {racer}")

        start.wait()
        try:
            world.store.change(before, decide)
        except AlreadyAnswered:
            return -1
        return racer

    with ThreadPoolExecutor(50) as racers:
        outcomes = list(racers.map(answer, range(50)))
    heard = [racer for racer in outcomes if racer >= 0]
    file = world.file()
    assert len(heard) == 1
    assert file.wait is not None
    assert file.wait.answer == {"answer": heard[0]}
    assert [entry.occasion for entry in file.entries] == ["answer:1"]
    assert file.notes == {1: f"catatan {heard[0]}"}
    assert file.case.version == 2


def test_of_five_who_write_at_once_nobodys_word_is_lost(world: World) -> None:
    before, start = world.have(a_file()), Barrier(5)

    def write(racer: int) -> None:
        start.wait()
        world.store.change(before, lambda file: noted(file, f"look:{racer}"))

    with ThreadPoolExecutor(5) as racers:
        list(racers.map(write, range(5)))
    file = world.file()
    assert {entry.occasion for entry in file.entries} == {f"look:{racer}" for racer in range(5)}
    assert file.case.version == 6


def test_who_never_gets_through_is_told_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("menwa.cases.time.sleep", lambda _: None)
    before = world.have(a_file())

    def hurried(file: CaseFile) -> CaseFile:
        latest = world.file()
        world.store.save(latest, latest.updated(reason=f"turn {latest.case.version}"))
        return file.updated(reason="mine")

    with pytest.raises(Contended):
        world.store.change(before, hurried)
    assert world.file().case.reason != "mine"


def test_a_case_whose_number_nobody_knows_is_loaded_as_it_was_filed(world: World) -> None:
    world.store.create(a_case(number=None))
    assert world.file().case == a_case(number=None)
