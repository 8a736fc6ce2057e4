"""`MENWA <code>`: what proves a phone, and what does not."""

from datetime import timedelta

import pytest

from menwa.case import START, CaseFile
from menwa.citizens import may_write_freely
from menwa.errors import NotFound
from menwa.proving import Proof, proven
from menwa.recipient import Recipient
from menwa.types import Status
from tests.builders import NOW, OFFICE, PHONE, a_case, a_file

SENDER = Recipient(phone=PHONE, user_id="ID.1")
UNPROVEN = a_file(a_case())


def prove(file: CaseFile = UNPROVEN, sender: Recipient = SENDER, **later: float) -> CaseFile:
    now = NOW + timedelta(**later)
    return proven(file, Proof(sender, None, now), now, OFFICE)


def test_the_phone_that_the_form_named_proves_the_request() -> None:
    case = prove(hours=1).case
    assert (case.status, case.identity) == (Status.CHECKING, SENDER)
    assert case.proven_at == NOW + timedelta(hours=1)


def test_a_proven_request_is_not_erased_with_the_unproven() -> None:
    assert UNPROVEN.case.expires_at is not None
    assert prove().case.expires_at is None


def read_later(hours: float) -> CaseFile:
    """A message of half an hour later, which waited so long to be read."""
    written = NOW + timedelta(minutes=30)
    return proven(UNPROVEN, Proof(SENDER, None, written), written + timedelta(hours=hours), OFFICE)


def test_a_message_proves_as_of_when_it_was_written() -> None:
    case = read_later(23.8).case
    assert (case.proven_at, case.heard_at) == (
        NOW + timedelta(hours=24.3),
        NOW + timedelta(minutes=30),
    )


def test_metas_window_opens_with_the_message_not_with_its_reading() -> None:
    case = read_later(23).case
    assert case.proven_at is not None
    assert may_write_freely(case, NOW + timedelta(hours=24))
    assert not may_write_freely(case, NOW + timedelta(hours=24, minutes=30))


def test_a_proven_request_stands_on_the_list_of_the_offices_day() -> None:
    late_in_utc = prove(hours=15)
    assert str(prove().case.day) == "2026-11-23"
    assert str(late_in_utc.case.day) == "2026-11-24"


def test_the_proof_is_the_cards_first_entry_and_waits_to_begin() -> None:
    file = prove(hours=1)
    entry = file.entries[0]
    assert (entry.step, entry.act, entry.handed_to) == (1, "registered", "MENWA")
    assert (entry.received_at, entry.handed_over_at) == (NOW, NOW + timedelta(hours=1))
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.token) == (START, "")


@pytest.mark.parametrize(
    "sender",
    [
        Recipient(phone="+6289900000102"),
        Recipient(phone=PHONE + "0"),
        Recipient(user_id="ID.1"),
    ],
)
def test_nobody_else_proves_it(sender: Recipient) -> None:
    with pytest.raises(NotFound):
        prove(sender=sender)


def test_a_proof_that_comes_too_late_is_none() -> None:
    assert prove(hours=24).case.proven_at
    with pytest.raises(NotFound):
        prove(hours=24, seconds=1)


def test_a_second_proof_changes_nothing() -> None:
    once = prove()
    assert prove(once, minutes=5) == once
    assert prove(once, hours=48) == once


def test_another_phone_learns_nothing_of_a_proven_request() -> None:
    with pytest.raises(NotFound):
        prove(prove(), sender=Recipient(phone="+6289900000102"))
