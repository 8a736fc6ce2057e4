"""What an officer has seen in SIAK, and where it leads."""

from typing import Any

import pytest

from check_siak.looked_up import LookedUp, Seen, complaint, level_asked_next, looked_up, possible
from check_siak.settling import desk_id
from menwa.case import CaseFile
from menwa.types import Status
from tests.builders import (
    NOW,
    OFFICE,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
    an_officer,
    found,
    staged,
)

NUMBER = "9971011103190001"
KK = OFFICE.documents["kk"]
ON_CARD: Any = {"holder": "Kasi", "paraf": "SY", "to": "MENWA", "now": NOW}


def waiting(reason: str = "look_up", **changes: Any) -> CaseFile:
    case = a_proven_case(status=Status.AT_DESK, reason=reason, **changes)
    return a_file(case, wait=a_wait(asked="siak", reason=reason))


def saw(seen: Seen | None = "signed", **more: Any) -> LookedUp:
    known = {"right": "yes", "active": "yes", "number": NUMBER, "name": "Nurhayati Lubuk Puding"}
    return LookedUp(seen=seen, officer=an_officer(), **known | more)


def after(looked: LookedUp, file: CaseFile | None = None) -> CaseFile:
    return looked_up(file or waiting(), looked, OFFICE, NOW)


def answer(file: CaseFile) -> Any:
    assert file.wait is not None
    return file.wait.answer


def reason(file: CaseFile) -> str | None:
    assert file.wait is not None
    return file.wait.reason


def test_a_signed_document_is_recorded_and_waits_for_its_pdf() -> None:
    file = after(saw())
    assert file.case.right == "officer"
    assert file.case.found is not None
    assert file.case.found.model_dump() == {
        "siak_id": desk_id("kk", NUMBER),
        "number": NUMBER,
        "issued_on": None,
        "subject_nik": an_applicant().nik,
        "subject_name": "Nurhayati Lubuk Puding",
        "signed": True,
        "active": True,
        "family": None,
        "applicant_role": None,
        "looked_up_by": "siti.aminah",
    }
    assert (answer(file), reason(file)) == (None, "pdf_awaited")
    assert [entry.act for entry in file.entries] == ["right_confirmed", "signed_in_siak"]


def test_a_right_for_one_number_is_none_for_another_that_an_officer_states() -> None:
    before = waiting(right="recorded_phone", found=found())
    file = after(saw(number="9971013333190003", right=""), before)
    assert (file.case.right, reason(file)) == (None, "right_unknown")
    again = after(saw(right=""), before)
    assert again.case.right == "recorded_phone"


def test_of_a_birth_certificate_the_applicants_nik_is_not_asked() -> None:
    file = after(saw(number="1471-LU-1"), waiting(document_type="akta_kelahiran"))
    assert file.case.found is not None
    assert file.case.found.subject_nik is None


def test_a_pdf_that_was_there_before_lets_the_case_go_on_at_once() -> None:
    ready = staged(siak_id=desk_id("kk", NUMBER))
    assert answer(after(saw(), waiting(staged=ready))) == {"found": "signed", "reason": "none"}


def test_who_is_in_doubt_about_the_right_leaves_it_to_another() -> None:
    file = after(saw(right="unsure"))
    assert (file.case.right, answer(file), reason(file)) == (None, None, "right_unknown")
    assert file.case.found is not None
    assert [entry.act for entry in file.entries] == ["right_unknown"]
    settled = after(saw(None), file)
    assert (settled.case.right, reason(settled)) == ("officer", "pdf_awaited")


