"""Where a PDF that passed the gate leaves its case: on its way, or with what is still open."""

import hashlib
from datetime import datetime
from typing import Any

from menwa.case import DESK, GATE, Case, CaseFile, Outcome
from menwa.objections import NOT_MINE
from menwa.types import LEVELS, Status, bare_number

GOES_ON = "none"
# What makes the right doubtful goes on being said until an officer has judged it.
DOUBTS = frozenset(
    {"near_miss", "other_holder", "other_number", "many_families", "walk_in", "number_changed"}
)
NOT_SENT: frozenset[Outcome] = frozenset({"refused", "given_up"})


def desk_id(document_type: str, number: str) -> str:
    """What stands for SIAK's own id where an officer looked a document up; "" is no number yet."""
    named = f"{document_type}:{bare_number(number)}"
    return f"meja-{hashlib.sha256(named.encode()).hexdigest()[:16]}"


def what_is_open(case: Case) -> str | None:
    """Why this PDF may not leave yet, as the desk's reason; None: nothing is missing."""
    staged, found = case.staged, case.found
    if case.frozen_at is not None:
        return NOT_MINE
    if staged is None or found is None or staged.siak_id != found.siak_id:
        return "pdf_awaited"
    if not (found.signed and found.active):
        return "pdf_awaited"
    if not (staged.is_verified and staged.is_that_document):
        return "pdf_to_confirm"
    return None if case.right else "right_unknown"


def takes_a_pdf(file: CaseFile) -> bool:
    """A person is asked, at the desk or by link, and nothing has been sent."""
    wait, last = file.wait, file.last_attempt
    if wait is None or wait.answer is not None or file.case.status.ended:
        return False
    if last is not None and last.outcome not in NOT_SENT:
        return False
    return wait.waiting_for == DESK or wait.asked in LEVELS


def settled_by_pdf(file: CaseFile, now: datetime) -> CaseFile:
    """The answer that fits the open wait, once nothing is missing; until then what is.

    Called after whatever might have been the last piece: a PDF that passed, what an officer
    stated or confirmed. At the desk the case stays, with the reason; from elsewhere it goes there.
    """
    wait = file.wait
    if wait is None or not (takes_a_pdf(file) or wait.waiting_for == GATE):
        return file
    reason = what_is_open(file.case)
    if reason == "right_unknown" and file.case.reason in DOUBTS:
        reason = file.case.reason
    if reason and wait.waiting_for == DESK:
        stays = wait.model_copy(update={"reason": reason})
        return file.updated(reason=reason, status=Status.AT_DESK).opened(stays)
    status = Status.AT_DESK if reason else Status.SENDING
    settled = file.updated(status=status, reason=reason or GOES_ON)
    return settled.answered(_answer(wait.asked, reason), now)


def _answer(asked: str, reason: str | None) -> dict[str, Any]:
    """As the state machine reads it; what it has no way for goes to the desk, as the reason."""
    if asked in {"siak", GATE}:
        return {"found": "desk" if reason else "signed", "reason": reason or GOES_ON}
    return {"answer": reason or "staged"}
