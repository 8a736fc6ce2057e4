"""Weeks in which something goes wrong: the sweep finds it, and goes on with all the rest."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from check_siak.second_looks import looked_at_in_vain
from local.office_file import read_office
from menwa.case import CaseFile, Wait
from menwa.errors import WhatsAppUnavailable
from menwa.letter_book import failing, mark_of
from menwa.office import Office
from notify_officials import courier, faults, stalls, unanswered
from notify_officials.sweep import officials
from tests.builders import a_wait
from tests.unit.weeks import Weeks

BEGIN = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)  # Monday, 08.00 WIB
OFFICE = read_office("pekanbaru")
KIND = next(key for key, each in OFFICE.documents.items() if not each.never_a_pdf)
POST = OFFICE.documents[KIND].kasi
KASI = OFFICE.officials[POST]


class Silent(Weeks):
    """Nobody answers anything."""

    def _will_answer(self, *_: Any) -> None:
        pass

    def case(self, document_type: str = KIND) -> str:
        self.begin_case(document_type, right=True)
        return list(self.phones)[-1]

    def wait(self, case_id: str) -> Wait:
        wait = self.store.load(case_id).wait
        assert wait is not None
        return wait


@pytest.fixture
def weeks() -> Silent:
    return Silent(OFFICE, BEGIN)


@pytest.fixture
def metrics(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    for module in (courier, stalls, faults):
        monkeypatch.setattr(module, "count", seen.append)
    return seen


def renamed(office: Office) -> Office:
    """As the file is when it is uploaded again with the post under another key."""
    documents = {
        key: each.model_copy(update={"kasi": "kasi-baru"}) if each.kasi == POST else each
        for key, each in office.documents.items()
    }
    held = {"kasi-baru" if key == POST else key: each for key, each in office.officials.items()}
    return office.model_copy(update={"documents": documents, "officials": held})


def test_what_waits_for_a_post_that_is_gone_goes_to_the_next_level(weeks: Silent) -> None:
    case_id = weeks.case()
    weeks.office = renamed(OFFICE)
    weeks.live(BEGIN + timedelta(minutes=10))
    [entry] = weeks.store.load(case_id).entries
    assert (entry.act, entry.holder) == ("vacant", POST)
    assert weeks.wait(case_id).waiting_for == OFFICE.documents[KIND].kabid


def test_what_was_passed_to_a_post_that_was_never_asked_is_found_when_that_is_gone(
    weeks: Silent,
) -> None:
    case_id = weeks.case()
    other = next(post for post in OFFICE.officials if post.startswith("kasi") and post != POST)
    file = weeks.store.load(case_id)
    moved = weeks.wait(case_id).model_copy(update={"waiting_for": other, "letter_at": None})
    weeks.store.save(file, file.opened(moved))
    held = {key: each for key, each in OFFICE.officials.items() if key != other}
    weeks.office = OFFICE.model_copy(update={"officials": held})
    weeks.live(BEGIN + timedelta(minutes=10))
    assert weeks.answered[case_id, "kasi"][0] == "vacant"


def test_a_document_type_that_is_gone_keeps_no_letter_from_being_written(weeks: Silent) -> None:
    gone, others = weeks.case(), [weeks.case() for _ in range(2)]
    kept = {key: each for key, each in OFFICE.documents.items() if key != KIND}
    weeks.office = OFFICE.model_copy(update={"documents": kept})
    weeks.live(BEGIN + timedelta(minutes=20))
    assert all(weeks.wait(each).letter_at for each in (gone, *others))


def broken_for(case_id: str, error: Exception) -> Callable[..., CaseFile]:
    passed_on = unanswered.passed_on

    def passed(file: CaseFile, **known: Any) -> CaseFile:
        if file.case.id == case_id or not case_id:
            raise error
        return passed_on(file, **known)

    return passed


def test_one_bad_case_keeps_no_other_waiting(
    weeks: Silent, monkeypatch: pytest.MonkeyPatch, metrics: list[str]
) -> None:
    bad, *others = [weeks.case() for _ in range(5)]
    weeks.live(OFFICE.hours.after(BEGIN, timedelta(hours=11, minutes=50)))
    error = KeyError("kabid-lama")
    monkeypatch.setattr(unanswered, "passed_on", broken_for(bad, error))
    weeks.now = weeks.outside.now = OFFICE.hours.after(BEGIN, timedelta(hours=12))
    at = weeks.round()
    done = officials(at)
    assert done["unanswered"] == 4
    assert {case_id for case_id, _ in weeks.answered} == {*others}
    assert (at.faults.found, metrics.count("SweepFault")) == ([error], 1)


def test_where_aws_is_down_for_one_duty_the_next_ones_are_done(
    weeks: Silent, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        weeks.case()
    down = ClientError({"Error": {"Code": "ThrottlingException"}}, "SendTaskSuccess")
    monkeypatch.setattr(unanswered, "passed_on", broken_for("", down))
    weeks.now = weeks.outside.now = OFFICE.hours.after(BEGIN, timedelta(hours=12))
    at = weeks.round()
    assert officials(at) | {"delays": 0} == {
        "unanswered": 0,
        "letters": 1,
        "stalls": 1,
        "delays": 0,
        "calendar": 0,
    }
    assert at.faults.found == [down] * faults.AWS_IS_DOWN


def test_a_mark_outlives_whoever_had_read_the_case_before(weeks: Silent) -> None:
    case_id = weeks.case()
    weeks.live(BEGIN + timedelta(minutes=55))
    before = weeks.store.load(case_id)
    weeks.live(BEGIN + timedelta(minutes=65))
    assert weeks.wait(case_id).reminders == 1
    weeks.store.change(before, lambda file: looked_at_in_vain(file, weeks.now))
    wait = weeks.wait(case_id)
    assert (wait.reminders, wait.looked_at) == (1, weeks.now)


def test_all_that_waits_is_seen_however_much_it_is(weeks: Silent) -> None:
    case_id, table = weeks.case(), weeks.store._table
    for number in range(1200):
        wait = a_wait(waiting_for=POST, asked="kasi", since=BEGIN)
        table.write([table.putting(f"CASE#{number}", "WAIT", wait.model_dump(mode="json"))])
    waits = weeks.round().waits(POST)
    assert len(waits) == 1201
    assert case_id in dict(waits)


def both_fail(weeks: Silent) -> None:
    def noted(letters: Any) -> Any:
        for channel in ("whatsapp", "mail"):
            letters = failing(letters, channel, mark_of(KASI, channel), weeks.now)
        return letters.model_copy(update={"by": ("mail",)})

    weeks.book.change(POST, noted)


def test_where_both_channels_fail_letters_come_no_more_often(weeks: Silent) -> None:
    weeks.case()
    for _ in range(10):
        both_fail(weeks)
        weeks.live(weeks.now + timedelta(minutes=5))
    assert len(weeks.to_post(POST)) == 1


def test_the_other_channel_is_tried_when_a_letter_may_follow(weeks: Silent) -> None:
    weeks.case()
    weeks.now = BEGIN + timedelta(minutes=1)
    weeks.book.change(
        POST, lambda found: failing(found, "whatsapp", mark_of(KASI, "whatsapp"), weeks.now)
    )
    weeks.live(BEGIN + timedelta(minutes=40))
    first, second = weeks.to_post(POST)
    assert OFFICE.letters.apart <= second - first <= timedelta(minutes=20)
    assert weeks.book.of(POST).by == ("mail",)


def nothing_leaves(weeks: Silent) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise WhatsAppUnavailable("down")

    weeks.outside.send_template = refuse  # type: ignore[method-assign]
    weeks.outside.send_email = refuse  # type: ignore[method-assign]


def test_a_letter_that_no_channel_takes_is_counted_and_said_on_the_card(
    weeks: Silent, monkeypatch: pytest.MonkeyPatch, metrics: list[str]
) -> None:
    monkeypatch.setattr(courier, "ClientError", WhatsAppUnavailable)
    nothing_leaves(weeks)
    case_id = weeks.case()
    assert metrics == ["LetterNotDelivered"]
    weeks.live(OFFICE.hours.after(BEGIN, timedelta(hours=12, minutes=6)))
    [entry] = weeks.store.load(case_id).entries
    assert entry.act == "not_reached"
    assert weeks.office.act(entry.act) == "Surat tidak sampai kepada pejabat; diteruskan"
    assert weeks.answered[case_id, "kasi"][0] == "no_answer"


def test_a_superior_whom_nothing_reached_is_told_once_a_letter_leaves(
    weeks: Silent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "ClientError", WhatsAppUnavailable)
    for _ in range(OFFICE.letters.stall_count):
        weeks.case()
    said = weeks.outside.send_template
    nothing_leaves(weeks)
    weeks.live(BEGIN + timedelta(minutes=20))
    assert weeks.book.of(POST).stalled_on is None
    weeks.outside.send_template = said  # type: ignore[method-assign]
    weeks.live(BEGIN + timedelta(minutes=30))
    assert len(weeks.stalls()) == 1
    assert weeks.book.of(POST).stalled_on == BEGIN.date()


def test_after_an_outage_a_broken_promise_is_told_at_once(weeks: Silent) -> None:
    case_id = weeks.case()
    promise = weeks.store.load(case_id).case.promise
    assert promise is not None
    opens = OFFICE.hours.next_opening(promise + timedelta(minutes=1))
    weeks.now = weeks.outside.now = opens  # and no sweep ran before
    weeks.live(opens + timedelta(minutes=10))  # the first one passes it on
    told = [said for said in weeks.told(case_id) if said.occasion.startswith("delayed:")]
    assert [said.at for said in told] == [weeks.now]


def test_two_sweeps_at_once_write_one_letter_however_close_letters_may_come() -> None:
    rules = OFFICE.letters.model_copy(update={"hours_apart": 0})
    weeks = Silent(OFFICE.model_copy(update={"letters": rules}), BEGIN)
    weeks.case()
    weeks.live(BEGIN + timedelta(minutes=55))
    weeks.now = weeks.outside.now = BEGIN + timedelta(hours=1)
    mailed, rounds = weeks.outside.send_email, [weeks.round()]

    def another_meanwhile(**mail: Any) -> None:
        mailed(**mail)
        if rounds:
            officials(rounds.pop())

    weeks.outside.send_email = another_meanwhile  # type: ignore[method-assign]
    officials(weeks.round())
    assert len(weeks.outside.mails) == 1
