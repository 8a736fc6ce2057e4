"""What is known of the letters to each post."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from menwa import aws
from menwa.letter_book import LetterBook, Letters, attempt_for, failing, letter_of, mark_of
from tests.builders import NOW, OFFICE
from tests.memory_table import MemoryTable
from tests.steps.world import TABLE, World

KASI = OFFICE.officials["kasi-identitas"]
KINDS: dict[str, Callable[[], Any]] = {"moto": aws.dynamodb, "memory": MemoryTable}


@pytest.fixture(params=KINDS)
def book(request: pytest.FixtureRequest, world: World) -> LetterBook:
    assert world.items() == []
    return LetterBook(KINDS[request.param](), TABLE)


def test_of_a_post_that_was_never_written_to_nothing_is_known(book: LetterBook) -> None:
    assert book.of("kadis") == Letters(post="kadis")
    assert book.all() == {}


def test_only_one_of_two_who_read_the_same_may_write(book: LetterBook) -> None:
    first, second = book.of("kadis"), book.of("kadis")
    assert book.write(first.model_copy(update={"at": NOW}))
    assert not book.write(second.model_copy(update={"at": NOW}))
    third, fourth = book.of("kadis"), book.of("kadis")
    assert book.write(third)
    assert not book.write(fourth)
    assert book.all()["kadis"].at == NOW


def test_a_failure_is_kept_beside_what_was_known(book: LetterBook) -> None:
    book.write(Letters(post="kadis", at=NOW, by=("mail",)))
    book.change("kadis", partial(failing, channel="mail", to="mark", now=NOW))
    kept = book.of("kadis")
    assert (kept.at, kept.by) == (NOW, ("mail",))
    assert kept.failures["mail"].to == "mark"


def failed(**changes: Any) -> Letters:
    letters = Letters(post="kasi-identitas", at=NOW, by=("mail",), **changes)
    return failing(letters, "mail", mark_of(KASI, "mail"), NOW + timedelta(minutes=1))


def test_a_channel_fails_one_address_and_for_a_while() -> None:
    letters, soon = failed(), NOW + timedelta(hours=1)
    assert letters.has_failed("mail", KASI, soon)
    assert not letters.has_failed("whatsapp", KASI, soon)
    assert not letters.has_failed("mail", KASI, NOW + timedelta(days=2))
    elsewhere = KASI.model_copy(update={"mail": "new@contoh.go.id"})
    assert not letters.has_failed("mail", elsewhere, soon)


def test_a_letter_did_not_arrive_if_all_its_channels_failed_since() -> None:
    soon = NOW + timedelta(minutes=5)
    assert failed().did_not_arrive(KASI, soon)
    assert not Letters(post="kadis").did_not_arrive(KASI, soon)
    both = failed().model_copy(update={"by": ("mail", "whatsapp")})
    assert not both.did_not_arrive(KASI, soon)
    written_again = failed().model_copy(update={"at": soon})
    assert not written_again.did_not_arrive(KASI, soon)


def test_whatsapps_receipt_names_the_post_and_no_person() -> None:
    attempt = attempt_for("kasi-identitas", KASI)
    assert letter_of(attempt) == ("kasi-identitas", mark_of(KASI, "whatsapp"))
    assert KASI.phone.strip("+") not in attempt


@pytest.mark.parametrize("attempt", [None, "", "sign-in", "MW-00000000000/1", "letter:"])
def test_what_is_no_letters_receipt_is_not_taken_for_one(attempt: str | None) -> None:
    assert letter_of(attempt) is None