@pytest.mark.parametrize(
    ("looked", "outcome", "status"),
    [
        (saw(right="no"), {"found": "returned", "reason": "not_matched"}, Status.RETURNED),
        (saw(None, right="no"), {"found": "returned", "reason": "not_matched"}, Status.RETURNED),
        (saw(active="no"), {"found": "returned", "reason": "superseded"}, Status.RETURNED),
        (saw("inactive"), {"found": "returned", "reason": "superseded"}, Status.RETURNED),
        (saw("not_found"), {"found": "returned", "reason": "not_matched"}, Status.RETURNED),
        (saw("hand_signed"), {"found": "returned", "reason": "hand_signed"}, Status.RETURNED),
        (saw("elsewhere"), {"found": "returned", "reason": "elsewhere"}, Status.RETURNED),
        (saw("unsigned"), {"found": "unsigned", "reason": "none"}, Status.WITH_OFFICIAL),
        (saw("wrong_entry"), {"found": "desk", "reason": "wrong_entry"}, Status.AT_DESK),
        (saw("again"), {"found": "again", "reason": "none"}, Status.CHECKING),
    ],
)
def test_every_other_sight_is_an_answer(
    looked: LookedUp, outcome: dict[str, str], status: Status
) -> None:
    file = after(looked)
    assert (answer(file), file.case.status) == (outcome, status)
    assert (file.case.ended_at == NOW) is status.ended
    said = ["right_confirmed"] if looked.right == "yes" else []
    assert [entry.act for entry in file.entries][:-1] == said
    assert {entry.holder for entry in file.entries} == {"Meja petugas (Contoh Siti Aminah)"}


def test_what_is_not_signed_has_no_pdf() -> None:
    before = waiting(found=found(), staged=staged())
    file = after(saw("unsigned"), before)
    assert (file.case.found, file.case.staged) == (None, None)
    again = after(saw("again"), before)
    assert again.case.staged == staged()


def test_a_right_once_established_needs_no_second_word() -> None:
    assert complaint(waiting(right="officer"), saw(right=""), KK) is None
    assert after(saw(right=""), waiting(right="officer")).case.right == "officer"


@pytest.mark.parametrize(
    ("looked", "wrong"),
    [
        (saw(), None),
        (saw(right=""), "right"),
        (saw("unsigned", right=""), "right"),
        (saw("unsigned", right="unsure"), None),
        (saw("not_found", right=""), None),
        (saw(active=""), "active"),
        (saw(active="unsure"), "active"),
        (saw(number="123"), "number"),
        (saw(name=""), "name"),
        (saw("wrong_entry"), "reason"),
        (saw("wrong_entry", reason="Nama istri"), None),
        (saw(None), "answer"),
        (saw(None, right=""), "answer"),
        (saw(None, right="no"), None),
        (saw("unsigned", right="no", number=""), None),
    ],
)
def test_what_is_missing_is_named(looked: LookedUp, wrong: str | None) -> None:
    assert complaint(waiting(), looked, KK) == wrong


def test_yes_alone_is_enough_once_the_document_is_recorded() -> None:
    assert complaint(waiting(found=found()), saw(None), KK) is None


def test_whoever_entered_the_request_may_look_but_not_vouch() -> None:
    file = waiting(entered_by="siti.aminah")
    assert complaint(file, saw(), KK) == "second_officer"
    assert complaint(file, saw(right="unsure"), KK) is None


@pytest.mark.parametrize(("reason", "asks"), [("look_up", False), ("siak_unavailable", True)])
def test_siak_is_asked_again_only_where_there_is_a_gateway(reason: str, asks: bool) -> None:
    assert ("again" in possible(waiting(reason))) is asks


@pytest.mark.parametrize(
    ("acts", "level"),
    [
        ([], "kasi"),
        ([(2, "look_up")], "kasi"),
        ([(3, "answered_signed")], "kasi"),
        ([(3, "submitted")], "kabid"),
        ([(3, "no_answer"), (4, "answered_signed")], "kabid"),
        ([(3, "submitted"), (4, "submitted")], "kadis"),
        ([(5, "wrong_entry"), (2, "look_again")], "kadis"),
    ],
)
def test_the_official_whose_turn_it_is_is_read_off_the_card(
    acts: list[tuple[int, str]], level: str
) -> None:
    file = waiting()
    for turn, (step, act) in enumerate(acts):
        file = file.handed_over(step=step, act=act, occasion=str(turn), **ON_CARD)
    assert level_asked_next(file) == level


def test_the_same_form_sent_twice_stands_on_the_card_once() -> None:
    once = after(saw())
    assert after(saw(), once).entries == once.entries
