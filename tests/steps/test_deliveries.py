"""Whose PDF went where lately: what makes a right doubtful that the record bears out."""

from typing import Any

import pytest

from check_siak import step
from local.siak.entries import Change
from menwa import aws
from menwa.case import CaseFile
from menwa.documents import DocumentStore
from menwa.persons import PersonStore
from menwa.recipient import Recipient
from menwa.types import new_case_id
from send_pdf import step as send_pdf
from tests.builders import (
    CASE_ID,
    OFFICE,
    PHONE,
    a_cleared_case,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
    found,
    staged,
)
from tests.steps.calling import visited
from tests.steps.test_send_pdf import PDF
from tests.steps.world import STAGING, TABLE, World

ELSEWHERE = "+6289900000777"
FATHER = "9971011704740001"


def sent(world: World, phone: str = PHONE, **changes: Any) -> CaseFile:
    """A PDF has left for this phone."""
    case_id = new_case_id()
    world.secrets.add(phone.removeprefix("+"))
    sha256 = DocumentStore(aws.s3(), STAGING).stage(PDF)
    known: dict[str, Any] = {
        "id": case_id,
        "proof_hash": case_id,
        "created_at": world.clock.moment,
        "proven_at": world.clock.moment,
        "staged": staged(sha256=sha256),
        "applicant": an_applicant(phone=phone),
        "identity": Recipient(phone=phone),
    }
    world.writes(number=phone)
    world.have(a_file(a_cleared_case(**known | changes)))
    visited(send_pdf.handler, case_id, token=f"task-token {case_id}")
    return world.file(case_id)


def look(world: World, **changes: Any) -> CaseFile:
    world.writes()
    known = {"created_at": world.clock.moment, "proven_at": world.clock.moment}
    case = a_proven_case(**known | changes)
    world.have(a_file(case, wait=a_wait(waiting_for="start", visit="proof")))
    visited(step.handler, CASE_ID, token="task-token", level="kasi")
    return world.file()


def test_a_sending_is_remembered_without_a_person(world: World) -> None:
    file = sent(world)
    remembered = [one for one in world.items() if one["pk"]["S"].startswith("PERSON#")]
    assert {one["sk"]["S"] for one in remembered} == {f"CASE#{file.case.id}"}
    assert len(remembered) == 3
    assert {frozenset(one) for one in remembered} == {frozenset({"pk", "sk", "at", "expires_at"})}


def test_a_sending_that_does_not_leave_is_not_remembered(world: World) -> None:
    world.whatsapp_fails(refuse_code=131026)
    sent(world, ELSEWHERE)
    assert look(world).case.right == "recorded_phone"


@pytest.mark.parametrize(
    "theirs",
    [
        {"applicant": an_applicant(phone=ELSEWHERE)},
        {"applicant": an_applicant(phone=ELSEWHERE, nik=FATHER), "found": found()},
    ],
    ids=["the applicant's", "the document's"],
)
def test_who_got_a_pdf_at_another_number_is_an_officers_to_judge(
    world: World, theirs: dict[str, Any]
) -> None:
    sent(world, ELSEWHERE, **theirs)
    file = look(world)
    assert (file.case.right, file.case.reason) == (None, "other_number")
    assert file.case.warnings == ("other_number",)
    assert world.procedure.answers == [("task-token", {"found": "desk", "reason": "other_number"})]


def test_the_earlier_number_is_told_once_and_nothing_of_the_other(world: World) -> None:
    sent(world, ELSEWHERE)
    sent(world, ELSEWHERE)
    before = len(world.texts(ELSEWHERE))
    look(world)
    visited(step.handler, CASE_ID, token="token-2", level="kasi")
    [told] = world.texts(ELSEWHERE)[before:]
    assert told == OFFICE.text("asked_elsewhere")
    assert not [word for word in (PHONE[3:], "9971", "Nurhayati", CASE_ID) if word in told]


def test_outside_its_window_the_earlier_number_is_told_by_template(world: World) -> None:
    sent(world, ELSEWHERE)
    world.clock.pass_by(days=3)
    look(world)
    assert world.on_phone(ELSEWHERE)[-1].content.template == "kabar_permintaan"


@pytest.mark.parametrize(("days", "right"), [(89, None), (91, "recorded_phone")])
def test_after_ninety_days_another_number_is_a_new_one(
    world: World, days: int, right: str | None
) -> None:
    sent(world, ELSEWHERE)
    world.clock.pass_by(days=days)
    assert look(world).case.right == right


def test_the_same_number_may_ask_again(world: World) -> None:
    sent(world)
    assert look(world).case.right == "recorded_phone"


def test_an_officers_yes_stands_above_what_is_remembered(world: World) -> None:
    sent(world, ELSEWHERE)
    before = len(world.texts(ELSEWHERE))
    file = look(world, right="officer", found=found())
    assert (file.case.right, file.case.warnings) == ("officer", ())
    assert len(world.texts(ELSEWHERE)) == before


