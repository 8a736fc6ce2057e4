"""What a change of a case tells those who watch."""

from datetime import timedelta

import pytest

from menwa.case import CaseFile
from menwa.counting import METRICS, measure
from menwa.happenings import happenings
from menwa.types import Status
from tests.builders import NOW, a_file, a_proven_case


def handed(
    file: CaseFile, *, minutes: int = 10, touched: int | None = None, **changes: str
) -> CaseFile:
    known = {"act": "submitted", "holder": "Kasi (Ani)", "paraf": "A", "to": "Kabid"}
    now = NOW + timedelta(minutes=minutes)
    taken = None if touched is None else now - timedelta(minutes=touched)
    given = {**known, **changes}
    return file.handed_over(
        step=3,
        act=given["act"],
        holder=given["holder"],
        paraf=given["paraf"],
        to=given["to"],
        now=now,
        occasion=f"test:{minutes}",
        received_at=NOW,
        taken_up_at=taken,
    )


def test_a_hand_over_tells_how_long_it_waited_and_how_long_it_took() -> None:
    before = a_file(a_proven_case())
    assert list(happenings(before, handed(before))) == [("StepWaiting", 600.0, "3")]
    after = handed(before, touched=2)
    assert list(happenings(before, after)) == [
        ("StepWaiting", 600.0, "3"),
        ("StepTouch", 120.0, "3"),
    ]
    assert list(happenings(after, after)) == []


def test_nobody_times_the_applicant() -> None:
    before = a_file(a_proven_case())
    assert list(happenings(before, handed(before, holder="Pemohon"))) == []


def test_what_was_sent_waits_no_longer_for_the_office() -> None:
    before = a_file(a_proven_case(sent_at=NOW + timedelta(minutes=3)))
    after = handed(before, minutes=50, act="delivered", holder="MENWA")
    assert list(happenings(before, after)) == [("StepWaiting", 180.0, "3")]


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.RETURNED, Status.CLOSED])
def test_an_end_is_told_once_and_a_delivery_how_long_it_took(status: Status) -> None:
    before = a_file(a_proven_case(proven_at=NOW))
    after = before.updated(status=status, ended_at=NOW + timedelta(hours=1))
    took = [("DeliveredAfter", 3600.0, None)] if status is Status.DELIVERED else []
    assert list(happenings(before, after)) == [("Outcomes", 1, status.value), *took]
    assert list(happenings(after, after.updated(surveyed=True))) == []


def test_a_pdf_that_is_sent_once_more_is_not_how_long_the_first_took() -> None:
    before = a_file(a_proven_case(proven_at=NOW, run=2))
    after = before.updated(status=Status.DELIVERED, ended_at=NOW + timedelta(days=9))
    assert list(happenings(before, after)) == [("Outcomes", 1, "delivered")]


def test_what_is_not_listed_is_not_counted() -> None:
    assert "Strange" not in METRICS
    with pytest.raises(KeyError):
        measure("Strange", 1)
