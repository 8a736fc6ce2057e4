"""When a PDF may leave, whether to send it now, and what a receipt means."""

from datetime import datetime
from typing import Literal

from menwa.case import DELIVERY, DESK, HELD, SETTLING, Attempt, Case, CaseFile, Outcome, Wait
from menwa.delivery import delivered, has_arrived, mark_of
from menwa.office import DocumentType
from menwa.types import Status
from menwa.visit import Visit
from menwa.whatsapp_updates import Receipt

Move = Literal["send", "wait", "answer"]
MAY_SEND_ANEW: frozenset[Outcome] = frozenset({"refused", "failed", "given_up"})
RANK: dict[Outcome, int] = {
    "intended": 0,
    "accepted": 1,
    "refused": 1,
    "given_up": 1,
    "failed": 2,
    "delivered": 3,
}
TAKES_A_DELIVERY = frozenset({SETTLING, DELIVERY, DESK})
MEANS: dict[str, Outcome] = {
    "sent": "accepted",
    "delivered": "delivered",
    "read": "delivered",
    "failed": "failed",
}


def what_forbids_sending(case: Case) -> tuple[str, ...]:
    """A PDF leaves only if all five conditions hold; here are those that do not."""
    proven = case.proven_at is not None and case.identity is not None
    found, staged = case.found, case.staged
    same = found is not None and staged is not None and staged.siak_id == found.siak_id
    conditions = {
        "phone_not_proven": proven
        and case.identity is not None
        and case.identity.phone == case.applicant.phone,
        "right_not_established": case.right is not None,
        "not_signed_and_active": found is not None and found.signed and found.active,
        "signature_not_verified": same and staged is not None and staged.is_verified,
        "text_of_another_document": same and staged is not None and staged.is_that_document,
    }
    return tuple(name for name, holds in conditions.items() if not holds)


def next_move(last: Attempt | None, *, to_another_phone: bool = False) -> Move:
    """What may have been sent is never sent again to the same phone: it waits for its receipt."""
    if last is None or last.outcome in MAY_SEND_ANEW or to_another_phone:
        return "send"
    return "answer" if last.outcome == "delivered" else "wait"


def intended(file: CaseFile, visit: Visit, now: datetime) -> CaseFile:
    """The intent stands, and somebody waits for its receipt, before anything is sent."""
    number = file.attempts[-1].number + 1 if file.attempts else 1
    sha256 = file.case.staged.sha256 if file.case.staged else ""
    phone = file.case.identity.phone if file.case.identity else None
    to = mark_of(phone) if phone else None
    run = file.case.run
    attempt = Attempt(number=number, sha256=sha256, outcome="intended", at=now, to=to, run=run)
    return waiting(file.with_attempt(attempt), visit, now).updated(status=Status.SENDING)


def waiting(file: CaseFile, visit: Visit, now: datetime) -> CaseFile:
    last = file.last_attempt
    settled = last is not None and last.outcome != "intended"
    return file.opened(
        Wait(
            waiting_for=DELIVERY if settled else SETTLING,
            asked="whatsapp",
            since=now,
            visit=visit.visit,
            token=visit.token,
        )
    )


def held(file: CaseFile, visit: Visit, now: datetime) -> CaseFile:
    return file.opened(
        Wait(waiting_for=HELD, asked=HELD, since=now, visit=visit.visit, token=visit.token)
    ).updated(status=Status.SENDING)


def attempt_id(case: Case, attempt: Attempt) -> str:
    return f"{case.id}.{attempt.number}"


def attempt_of(text: str | None) -> tuple[str, int] | None:
    """The case and the number of the attempt that a receipt names; None if it is of no PDF."""
    case_id, dot, number = (text or "").partition(".")
    return (case_id, int(number)) if dot and number.isdecimal() else None


def with_outcome(
    file: CaseFile,
    number: int,
    outcome: Outcome,
    *,
    wamid: str | None = None,
    code: int | None = None,
) -> CaseFile:
    """Outcomes only move forward, in whatever order they are heard; only the last try's settles."""
    attempt = next((one for one in file.attempts if one.number == number), None)
    if attempt is None or not _is_news(attempt.outcome, outcome):
        return file
    known = {"wamid": wamid or attempt.wamid, "code": code, "outcome": outcome}
    heard = file.with_attempt(attempt.model_copy(update=known))
    wait = heard.wait
    if wait is not None and wait.waiting_for == SETTLING and _is_last(heard, number):
        return heard.opened(wait.model_copy(update={"waiting_for": DELIVERY}))
    return heard


def heard(file: CaseFile, number: int, receipt: Receipt, now: datetime) -> CaseFile:
    """A receipt moves the case forward, and answers whoever waits for it.

    One of an earlier try, while a later one is on its way, or of a phone of before, is only filed.
    """
    outcome = MEANS.get(receipt.status)
    if outcome is None:
        return file
    after = with_outcome(file, number, outcome, wamid=receipt.wamid, code=receipt.error_code)
    if after is file or after.wait is None:
        return after
    if not (_is_last(after, number) or has_arrived(after)):
        return after
    if outcome == "delivered" and after.wait.waiting_for in TAKES_A_DELIVERY:
        return delivered(after, now)
    if outcome == "failed" and after.wait.waiting_for == DELIVERY:
        return after.answered({"error": "Undeliverable"}, now)
    return after


def filename(document: DocumentType, case: Case) -> str:
    """What a person understands; no NIK, no document number."""
    return f"{document.name.split(' (')[0].replace(' ', '-')}-{case.id}.pdf"


def _is_last(file: CaseFile, number: int) -> bool:
    return file.last_attempt is not None and file.last_attempt.number == number


def _is_news(known: Outcome, heard: Outcome) -> bool:
    if known in {"refused", "given_up"}:
        return heard == "delivered"
    return RANK[heard] > RANK[known]
