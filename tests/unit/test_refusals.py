"""Each row of the error table, as SendPdf acts upon it: in an answer, and in a receipt."""

from datetime import timedelta
from typing import Any

import pytest

from menwa.case import ANSWERED, DELIVERY, HELD, LATER, SETTLING, CaseFile
from menwa.delivery import mark_of
from menwa.whatsapp_errors import Action, rule_for
from send_pdf.outcomes import with_outcome
from send_pdf.refusals import (
    MOST_TRIES,
    REASONS,
    Next,
    Refusal,
    carried_out,
    in_a_row,
    what_next,
    window_was_closed,
)
from tests.builders import NOW, OFFICE, PHONE, a_cleared_case, a_file, a_wait, an_attempt

AN_HOUR, A_DAY = 3600, 86400
RETRY, AGAIN, HOLD = Next("retry"), Next("again"), Next("hold")


def later(seconds: int) -> Next:
    return Next("later", seconds)


def desk(reason: str) -> Next:
    return Next("desk", reason=reason)


UNAVAILABLE, TROUBLE, REFUSED = (
    desk("WhatsAppUnavailable"),
    desk("WhatsAppTrouble"),
    desk("MessageRefused"),
)
UNDELIVERABLE = desk("Undeliverable")

# Three times within the minute, then for some hours less and less often.
WHILE_IT_IS_DOWN = [
    *(RETRY, RETRY, RETRY),
    *(later(64), later(256), later(1024)),
    *[later(AN_HOUR)] * (MOST_TRIES - 6),
    UNAVAILABLE,
]

# codes, what comes of the first, second, third … in a row; of the first that a receipt tells
TABLE: list[tuple[list[int], list[Next], Next]] = [
    ([1], [RETRY, RETRY, UNAVAILABLE], later(1)),
    ([2, 130429, 131016, 131036, 133004], WHILE_IT_IS_DOWN, later(1)),
    ([131000], [RETRY, RETRY, RETRY, UNAVAILABLE], later(1)),
    ([135000], [RETRY, UNAVAILABLE], later(1)),
    ([131056], [RETRY, RETRY, RETRY, later(64), later(256), later(600)], later(1)),
    ([131057], [later(60), later(120), later(240)], later(60)),
    ([4, 80007], [later(120), later(480), later(1920), later(AN_HOUR)], later(120)),
    ([132069], [later(AN_HOUR)] * MOST_TRIES + [UNAVAILABLE], later(AN_HOUR)),
    ([0, 190], [TROUBLE], TROUBLE),
    ([3, 10, 33, 200, 299, 130497, 131005, 131035, 131037, 131042, 131045], [TROUBLE], TROUBLE),
    ([131063, 131064, 132015, 132016, 132068, 133010, 133016], [TROUBLE], TROUBLE),
    ([368, 131031, 131048], [HOLD, HOLD], HOLD),
    ([100, 131008, 131009, 131051, 131052], [REFUSED], REFUSED),
    ([132000, 132001, 132005, 132007, 132008, 132012, 132018], [REFUSED], REFUSED),
    ([130472, 131021, 131026, 131030, 131050], [UNDELIVERABLE], UNDELIVERABLE),
    ([131049], [later(A_DAY), UNDELIVERABLE], later(A_DAY)),
    ([131047], [AGAIN, REFUSED], AGAIN),
    ([131053], [AGAIN, desk("UploadRefused")], AGAIN),
    ([131062], [desk("PhoneHidden")], desk("PhoneHidden")),
    ([137000], [desk("IdentityDoubted")], desk("IdentityDoubted")),
]
ROWS = [(code, *row[1:]) for row in TABLE for code in row[0]]


def tried(*codes: int | None, outcome: str = "refused", **changes: Any) -> CaseFile:
    tries = [
        an_attempt(number=number, outcome=outcome, code=code, to=mark_of(PHONE), **changes)
        for number, code in enumerate(codes, 1)
    ]
    wait = a_wait(waiting_for=DELIVERY, asked="whatsapp")
    return a_file(a_cleared_case(), wait=wait, attempts=tuple(tries))


def refusal(code: int, *, heard: bool = False) -> Refusal:
    return Refusal(code, transient=rule_for(code).may_pass, heard=heard)


@pytest.mark.parametrize(("code", "answers", "heard"), ROWS)
def test_each_code_has_its_consequence(code: int, answers: list[Next], heard: Next) -> None:
    told = [
        what_next(refusal(code), in_a_row(tried(*[code] * times)))
        for times in range(1, len(answers) + 1)
    ]
    assert told == answers
    assert what_next(refusal(code, heard=True), in_a_row(tried(code, outcome="failed"))) == heard