def of_families(world: World, count: int) -> None:
    for number in range(count):
        family, nik = f"997101000000000{number}", f"997101420977000{number + 2}"
        applicant = an_applicant(nik=nik)
        subject = found(family=family, subject_nik=nik)
        sent(world, applicant=applicant, found=subject)


@pytest.mark.parametrize(("families", "reason"), [(4, None), (5, "many_families")])
def test_a_phone_that_collects_for_many_families_is_an_officers_to_judge(
    world: World, families: int, reason: str | None
) -> None:
    of_families(world, families)
    file = look(world)
    assert file.case.reason == reason
    assert file.case.warnings == ((reason,) if reason else ())


def test_many_families_are_counted_for_thirty_days(world: World) -> None:
    of_families(world, 5)
    world.clock.pass_by(days=31)
    assert look(world).case.right == "recorded_phone"


def test_many_documents_of_one_family_are_no_concern(world: World) -> None:
    for nik in (FATHER, "9971012501030001", "9971017011110001", "9971014209770001"):
        for _ in range(2):
            applicant = an_applicant(nik=nik)
            sent(world, applicant=applicant, found=found(family="9971011103190001"))
    assert look(world).case.right == "recorded_phone"


OLD, NEW = Recipient(phone=PHONE, user_id="ID.old"), Recipient(phone=PHONE, user_id="ID.new")
MOVED = Recipient(phone=ELSEWHERE, user_id="ID.old")


def asked_before(world: World, identity: Recipient, **changes: Any) -> None:
    """Long ago; whether its PDF has left does not matter."""
    applicant = an_applicant(**{"phone": identity.phone} | changes.pop("who", {}))
    known = {"id": new_case_id(), "proof_hash": "long ago", "applicant": applicant}
    world.secrets.add(ELSEWHERE.removeprefix("+"))
    file = world.have(a_file(a_proven_case(identity=identity, **known | changes)))
    persons = PersonStore(aws.dynamodb(), TABLE, "the-person-key")
    persons.write(persons.asking(file.case, identity, None, world.clock.moment))
    world.clock.pass_by(days=200)


@pytest.mark.parametrize(
    ("identity", "changes"),
    [
        (OLD, {}),
        (OLD, {"who": {"nik": FATHER}}),
        (NEW, {"identity_doubt": "another_holder"}),
        (MOVED, {"identity_doubt": "another_holder", "right": "recorded_phone"}),
    ],
    ids=["another user id", "of another person", "in doubt", "in doubt, at another number"],
)
def test_a_phone_that_changed_hands_is_no_recorded_phone(
    world: World, identity: Recipient, changes: dict[str, Any]
) -> None:
    asked_before(world, identity, **changes)
    persons = PersonStore(aws.dynamodb(), TABLE, "the-person-key")
    now = world.clock.moment
    case = a_proven_case(identity=NEW)
    before = persons.asked_before(case, NEW)
    persons.write(persons.asking(case, NEW, before, now))  # of the same, it is the last from now on
    file = look(world, identity=NEW)
    assert (file.case.right, file.case.reason) == (None, "other_holder")
    assert file.case.warnings == ("other_holder",)
    assert world.objects() == []


@pytest.mark.parametrize(
    ("identity", "changes"),
    [(NEW, {}), (MOVED, {}), (MOVED, {"identity_doubt": "another_holder"})],
    ids=["theirs", "at another number", "a stranger's with this NIK"],
)
def test_what_says_nothing_of_this_phone_makes_no_doubt(
    world: World, identity: Recipient, changes: dict[str, Any]
) -> None:
    asked_before(world, identity, **changes)
    assert look(world, identity=NEW).case.right == "recorded_phone"


def test_what_is_remembered_of_a_case_that_was_erased_is_forgotten(world: World) -> None:
    file = sent(world, ELSEWHERE)
    for item in world.items():
        if item["pk"]["S"] == f"CASE#{file.case.id}":
            key = {"pk": item["pk"], "sk": item["sk"]}
            aws.dynamodb().delete_item(TableName=TABLE, Key=key)
    assert look(world).case.right == "recorded_phone"


def test_at_the_desk_the_officer_is_warned_before_answering(no_gateway: World) -> None:
    sent(no_gateway, ELSEWHERE)
    of_families(no_gateway, 5)
    before = len(no_gateway.texts(ELSEWHERE))
    file = look(no_gateway)
    assert file.case.reason == "look_up"
    assert file.case.warnings == ("other_number", "many_families")
    assert len(no_gateway.texts(ELSEWHERE)) == before + 1


def test_a_right_that_stood_is_judged_anew_once_another_number_got_it(world: World) -> None:
    world.siak.change("dok-001", Change(signed=False))
    assert look(world).case.right == "recorded_phone"
    sent(world, ELSEWHERE)
    world.siak.change("dok-001", Change(signed=True))
    visited(step.handler, CASE_ID, visit="later", token="token-2", level="kasi")
    assert (world.file().case.right, world.file().case.reason) == (None, "other_number")
