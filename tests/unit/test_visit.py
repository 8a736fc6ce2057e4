"""Every step may run twice, also once the next one has begun."""

import pytest

from menwa.errors import Withdrawn
from menwa.visit import Visit
from tests.builders import CASE_ID, a_file, a_wait

BEFORE, NOW, LATER = (f"2026-11-23T03:0{minute}:00.000Z" for minute in range(3))
VISIT = Visit(case_id=CASE_ID, visit=NOW, token="task-token")


def test_what_a_later_step_asks_is_not_taken_from_it() -> None:
    with pytest.raises(Withdrawn):
        VISIT.wanted(a_file(wait=a_wait(visit=LATER)))


@pytest.mark.parametrize("visit", [BEFORE, NOW, "2026-11-23T03:01:00Z", "proof", "objection:now"])
def test_what_an_earlier_one_has_left_is_taken_over(visit: str) -> None:
    file = a_file(wait=a_wait(visit=visit))
    assert VISIT.wanted(file) is file


def test_a_visit_that_is_no_moment_is_later_than_none() -> None:
    file = a_file(wait=a_wait(visit=LATER))
    assert VISIT.model_copy(update={"visit": "visit-1"}).wanted(file) is file


@pytest.mark.parametrize("answer", [None, {"answer": "signed"}])
def test_a_try_that_was_given_up_on_does_not_take_the_token_of_the_next(
    answer: dict[str, str] | None,
) -> None:
    file = a_file(wait=a_wait(visit=NOW, tries=2, answer=answer))
    with pytest.raises(Withdrawn):
        VISIT.model_copy(update={"tries": 1}).wanted(file)
    again = VISIT.model_copy(update={"tries": 2, "token": "newest"})
    after = again.taken_up(again.wanted(file)).wait
    assert after is not None
    assert (after.token, after.tries) == ("newest", 2)
