"""When a PDF may leave, whether to send it now, and who waits for what comes of it."""

from datetime import datetime
from typing import Literal

from menwa.case import DELIVERY, HELD, LATER, SETTLING, Attempt, Case, CaseFile, Outcome, Wait
from menwa.delivery import mark_of
from menwa.pauses import paused
from menwa.types import Status
from menwa.visit import Visit

Move = Literal["send", "wait", "answer"]
MAY_SEND_ANEW: frozenset[Outcome] = frozenset({"refused", "failed", "given_up"})


def what_forbids_sending(case: Case) -> tuple[str, ...]:
    """A PDF leaves only if all five conditions hold; here are those that do not."""
    proven = case.proven_at is not None and case.identity is not None
    found, staged = case.found, case.staged
    same = found is not None and staged is not None and staged.siak_id == found.siak_id
    conditions = {
        "phone_not_proven": proven
        and case.identity_doubt is None
        and case.identity is not None
        and case.identity.phone == case.applicant.phone,
        "right_not_established": case.right is not None,
        "not_signed_and_active": found is not None and found.signed and found.active,
        "signature_not_verified": same and staged is not None and staged.is_verified,
        "text_of_another_document": same and staged is not None and staged.is_that_document,
        "frozen": case.frozen_at is None,
        "restricted": case.restricted_at is None,
    }
    return tuple(name for name, holds in conditions.items() if not holds)


def next_move(last: Attempt | None, *, to_another_phone: bool = False) -> Move:
    """What may have been sent is never sent again to the same phone: it waits for its receipt."""
    if last is None or last.outcome in MAY_SEND_ANEW or to_another_phone:
        return "send"
    return "answer" if last.outcome == "delivered" else "wait"


def intended(file: CaseFile, visit: Visit, media_id: str | None, now: datetime) -> CaseFile:
    """The intent stands, and somebody waits for its receipt, before anything is sent."""
    phone = file.case.identity.phone if file.case.identity else None
    attempt = Attempt(
        number=file.attempts[-1].number + 1 if file.attempts else 1,
        sha256=file.case.staged.sha256 if file.case.staged else "",
        outcome="intended",
        at=now,
        to=mark_of(phone) if phone else None,
        run=file.case.run,
        media_id=media_id,
    )
    return waiting(file.with_attempt(attempt), visit, now).updated(status=Status.SENDING)


def waiting(file: CaseFile, visit: Visit, now: datetime) -> CaseFile:
    last = file.last_attempt
    settled = last is not None and last.outcome != "intended"
    return file.opened(_wait(DELIVERY if settled else SETTLING, visit, now))


def held(file: CaseFile, visit: Visit, now: datetime) -> CaseFile:
    return file.opened(_wait(HELD, visit, now)).updated(status=Status.SENDING)


def later(
    file: CaseFile, visit: Visit, reason: str, now: datetime, until: datetime | None = None
) -> CaseFile:
    """As `paused`, before anything was tried."""
    waits = paused(_wait(LATER, visit, now), reason, now, until)
    return file.opened(waits).updated(status=Status.SENDING)


def pauses_still(file: CaseFile, visit: Visit, now: datetime) -> bool:
    """A run of this very visit has ended with a pause that is not over."""
    wait = file.wait
    if wait is None or (wait.waiting_for, wait.visit) != (LATER, visit.visit):
        return False
    return wait.until is not None and wait.until > now


def _wait(waiting_for: str, visit: Visit, now: datetime) -> Wait:
    return Wait(waiting_for=waiting_for, asked="whatsapp", since=now, **visit.stamp)
