"""The kartu kendali: whatever is done to its entries is found."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menwa.card import NOTHING_BEFORE, Card, Entry, first_broken, note_hash
from menwa.case import CaseFile
from tests.builders import NOW, a_file

OTHER_VALUES: dict[str, Any] = {
    "sequence": 99,
    "step": 6,
    "act": "delivered",
    "holder": "Orang lain",
    "paraf": "XX",
    "handed_to": "Orang lain",
    "received_at": NOW - timedelta(days=1),
    "handed_over_at": NOW + timedelta(days=1),
    "taken_up_at": NOW,
    "occasion": "another",
    "note_hash": note_hash("lain"),
    "previous": "f" * 64,
    "hash": "f" * 64,
}


def a_card(length: int) -> CaseFile:
    file = a_file()
    for turn in range(length):
        file = file.handed_over(
            step=2,
            act="unsigned",
            holder="MENWA",
            paraf="MENWA",
            to="Kepala Seksi",
            now=NOW + timedelta(minutes=turn),
            occasion=f"look:{turn}",
            note=f"catatan {turn}" if turn % 2 else None,
        )
    return file


def broken(file: CaseFile, entries: Sequence[Entry]) -> int | None:
    return first_broken(entries, file.case.card_length, file.case.card_head)


@given(st.integers(0, 6))
def test_a_card_as_it_was_written_is_whole(length: int) -> None:
    file = a_card(length)
    assert broken(file, file.entries) is None


@given(st.data())
def test_a_changed_entry_is_found_where_it_stands(data: st.DataObject) -> None:
    file = a_card(data.draw(st.integers(1, 6)))
    at = data.draw(st.integers(0, len(file.entries) - 1))
    name = data.draw(st.sampled_from(sorted(OTHER_VALUES)))
    entries = list(file.entries)
    entries[at] = entries[at].model_copy(update={name: OTHER_VALUES[name]})
    assert broken(file, entries) == at + 1


@given(st.data())
def test_a_changed_entry_with_a_new_hash_breaks_the_chain_behind_it(data: st.DataObject) -> None:
    file = a_card(data.draw(st.integers(1, 6)))
    at = data.draw(st.integers(0, len(file.entries) - 1))
    entries = list(file.entries)
    entries[at] = entries[at].model_copy(update={"holder": "Orang lain"}).sealed()
    assert broken(file, entries) == at + 2


@given(st.data())
def test_a_dropped_entry_is_found(data: st.DataObject) -> None:
    file = a_card(data.draw(st.integers(1, 6)))
    at = data.draw(st.integers(0, len(file.entries) - 1))
    assert broken(file, file.entries[:at] + file.entries[at + 1 :]) == at + 1


@given(st.data())
def test_an_inserted_entry_is_found(data: st.DataObject) -> None:
    file = a_card(data.draw(st.integers(1, 6)))
    at = data.draw(st.integers(0, len(file.entries)))
    before = file.entries[at - 1].hash if at else NOTHING_BEFORE
    forged = file.entries[0].model_copy(
        update={"sequence": at + 1, "occasion": "forged", "previous": before}
    )
    entries = (*file.entries[:at], forged.sealed(), *file.entries[at:])
    assert broken(file, entries) == at + 2


@given(st.data())
def test_entries_in_another_order_are_found(data: st.DataObject) -> None:
    file = a_card(data.draw(st.integers(2, 6)))
    entries = data.draw(st.permutations(file.entries))
    first_moved = next(
        (place for place, one in enumerate(entries, 1) if one.sequence != place), None
    )
    assert broken(file, entries) == first_moved


def test_entries_that_were_numbered_wrongly_when_they_were_written_are_found() -> None:
    entry = a_card(1).entries[0].model_copy(update={"sequence": 2}).sealed()
    assert first_broken([entry], 1, entry.hash) == 1


def test_a_whole_other_card_is_not_this_cases() -> None:
    file, other = a_card(3), a_card(4)
    assert broken(file, other.entries) == 5
    assert broken(file, ()) == 1


def test_an_erased_note_leaves_the_chain_whole() -> None:
    file = a_card(4)
    erased = CaseFile(case=file.case, entries=file.entries, notes={})
    assert file.notes
    assert broken(erased, erased.entries) is None


@given(st.data())
def test_a_rewritten_note_is_found_where_it_stands(data: st.DataObject) -> None:
    file = a_card(6)
    at = data.draw(st.sampled_from(sorted(file.notes)))
    card = as_card(file, notes={**file.notes, at: "lain"})
    assert card.broken_at == at


def test_a_note_that_nobody_wrote_is_found() -> None:
    file = a_card(4)
    assert as_card(file, notes={**file.notes, 1: "tambahan"}).broken_at == 1


def test_a_card_reads_the_same_wherever_it_is_taken() -> None:
    card = as_card(a_card(5))
    assert card.broken_at is None
    assert Card.model_validate_json(card.model_dump_json(indent=1)) == card
    assert Card.model_validate_json(card.model_dump_json()).broken_at is None


def as_card(file: CaseFile, **changes: Any) -> Card:
    known: dict[str, Any] = {
        "case_id": file.case.id,
        "length": file.case.card_length,
        "head": file.case.card_head,
    }
    return Card(**known | {"entries": file.entries, "notes": file.notes} | changes)


def test_every_field_of_an_entry_is_known_here() -> None:
    assert OTHER_VALUES.keys() == Entry.model_fields.keys()


def test_a_note_stands_on_the_card_only_by_its_hash() -> None:
    entry = a_card(2).entries[1]
    assert "catatan" not in entry.model_dump_json()
    assert entry.note_hash == note_hash("catatan 1")


@pytest.mark.parametrize("name", sorted(OTHER_VALUES.keys() - {"hash"}))
def test_every_field_of_an_entry_is_sealed(name: str) -> None:
    entry = a_card(2).entries[1]
    assert entry.model_copy(update={name: OTHER_VALUES[name]}).sealed().hash != entry.hash
