"""Where a request stands, in its citizen's words, for every state that it can be in."""

import re
from datetime import timedelta
from typing import Any

import pytest

from check_siak.desk_rules import ANSWERS
from check_siak.looked_up import ENDS
from menwa.case import Right, Wait
from menwa.progress import STEPS, Progress, progress_of
from menwa.types import Status
from menwa.withdrawal import withdrawn
from tests.builders import (
    NOW,
    OFFICE,
    a_case,
    a_delivered_file,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
    an_attempt,
)

LATER = NOW + timedelta(hours=3)
REASONS = sorted(
    {*ANSWERS, *ENDS.values(), "look_up", "siak_unavailable", "no_answer", "Misconfigured"}
)
OFFICES_OWN = re.compile(r"\b(TTE|SIAK|Kasi|Kabid|Kadis|staged|None)\b")


def of(
    status: Status,
    reason: str | None = None,
    right: Right | None = "recorded_phone",
    wait: Wait | None = None,
    **changes: Any,
) -> Progress:
    case = a_proven_case(status=status, reason=reason, right=right, **changes)
    return progress_of(a_file(case, wait=wait), OFFICE, LATER)


@pytest.mark.parametrize("reason", [None, *REASONS])
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("right", [None, "recorded_phone"])
def test_every_state_has_its_words_and_none_of_the_offices_own(
    status: Status, reason: str | None, right: Right | None
) -> None:
    progress = of(status, reason, right)
    assert progress.where and progress.then
    assert OFFICES_OWN.search(progress.said) is None
    assert a_proven_case().id in progress.said
    assert [step.key for step in progress.steps] == list(STEPS)
    assert sum(step.state in {"here", "stopped"} for step in progress.steps) <= 1


@pytest.mark.parametrize("status", [Status.AT_DESK, Status.WITH_OFFICIAL, Status.RETURNED])
def test_nothing_personal_is_said(status: Status) -> None:
    person, said = an_applicant(), of(status, "wrong_entry").said
    assert [word for word in (person.nik, person.name, person.phone) if word in said] == []


KEPT = [
    (Status.RETURNED, "not_matched"),
    (Status.AT_DESK, "right_unknown"),
    (Status.AT_DESK, "near_miss"),
    (Status.AT_DESK, "wrong_entry"),
    (Status.WITH_OFFICIAL, "none"),
    (Status.CHECKING, "look_again"),
    (Status.RETURNED, "superseded"),
    (Status.CLOSED, "closed"),
]


@pytest.mark.parametrize(("status", "reason"), KEPT)
def test_until_the_right_is_established_every_finding_reads_and_allows_the_same(
    status: Status, reason: str | None
) -> None:
    ended_at = LATER if status.ended else None
    asked = a_wait(since=NOW + timedelta(hours=2))
    wait = None if status.ended else asked
    seen = of(status, reason, None, wait, ended_at=ended_at, promise=LATER + timedelta(days=1))
    assert seen == of(Status.RETURNED, "not_matched", None)
    assert seen.can == {"cancel"}


@pytest.mark.parametrize(("status", "reason"), KEPT)
def test_whoever_cancels_then_reads_the_same_too(status: Status, reason: str | None) -> None:
    file = a_file(a_proven_case(status=status, reason=reason))
    after = progress_of(withdrawn(file, LATER), OFFICE, LATER)
    assert (after.key, after.can, after.since) == ("withdrawn", frozenset(), LATER)


@pytest.mark.parametrize(
    ("status", "reason", "here"),
    [
        (Status.CHECKING, None, "searched"),
        (Status.AT_DESK, "look_up", "searched"),
        (Status.WITH_OFFICIAL, "none", "signed"),
        (Status.AT_DESK, "no_answer", "signed"),
        (Status.SENDING, "none", "sent"),
        (Status.AT_DESK, "Undeliverable", "sent"),
    ],
)
def test_the_line_shows_where_it_is(status: Status, reason: str | None, here: str) -> None:
    steps = of(status, reason).steps
    place = STEPS.index(here)
    assert [step.state for step in steps[:place]] == ["done"] * place
    assert steps[place].state == "here"


def test_what_has_left_is_waited_for_on_the_phone() -> None:
    file = a_file(
        a_proven_case(status=Status.SENDING, right="officer"),
        attempts=(an_attempt(outcome="accepted"),),
    )
    assert progress_of(file, OFFICE, NOW).key == "sent"


@pytest.mark.parametrize("waiting_for", ["held", "later"])
def test_a_pause_in_sending_is_said(waiting_for: str) -> None:
    wait = a_wait(waiting_for=waiting_for)
    assert of(Status.SENDING, "none", wait=wait).key == "sending_later"


def test_when_it_is_expected_is_what_was_promised_until_that_is_past() -> None:
    promise = LATER + timedelta(days=1)
    assert of(Status.WITH_OFFICIAL, "none", promise=promise).by == promise
    assert "paling lambat" in of(Status.WITH_OFFICIAL, "none", promise=promise).said
    assert of(Status.WITH_OFFICIAL, "none", promise=NOW).by is None


def test_nothing_is_said_twice() -> None:
    promise = LATER + timedelta(days=1)
    said = of(Status.WITH_OFFICIAL, "none", promise=promise).said
    name, case_id = OFFICE.documents["kk"].name, a_proven_case().id
    begins = f"{name} ({case_id}): menunggu tanda tangan pejabat. Perkiraan kami PDF-nya sampai"
    assert said.startswith(begins)
    assert f"({case_id}): PDF-nya sudah sampai" in progress_of(a_delivered_file(), OFFICE, NOW).said


def test_while_the_office_is_closed_it_is_said_when_people_are_back() -> None:
    hours = OFFICE.hours.model_copy(update={"holidays": {OFFICE.day_of(NOW): "Libur"}})
    closed = OFFICE.model_copy(update={"hours": hours})
    file = a_file(a_proven_case(status=Status.AT_DESK, reason="look_up"), wait=a_wait())
    progress = progress_of(file, closed, NOW)
    assert progress.opens is not None
    assert "buka lagi Selasa, 24 November 2026 pukul 00.00 WIB" in progress.said
    assert progress_of(file, OFFICE, NOW).opens is None


def test_what_arrived_may_be_asked_for_again_and_objected_to() -> None:
    progress = progress_of(a_delivered_file(), OFFICE, LATER)
    assert {step.state for step in progress.steps} == {"done"}
    assert progress.can == {"again", "wrong_data"}
    assert progress.ended


def test_what_is_said_not_to_be_theirs_allows_nothing() -> None:
    progress = progress_of(a_delivered_file(status=Status.AT_DESK, frozen_at=NOW), OFFICE, LATER)
    assert (progress.key, progress.can) == ("complained", frozenset())


def test_an_unproven_request_is_not_begun() -> None:
    assert progress_of(a_file(a_case()), OFFICE, NOW).key == "unproven"


def test_a_day_that_an_official_has_asked_to_pass_is_named_no_more() -> None:
    asked_for = a_wait(waiting_for="kasi-identitas", asked="kasi", until=NOW + timedelta(days=3))
    file = a_file(
        a_proven_case(
            status=Status.WITH_OFFICIAL, right="recorded_phone", promise=NOW + timedelta(days=2)
        ),
        wait=asked_for,
    )
    assert progress_of(file, OFFICE, NOW).by is None
    sooner = asked_for.model_copy(update={"until": NOW + timedelta(days=1)})
    assert progress_of(file.opened(sooner), OFFICE, NOW).by == NOW + timedelta(days=2)
