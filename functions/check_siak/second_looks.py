"""Which waiting cases SIAK is looked at again for, and what that may change."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from check_siak.gateway_messages import FoundDocument
from check_siak.hand_over import DESK_NAME, MACHINE
from check_siak.rules import SIAK, as_found, is_the_one_asked_for
from menwa.case import DESK, GATE, Case, CaseFile, Right, Wait
from menwa.types import LEVELS, Status, bare_number

OFTEN_ENOUGH = timedelta(hours=1)
GATE_TAKES = timedelta(minutes=15)
AT_ONCE = 50
WORTH_A_LOOK = frozenset({"siak_unavailable", "wrong_entry"})
STEP = {"kasi": 3, "kabid": 4, "kadis": 5}


def due(files: Iterable[CaseFile], now: datetime) -> list[CaseFile]:
    """Those whose last look is the longest ago; no more than one turn takes."""
    may = [file for file in files if file.case.restricted_at is None]
    looks = [(last_look(file.wait), file) for file in may if file.wait and is_due(file.wait, now)]
    return [file for _, file in sorted(looks, key=lambda look: look[0])][:AT_ONCE]


def is_due(wait: Wait, now: datetime) -> bool:
    """An officer who is at work on it is left in peace."""
    claimed = wait.claim is not None and wait.claim.until > now
    asked = wait.asked in LEVELS or (wait.waiting_for == DESK and wait.reason in WORTH_A_LOOK)
    open_still = wait.answer is None and not claimed
    return asked and open_still and last_look(wait) + OFTEN_ENOUGH <= now


def last_look(wait: Wait) -> datetime:
    return wait.looked_at or wait.since


def looked_at_again(file: CaseFile, document: FoundDocument | None, now: datetime) -> CaseFile:
    """What SIAK says by now answers the open question; or it stays open until the next look."""
    wait = file.wait
    if wait is None or not is_due(wait, now):
        return file
    if wait.reason == "siak_unavailable":
        return _answered(file, "siak_is_back", {"found": "again", "reason": "none"}, now)
    looked = file.opened(wait.model_copy(update={"looked_at": now}))
    if document is None or not is_the_one_asked_for(file.case, document):
        return looked
    if wait.asked in LEVELS:
        is_there = document.signed and document.active
        return _answered(file, "seen_signed", {"answer": "signed"}, now) if is_there else looked
    if _is_corrected(file.case, document):
        return _answered(file, "seen_corrected", {"answer": "look_again"}, now)
    right = _right_to(document, file.case)
    return looked.updated(found=as_found(document, file.case), right=right)


def looked_at_in_vain(file: CaseFile, now: datetime) -> CaseFile:
    """SIAK gave no answer that fits: the others come first, this one an hour later."""
    wait = file.wait
    if wait is None or not is_due(wait, now):
        return file
    return file.opened(wait.model_copy(update={"looked_at": now}))


def silent_at_the_gate(file: CaseFile, now: datetime) -> CaseFile:
    """No verdict came: an officer sees it, and a verdict that comes later finds nobody waiting."""
    wait = file.wait
    if wait is None or wait.waiting_for != GATE or now - wait.since < GATE_TAKES:
        return file
    return (
        file.updated(status=Status.AT_DESK, reason="gate_silent")
        .handed_over(
            step=2,
            act="gate_silent",
            holder=MACHINE,
            paraf=MACHINE,
            to=DESK_NAME,
            now=now,
            occasion=f"look:{wait.visit}",
        )
        .answered({"found": "desk", "reason": "gate_silent"}, now)
    )


def _is_corrected(case: Case, document: FoundDocument) -> bool:
    """Signed, and not what SIAK said before; what only an officer saw is no measure."""
    known, now = case.found, as_found(document, case)
    before = known if known is not None and known.looked_up_by == SIAK else now
    return now.signed and now.active and now != before


def _right_to(document: FoundDocument, case: Case) -> Right | None:
    """A right goes over to no other document; an officer's is to what bears the same number."""
    known = case.found
    if known is None or known.siak_id == document.id:
        return case.right
    same_number = bare_number(known.number) == bare_number(document.number)
    return case.right if case.right == "officer" and same_number else None


def _answered(file: CaseFile, act: str, answer: dict[str, Any], now: datetime) -> CaseFile:
    wait = file.wait
    if wait is None:
        return file
    return (
        file.updated(status=Status.CHECKING, reason=act)
        .handed_over(
            step=STEP.get(wait.asked, 2),
            act=act,
            holder=MACHINE,
            paraf=MACHINE,
            to=MACHINE,
            received_at=wait.since,
            now=now,
            occasion=f"answer:{wait.visit}",
        )
        .answered(answer, now)
    )
