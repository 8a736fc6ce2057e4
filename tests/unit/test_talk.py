"""A talk: at most one answer of a kind a minute, help after two, silence while they wait."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from intake.talk import Standing, begun, to_the_desk, unclear, understood, written
from menwa.questions import Words
from menwa.recipient import Recipient
from tests.builders import NOW, PHONE

SENDER = Recipient(phone=PHONE)
START = Standing(begun(NOW))


def words(number: int, after: float = 0) -> Words:
    return Words(text=f"kata {number}", at=NOW + timedelta(seconds=after), by=str(number))


def say(before: Standing, number: int, after: float = 0) -> tuple[Standing, str]:
    return unclear(before, words(number, after), SENDER, NOW + timedelta(seconds=after))


@given(st.lists(st.floats(0, 59.9), min_size=1, max_size=30).map(sorted))
def test_however_many_come_in_a_minute_one_is_answered(moments: list[float]) -> None:
    talk, verdicts = START, []
    for number, after in enumerate(moments):
        talk, verdict = say(talk, number, after)
        verdicts.append(verdict)
    assert verdicts == ["form", *["quiet"] * (len(moments) - 1)]


@given(
    st.lists(
        st.tuples(st.floats(0.1, 4000), st.sampled_from(["unclear", "status", "help"])),
        min_size=1,
        max_size=40,
    )
)
def test_no_kind_is_answered_twice_in_a_minute(said: list[tuple[float, str]]) -> None:
    talk, after = START, 0.0
    last: dict[str, float] = {}
    for number, (gap, what) in enumerate(said):
        after += gap
        now = NOW + timedelta(seconds=after)
        kind = what
        if what == "status":
            talk, answered = understood(talk, "status", str(number), now)
        else:
            listen = unclear if what == "unclear" else to_the_desk
            talk, verdict = listen(talk, words(number, after), SENDER, now)
            kind, answered = verdict, verdict != "quiet"
        if answered:
            assert after - last.get(kind, -60) >= 60
            last[kind] = after
    assert len(talk.talk.given) <= 3


@given(st.lists(st.integers(0, 5), max_size=20))
def test_a_message_that_comes_again_is_answered_as_the_first_time(numbers: list[int]) -> None:
    talk, verdicts = START, dict[int, str]()
    for number in numbers:
        talk, verdict = say(talk, number)
        assert verdicts.setdefault(number, verdict) == verdict


def test_the_second_in_a_row_stands_at_the_desk_with_all_that_was_said() -> None:
    talk, _ = say(START, 1)
    talk, _ = say(talk, 2, 10)
    talk, verdict = say(talk, 3, 61)
    assert verdict == "desk"
    assert talk.question is not None
    assert [one.by for one in talk.question.words] == ["1", "2", "3"]


def test_what_is_understood_begins_a_new_row() -> None:
    talk, _ = say(START, 1)
    talk, _ = understood(talk, "status", "s", NOW)
    assert say(talk, 2, 61)[1] == "form"


def test_yesterdays_words_are_no_row() -> None:
    talk, _ = say(START, 1)
    assert say(talk, 2, 86400)[1] == "form"


def test_who_waits_at_the_desk_is_not_answered_by_the_machine_for_a_day() -> None:
    talk, first = to_the_desk(START, words(1), SENDER, NOW)
    talk, second = say(talk, 2, 3600)
    assert (first, second) == ("desk", "quiet")
    assert talk.question is not None
    assert [one.by for one in talk.question.words] == ["1", "2"]
    assert say(talk, 3, 86400)[1] == "form"


def test_once_an_officer_has_answered_a_new_question_begins() -> None:
    talk, _ = to_the_desk(START, words(1), SENDER, NOW)
    assert talk.question is not None
    done = Standing(talk.talk, talk.question.answered("siti", NOW))
    talk, verdict = to_the_desk(done, words(2, 300), SENDER, NOW + timedelta(seconds=300))
    assert verdict == "desk"
    assert talk.question is not None
    assert talk.question.is_open
    assert [one.by for one in talk.question.words] == ["2"]


def test_what_follows_an_answer_reopens_it_once_however_often_it_comes() -> None:
    talk, _ = to_the_desk(START, words(1), SENDER, NOW)
    assert talk.question is not None
    done = Standing(talk.talk, talk.question.answered("siti", NOW))
    assert written(done, words(1), SENDER, NOW)[1] == "quiet"
    after, first = written(done, words(2, 300), SENDER, NOW + timedelta(seconds=300))
    again, second = written(after, words(2, 300), SENDER, NOW + timedelta(seconds=301))
    assert (first, second, again) == ("reopened", "reopened", after)
    assert after.question is not None
    assert [one.by for one in after.question.words] == ["1", "2"]
    assert (after.question.is_open, after.question.expires_at) == (True, None)
    assert written(after, words(3, 400), SENDER, NOW + timedelta(seconds=400))[1] == "quiet"


def test_the_desk_keeps_the_newest_words_and_no_more_than_it_can_read() -> None:
    talk, _ = to_the_desk(START, words(0), SENDER, NOW)
    for number in range(1, 40):
        talk, _ = say(talk, number, number)
    assert talk.question is not None
    assert [one.by for one in talk.question.words] == [str(number) for number in range(20, 40)]
