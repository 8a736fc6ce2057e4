"""What is still open once a PDF lies ready, and which answer fits once nothing is."""

from typing import Any

import pytest

from check_siak.settling import desk_id, settled_by_pdf, what_is_open
from menwa.case import DESK, CaseFile
from menwa.types import Status
from tests.builders import NOW, a_cleared_case, a_file, a_proven_case, a_wait, found, staged

SEEN = {"text_holds": False, "pages": 1}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"right": None}, "right_unknown"),
        ({"staged": None}, "pdf_awaited"),
        ({"found": None}, "pdf_awaited"),
        ({"found": found(siak_id="dok-002")}, "pdf_awaited"),
        ({"found": found(signed=False)}, "pdf_awaited"),
        ({"found": found(active=False)}, "pdf_awaited"),
        ({"staged": staged(**SEEN)}, "pdf_to_confirm"),
        ({"staged": staged(**SEEN), "right": None}, "pdf_to_confirm"),
        ({"staged": staged(**SEEN, confirmed_by="siti.aminah")}, None),
        ({"staged": staged(observed=True)}, "pdf_to_confirm"),
        ({"staged": staged(observed=True, confirmed_by="siti.aminah")}, None),
        ({"staged": staged(signature="ISSUER_UNTRUSTED", observed=True)}, "pdf_to_confirm"),
        ({"staged": staged(signature="ISSUER_UNTRUSTED")}, "pdf_to_confirm"),
    ],
)
def test_what_is_open_is_said_first_things_first(
    changes: dict[str, Any], reason: str | None
) -> None:
    assert what_is_open(a_cleared_case(**changes)) == reason


def at_desk(asked: str = "siak", **changes: Any) -> CaseFile:
    known: dict[str, Any] = {"status": Status.AT_DESK, "reason": "look_up"}
    wait = a_wait(waiting_for=DESK, asked=asked, reason="look_up")
    return a_file(a_cleared_case(**known | changes), wait=wait)


def test_the_last_piece_answers_whatever_it_was() -> None:
    """A right that was stated, an image that was confirmed: as much as a PDF that passed."""
    file = settled_by_pdf(at_desk(), NOW)
    assert file.wait is not None
    assert file.wait.answer == {"found": "signed", "reason": "none"}
    assert file.case.status is Status.SENDING
    stood = settled_by_pdf(at_desk("desk"), NOW)
    assert stood.wait is not None
    assert stood.wait.answer == {"answer": "staged"}


def test_until_then_the_case_says_what_it_waits_for() -> None:
    file = settled_by_pdf(at_desk(staged=None), NOW)
    assert file.wait is not None
    assert (file.case.reason, file.wait.reason, file.wait.answer) == (
        "pdf_awaited",
        "pdf_awaited",
        None,
    )


def test_nobody_is_answered_who_did_not_ask() -> None:
    for file in (
        a_file(a_cleared_case()),
        a_file(a_cleared_case(), wait=a_wait(waiting_for="held", asked="held")),
        at_desk(status=Status.CLOSED),
    ):
        assert settled_by_pdf(file, NOW) is file


def test_a_pdf_that_came_before_its_number_was_known_is_brought_again() -> None:
    before = at_desk(
        number=None, staged=staged(siak_id=desk_id("kk", "")), found=found(siak_id="meja-1")
    )
    assert settled_by_pdf(before, NOW).case.reason == "pdf_awaited"


@pytest.mark.parametrize("doubt", ["near_miss", "other_holder", "other_number", "walk_in"])
def test_what_makes_the_right_doubtful_goes_on_being_said(doubt: str) -> None:
    file = settled_by_pdf(at_desk(right=None, reason=doubt), NOW)
    assert (file.case.reason, file.wait and file.wait.reason) == (doubt, doubt)


def test_a_pdf_of_another_number_is_not_taken_for_it() -> None:
    before = at_desk(staged=staged(siak_id=desk_id("kk", "9971011103190001")))
    assert settled_by_pdf(before, NOW).case.reason == "pdf_awaited"


def test_a_number_is_the_same_however_it_is_typed() -> None:
    assert desk_id("kk", "9971 0111.0319-0001") == desk_id("kk", "9971011103190001")
    assert desk_id("kk", "9971011103190001") != desk_id("biodata", "9971011103190001")
    assert "9971" not in desk_id("kk", "9971011103190001")


def test_an_unproven_case_asks_nobody() -> None:
    file = a_file(a_proven_case(), wait=a_wait(waiting_for="start", asked="start"))
    assert settled_by_pdf(file, NOW) is file
