"""A thousand forms at once on one question: what a crowd of functions does to one case."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.types import Status
from notify_officials.office_days import next_closings
from notify_officials.official_door import SignedInOfficial
from notify_officials.one_question import OneQuestion
from notify_officials.rules import Question
from tests.builders import NOW, OFFICE, a_case, a_file, a_proven_case, a_wait, found
from tests.memory_table import Attributes, MemoryTable
from tests.steps.world import TABLE, World

FORMS, AT_ONCE = 1000, 40
POST, OTHER = "kasi-identitas", "kasi-pindah"
KASI = OFFICE.officials[POST]
OFFICIAL = SignedInOfficial(POST, POST, "key", KASI.name, KASI.title, KASI.paraf, False, "csrf")
UNTIL = next_closings(OFFICE, NOW)[2].isoformat()


class SharedTable(MemoryTable):
    """Each call is whole, as DynamoDB's are; between two calls anybody may come."""

    def __init__(self) -> None:
        super().__init__()
        self._one_at_a_time = threading.Lock()

    def transact_write_items(self, *, TransactItems: Sequence[Attributes]) -> Attributes:  # noqa: N803
        with self._one_at_a_time:
            return super().transact_write_items(TransactItems=TransactItems)

    def paginate(self, **query: Any) -> Any:
        with self._one_at_a_time:
            return list(super().paginate(**query))


@pytest.fixture
def asked() -> CaseStore:
    store = CaseStore(SharedTable(), TABLE)  # type: ignore[arg-type]  # as far as it is used
    case = a_proven_case(status=Status.WITH_OFFICIAL, found=found(signed=False))
    store.create(a_case())
    wait = a_wait(waiting_for=POST, asked="kasi")
    store.save(CaseFile(a_case()), a_file(case, wait=wait))
    return store


def crowd(store: CaseStore, forms: Sequence[dict[str, str]]) -> list[str]:
    """All of them have the same page before them; returns what each reads."""
    begin = threading.Barrier(AT_ONCE)
    question = OneQuestion(store, OFFICE, OFFICIAL, Question(POST, "kasi", a_wait().visit), NOW)

    def one(place: int) -> str:
        if place < AT_ONCE:
            begin.wait()
        form = {"csrf": "csrf", "on_card": "0", **forms[place % len(forms)]}
        return str(question.take_answer(store.load(a_case().id), form).body)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(FORMS)))


@pytest.mark.parametrize(
    ("forms", "said", "tokens"),
    [
        ([{"answer": "submitted"}], "Terima kasih", 1),
        ([{"answer": "signed"}, {"answer": "submitted"}], "Terima kasih", 1),
        ([{"answer": "wrong_entry", "reason": "Nama"}, {"answer": "signed"}], "Terima kasih", 1),
        ([{"answer": "not_yet", "until": UNTIL}], "Terima kasih", 0),
        ([{"answer": "rerouted", "post": OTHER}], "Terima kasih", 0),
    ],
    ids=["submitted", "two minds", "wrong or signed", "not yet", "rerouted"],
)
def test_of_a_thousand_forms_at_once_one_decides(
    world: World, asked: CaseStore, forms: list[dict[str, str]], said: str, tokens: int
) -> None:
    pages = crowd(asked, forms)
    file = asked.load(a_case().id)
    assert len(pages) == FORMS
    assert sum(said in page for page in pages) == 1
    assert len(file.entries) == 1
    assert file.case.version == 2
    assert len(world.procedure.answers) == tokens
