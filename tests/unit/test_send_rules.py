"""When a PDF may leave, and what each receipt means, in whatever order it comes."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from menwa.case import ANSWERED, DELIVERY, DESK, SETTLING, Attempt, Case, CaseFile
from menwa.delivery import mark_of
from menwa.recipient import Recipient
from menwa.types import Status
from menwa.visit import Visit
from menwa.whatsapp_updates import Receipt
from send_pdf.outcomes import attempt_id, attempt_of, heard, with_outcome
from send_pdf.pdf_message import filename
from send_pdf.rules import intended, next_move, waiting, what_forbids_sending
from tests.builders import (
    NOW,
    OFFICE,
    PHONE,
    a_cleared_case,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
    an_attempt,
    found,
    staged,
)

VISIT = Visit(case_id="MW-00000000000", visit="2026-11-23T03:00:00Z", token="task-token")


def test_a_cleared_case_may_be_sent() -> None:
    assert what_forbids_sending(a_cleared_case()) == ()


@pytest.mark.parametrize(
    ("changes", "forbidden"),
    [
        ({"proven_at": None}, "phone_not_proven"),
        ({"identity": None}, "phone_not_proven"),
        ({"identity": Recipient(user_id="ID.1")}, "phone_not_proven"),
        ({"identity": Recipient(phone="+6289900000999")}, "phone_not_proven"),
        ({"right": None}, "right_not_established"),
        ({"found": found(signed=False)}, "not_signed_and_active"),
        ({"found": found(active=False)}, "not_signed_and_active"),
        ({"staged": staged(signature="NO_SIGNATURE")}, "signature_not_verified"),
        ({"staged": staged(signature="ok")}, "signature_not_verified"),
        ({"staged": staged(text_holds=False)}, "text_of_another_document"),
        ({"staged": staged(observed=True)}, "signature_not_verified"),
        ({"frozen_at": NOW}, "frozen"),
        ({"restricted_at": NOW}, "restricted"),
        (
            {"staged": staged(signature="NO_SIGNATURE", confirmed_by="siti.aminah")},
            "signature_not_verified",
        ),
    ],
)
def test_each_condition_alone_keeps_a_pdf_back(changes: dict[str, Any], forbidden: str) -> None:
    assert what_forbids_sending(a_cleared_case(**changes)) == (forbidden,)


@pytest.mark.parametrize(
    "changes",
    [
        {"text_holds": False, "pages": 1},
        {"observed": True, "pages": 1},
        {"signature": "ISSUER_UNTRUSTED", "text_holds": False, "observed": True, "pages": 1},
    ],
)
def test_an_officers_confirmation_stands_in_for_what_the_gate_could_not_tell(
    changes: dict[str, Any],
) -> None:
    assert what_forbids_sending(a_cleared_case(staged=staged(**changes))) != ()
    confirmed = staged(**changes, confirmed_by="siti.aminah")
    assert what_forbids_sending(a_cleared_case(staged=confirmed)) == ()


@pytest.mark.parametrize("changes", [{"staged": None}, {"staged": staged(siak_id="dok-002")}])
def test_a_pdf_of_another_document_clears_nothing(changes: dict[str, Any]) -> None:
    forbidden = what_forbids_sending(a_cleared_case(**changes))
    assert forbidden == ("signature_not_verified", "text_of_another_document")


def test_a_fresh_case_fails_all_five() -> None:
    case = a_cleared_case(identity=None, right=None, found=None, staged=None)
    assert len(what_forbids_sending(case)) == 5


@pytest.mark.parametrize(
    ("last", "move"),
    [
        (None, "send"),
        (an_attempt(outcome="intended"), "wait"),
        (an_attempt(outcome="accepted"), "wait"),
        (an_attempt(outcome="delivered"), "answer"),
        (an_attempt(outcome="refused"), "send"),
        (an_attempt(outcome="failed"), "send"),
        (an_attempt(outcome="given_up"), "send"),
    ],
)
def test_only_what_surely_did_not_arrive_is_sent_anew(last: Attempt | None, move: str) -> None:
    assert next_move(last) == move


@pytest.mark.parametrize("outcome", ["intended", "accepted", "delivered", "failed"])
def test_what_went_to_another_phone_is_sent_to_this_one(outcome: str) -> None:
    assert next_move(an_attempt(outcome=outcome), to_another_phone=True) == "send"


def test_an_intent_is_filed_with_who_waits_for_its_receipt() -> None:
    file = intended(a_file(a_cleared_case(status=Status.CHECKING)), VISIT, "77", NOW)
    assert file.attempts == (an_attempt(to=mark_of(PHONE), media_id="77"),)
    assert PHONE.strip("+") not in file.attempts[0].model_dump_json()
    assert file.case.status is Status.SENDING
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.token) == (SETTLING, "task-token")


def test_a_second_try_has_the_next_number() -> None:
    before = a_file(a_cleared_case(), attempts=(an_attempt(outcome="refused"),))
    assert [one.number for one in intended(before, VISIT, None, NOW).attempts] == [1, 2]


@pytest.mark.parametrize(("outcome", "waits"), [("intended", SETTLING), ("accepted", DELIVERY)])
def test_what_is_not_settled_yet_is_waited_for_as_such(outcome: str, waits: str) -> None:
    file = waiting(a_file(attempts=(an_attempt(outcome=outcome),)), VISIT, NOW)
    assert file.wait is not None
    assert file.wait.waiting_for == waits


def test_an_attempt_is_known_again_by_its_id() -> None:
    assert attempt_of(attempt_id(a_proven_case(), an_attempt(number=3))) == ("MW-00000000000", 3)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "MW-00000000000",
        "MW-00000000000.",
        "MW-00000000000.x",
        "MW-00000000000.-1",
        "letter:MW-00000000000:kasi",
        "desk:MW-00000000000:2026-11-23T03:00:00.000Z",
    ],
)
def test_a_receipt_of_anything_else_is_of_no_pdf(text: str | None) -> None:
    assert attempt_of(text) is None


def a_receipt(status: str, **changes: Any) -> Receipt:
    known = {"wamid": "wamid.1", "status": status, "timestamp": NOW}
    return Receipt.model_validate(known | changes)


def sent(outcome: str = "accepted", waits: str = DELIVERY, **changes: Any) -> CaseFile:
    wait = a_wait(waiting_for=waits, asked="whatsapp")
    return a_file(
        a_cleared_case(**changes), wait=wait, attempts=(an_attempt(outcome=outcome, number=1),)
    )


def told(file: CaseFile, *receipts: Receipt, number: int = 1) -> CaseFile:
    for minutes, receipt in enumerate(receipts, 1):
        file = heard(file, number, receipt, NOW + timedelta(minutes=minutes))
    return file


def outcome_of(file: CaseFile, number: int = 1) -> tuple[str, str | None]:
    return next((one.outcome, one.wamid) for one in file.attempts if one.number == number)


RECEIPTS = [a_receipt(status) for status in ("sent", "delivered", "read")]


@pytest.mark.parametrize("order", [*permutations(RECEIPTS), RECEIPTS * 2, RECEIPTS[::-1] * 2])
def test_receipts_deliver_once_in_whatever_order(order: tuple[Receipt, ...]) -> None:
    file = told(sent("intended", SETTLING), *order)
    assert file.case.status is Status.DELIVERED
    assert outcome_of(file) == ("delivered", "wamid.1")
    assert [entry.act for entry in file.entries] == ["delivered"]
    assert file.wait is not None
    assert file.wait.answer == {"answer": "delivered"}


def test_read_alone_says_that_it_was_delivered() -> None:
    assert told(sent(), a_receipt("read")).case.status is Status.DELIVERED


def test_sent_alone_only_settles_that_it_left() -> None:
    file = told(sent("intended", SETTLING), a_receipt("sent"))
    assert outcome_of(file) == ("accepted", "wamid.1")
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.answer) == (DELIVERY, None)


@pytest.mark.parametrize("before", [("accepted", DELIVERY), ("intended", SETTLING)])
def test_a_failure_goes_to_the_desk(before: tuple[str, str]) -> None:
    file = told(sent(*before), a_receipt("failed", error_code=131026))
    assert outcome_of(file) == ("failed", "wamid.1")
    assert file.attempts[0].code == 131026
    assert file.case.status is Status.SENDING
    assert file.wait is not None
    assert file.wait.answer == {"error": "Undeliverable"}


def test_a_failure_after_its_delivery_is_none() -> None:
    delivered = told(sent(), a_receipt("delivered"))
    assert told(delivered, a_receipt("failed", error_code=131026)) == delivered


@pytest.mark.parametrize("status", ["unknown"])
def test_a_status_of_tomorrow_means_nothing(status: str) -> None:
    assert told(sent(), a_receipt(status)) == sent()


def test_a_receipt_of_an_attempt_that_never_was_means_nothing() -> None:
    assert told(sent(), a_receipt("delivered"), number=7) == sent()


def test_a_delivery_that_is_heard_of_at_the_desk_answers_there() -> None:
    file = told(sent("accepted", "desk", status=Status.AT_DESK), a_receipt("delivered"))
    assert file.case.status is Status.DELIVERED
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.answer) == (ANSWERED, {"answer": "delivered"})


def test_a_failure_that_is_heard_of_at_the_desk_leaves_the_officer_to_decide() -> None:
    file = told(sent("accepted", "desk", status=Status.AT_DESK), a_receipt("failed"))
    assert outcome_of(file)[0] == "failed"
    assert file.wait == sent("accepted", "desk").wait


@pytest.mark.parametrize("known", ["refused", "given_up"])
def test_of_a_try_that_was_given_up_only_its_delivery_is_news(known: str) -> None:
    file = sent(known, "desk")
    assert told(file, a_receipt("sent"), a_receipt("failed")) == file
    assert told(file, a_receipt("delivered")).case.status is Status.DELIVERED


def test_a_delivery_before_the_answer_is_carried_on_changes_only_the_attempt() -> None:
    failed = told(sent(), a_receipt("failed"))
    after = told(failed, a_receipt("delivered"))
    assert outcome_of(after)[0] == "delivered"
    assert after.wait == failed.wait


@pytest.mark.parametrize(("second", "waits"), [("intended", SETTLING), ("accepted", DELIVERY)])
def test_the_first_trys_delivery_ends_nothing_while_the_second_is_on_its_way(
    second: str, waits: str
) -> None:
    before = sent("given_up", waits).with_attempt(an_attempt(number=2, outcome=second))
    after = told(before, a_receipt("delivered"))
    assert [one.outcome for one in after.attempts] == ["delivered", second]
    assert (after.case.status, after.wait) == (Status.SENDING, before.wait)
    assert told(after, a_receipt("delivered"), number=2).case.status is Status.DELIVERED


def test_the_first_trys_failure_says_nothing_of_the_second() -> None:
    before = sent("accepted").with_attempt(an_attempt(number=2, outcome="accepted"))
    after = told(before, a_receipt("failed"))
    assert [one.outcome for one in after.attempts] == ["failed", "accepted"]
    assert after.wait == before.wait


ANOTHER = "+6281111111111"


def renumbered(waits: str, **changes: Any) -> CaseFile:
    """Sent to the phone of before; then another one was proven, and the right to it judged."""
    new = {"identity": Recipient(phone=ANOTHER), "applicant": an_applicant(phone=ANOTHER)}
    wait = a_wait(waiting_for=waits, asked="desk")
    before = a_file(a_cleared_case(**new | changes), wait=wait)
    return before.with_attempt(an_attempt(outcome="accepted", to=mark_of(PHONE)))


@pytest.mark.parametrize("waits", [SETTLING, DELIVERY, DESK])
def test_a_delivery_to_the_number_of_before_ends_nothing(waits: str) -> None:
    after = told(renumbered(waits), a_receipt("delivered"))
    assert outcome_of(after)[0] == "delivered"
    assert (after.case.status, after.case.ended_at, after.entries) == (Status.SENDING, None, ())
    assert after.wait is not None
    assert after.wait.answer is None


def test_what_is_sent_to_the_new_number_ends_the_case() -> None:
    anew = intended(renumbered(DESK), VISIT, None, NOW)
    assert told(anew, a_receipt("delivered"), number=1).case.status is Status.SENDING
    assert told(anew, a_receipt("delivered"), number=2).case.status is Status.DELIVERED


@pytest.mark.parametrize(("right", "ends"), [("officer", True), (None, False)])
def test_a_delivery_heard_of_at_the_desk_ends_the_case_only_where_the_right_is_known(
    right: str | None, ends: bool
) -> None:
    after = told(sent("accepted", DESK, right=right), a_receipt("delivered"))
    assert outcome_of(after)[0] == "delivered"
    assert (after.case.status is Status.DELIVERED) == ends


def test_an_outcome_never_moves_back() -> None:
    accepted = with_outcome(sent("intended", SETTLING), 1, "accepted", wamid="wamid.9")
    assert with_outcome(accepted, 1, "accepted", wamid="wamid.8") == accepted
    delivered = with_outcome(accepted, 1, "delivered")
    assert with_outcome(delivered, 1, "accepted", wamid="wamid.7") == delivered
    assert delivered.attempts[0].wamid == "wamid.9"


def test_the_files_name_says_what_it_is_and_nothing_of_the_person() -> None:
    case: Case = a_cleared_case()
    kinds = {key: filename(kind, case) for key, kind in OFFICE.documents.items()}
    assert kinds["kk"] == "Kartu-Keluarga-MW-00000000000.pdf"
    assert kinds["skpwni"] == "Surat-Pindah-MW-00000000000.pdf"
    assert not [name for name in kinds.values() if " " in name or "9971" in name]
