"""What became of each try: from WhatsApp's answer, or from its receipts in whatever order."""

from datetime import datetime

from menwa.case import DELIVERY, DESK, HELD, LATER, SETTLING, Attempt, Case, CaseFile, Outcome
from menwa.delivery import delivered, has_arrived
from menwa.objections import OBJECTION
from menwa.whatsapp_updates import Receipt
from send_pdf.refusals import Refusal, carried_out, in_a_row, what_next

RANK: dict[Outcome, int] = {
    "intended": 0,
    "accepted": 1,
    "refused": 1,
    "given_up": 1,
    "failed": 2,
    "delivered": 3,
}
TAKES_A_DELIVERY = frozenset({SETTLING, DELIVERY, DESK, LATER, HELD})
MEANS: dict[str, Outcome] = {
    "sent": "accepted",
    "delivered": "delivered",
    "read": "delivered",
    "failed": "failed",
}


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

    One of an earlier try, while a later one is on its way, of a phone or a run of before, or of a
    PDF that somebody objects to, is only filed.
    """
    outcome = MEANS.get(receipt.status)
    if outcome is None:
        return file
    after = with_outcome(file, number, outcome, wamid=receipt.wamid, code=receipt.error_code)
    if after is file or after.wait is None:
        return after
    if after.wait.asked == OBJECTION or not (_is_last(after, number) or has_arrived(after)):
        return after
    if outcome == "delivered" and after.wait.waiting_for in TAKES_A_DELIVERY:
        return delivered(after, now)
    if outcome == "failed" and after.wait.waiting_for == DELIVERY:
        refusal = Refusal(receipt.error_code, heard=True)
        return carried_out(after, what_next(refusal, in_a_row(after)), now)
    return after


def media_to_forget(file: CaseFile, number: int) -> str | None:
    """What Meta keeps of a try that is over."""
    over = (one for one in file.attempts if one.outcome in {"delivered", "failed"})
    return next((one.media_id for one in over if one.number == number), None)


def _is_last(file: CaseFile, number: int) -> bool:
    return file.last_attempt is not None and file.last_attempt.number == number


def _is_news(known: Outcome, heard: Outcome) -> bool:
    if known in {"refused", "given_up"}:
        return heard == "delivered"
    return RANK[heard] > RANK[known]