@pytest.mark.parametrize(("transient", "then"), [(True, RETRY), (False, TROUBLE)])
def test_an_unknown_code_may_pass_only_where_meta_says_so(transient: bool, then: Next) -> None:
    assert what_next(Refusal(999999, transient=transient), in_a_row(tried(999999))) == then


def test_what_did_not_even_reach_whatsapp_is_tried_as_while_it_is_down() -> None:
    told = [
        what_next(Refusal(None, transient=True), in_a_row(tried(*[None] * times)))
        for times in range(1, MOST_TRIES + 2)
    ]
    assert told == WHILE_IT_IS_DOWN


def test_what_failed_without_a_reason_is_the_desks() -> None:
    assert what_next(Refusal(None, heard=True), in_a_row(tried(None))) == UNDELIVERABLE


def test_a_pause_that_whatsapp_asks_for_is_kept() -> None:
    assert what_next(Refusal(80007, after=300), in_a_row(tried(80007))) == later(300)
    assert what_next(Refusal(2, transient=True, after=90), in_a_row(tried(2))) == later(90)
    assert what_next(Refusal(2, transient=True, after=9), in_a_row(tried(2))) == RETRY


def test_codes_that_take_turns_do_not_go_on_for_ever() -> None:
    turns = [80007, 131057] * MOST_TRIES
    assert what_next(Refusal(80007), in_a_row(tried(*turns))) == UNAVAILABLE


@pytest.mark.parametrize("outcome", ["given_up", "accepted", "delivered"])
def test_a_row_begins_after_an_officers_word(outcome: str) -> None:
    file = tried(131047, 131047).with_attempt(an_attempt(number=1, outcome=outcome, code=131047))
    again = file.with_attempt(an_attempt(number=1, outcome=outcome, to=mark_of(PHONE)))
    assert [one.number for one in in_a_row(again)] == [2]


def test_a_row_is_of_one_run_and_one_phone() -> None:
    file = tried(131047)
    assert in_a_row(file.updated(run=2)) == []
    elsewhere = an_attempt(number=2, outcome="refused", to="another")
    assert [one.number for one in in_a_row(file.with_attempt(elsewhere))] == [2]
    assert in_a_row(a_file()) == []


@pytest.mark.parametrize(("codes", "closed"), [((131047,), True), ((131026,), False), ((), False)])
def test_meta_knows_better_whether_the_window_is_open(codes: tuple[int], closed: bool) -> None:
    assert window_was_closed(tried(*codes)) == closed


def test_at_once_is_by_another_try_and_the_desk_hears_why() -> None:
    for then, answer in ((AGAIN, "Released"), (TROUBLE, "WhatsAppTrouble")):
        wait = carried_out(tried(131047), then, NOW).wait
        assert wait is not None
        assert (wait.waiting_for, wait.answer) == (ANSWERED, {"error": answer})


def test_later_and_held_wait_with_the_same_token() -> None:
    paused, held = (carried_out(tried(80007), then, NOW).wait for then in (later(120), HOLD))
    assert paused is not None
    assert held is not None
    assert (paused.waiting_for, paused.until) == (LATER, NOW + timedelta(minutes=2))
    assert held.waiting_for == HELD
    assert {paused.token, held.token} == {"task-token"}


def test_only_a_phone_in_doubt_has_to_be_proven_again() -> None:
    assert carried_out(tried(137000), desk("IdentityDoubted"), NOW).case.identity_doubt
    assert carried_out(tried(131026), UNDELIVERABLE, NOW).case.identity_doubt is None


@pytest.mark.parametrize("then", [AGAIN, HOLD, TROUBLE, later(60)])
def test_what_somebody_has_answered_meanwhile_stays_answered(then: Next) -> None:
    answered = tried(131026).answered({"answer": "delivered"}, NOW)
    assert carried_out(answered, then, NOW) is answered
    assert carried_out(tried(2), RETRY, NOW).wait == tried(2).wait


def test_the_code_stands_on_the_try() -> None:
    wait = a_wait(waiting_for=SETTLING, asked="whatsapp")
    file = a_file(a_cleared_case(), wait=wait, attempts=(an_attempt(),))
    assert with_outcome(file, 1, "refused", code=131026).attempts[0].code == 131026


def test_whatever_brings_it_to_the_desk_has_words() -> None:
    assert set(REASONS) == set(Action)
    assert set(REASONS.values()) <= OFFICE.acts.keys()
