"""Words that WhatsApp took and could not deliver: the case keeps that. One that is over waits
before an officer then, or nobody would know that its citizen has heard of no end."""

import re
from datetime import datetime

from menwa.case import DESK, CaseFile, Wait
from menwa.types import Status
from menwa.withdrawal import is_withdrawn

NOT_TOLD, TOLD = "not_told", "told"
OVER = frozenset({Status.RETURNED, Status.CLOSED})
CASE = re.compile(r"MW-[0-9A-Z]{11}")
TO_SOMEBODY_ELSE = frozenset({"letter", "renumbered"})


def case_told(occasion: str | None) -> str | None:
    """Whose citizen the message was for, as its occasion has it; None if it was of no case."""
    kind, *names = (occasion or "").split(":")
    cases = [name for name in names if CASE.fullmatch(name)]
    return cases[-1] if cases and kind not in TO_SOMEBODY_ELSE else None


def waits_untold(file: CaseFile) -> bool:
    wait = file.wait
    return wait is not None and (wait.waiting_for, wait.asked) == (DESK, NOT_TOLD)


def untold(file: CaseFile, occasion: str, at: datetime, now: datetime) -> CaseFile:
    """`at` WhatsApp gave it up. What an officer has told since is told."""
    case = file.case
    noted = file.updated(untold_at=max(at, case.untold_at or at))
    visit = f"{NOT_TOLD}:{occasion}"
    over = case.status in OVER and not is_withdrawn(case)
    if not over or waits_untold(file) or file.has_entry(f"{TOLD}:{visit}"):
        return noted
    return noted.opened(
        Wait(waiting_for=DESK, asked=NOT_TOLD, reason=NOT_TOLD, since=now, visit=visit)
    )
