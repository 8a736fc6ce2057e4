"""A PDF that is ready and has to wait: for WhatsApp, for room under the day's limit, or for word
that the phone is still the citizen's."""

from datetime import datetime, timedelta

from menwa.case import LATER, Case, CaseFile, Wait
from menwa.cases import CaseStore

PAUSED, OVER_LIMIT, PROOF_ASKED = "sending_paused", "daily_limit", "proof_asked"
PROOF_LASTS = timedelta(days=30)
TAP_TAKES = timedelta(days=3)


def paused(wait: Wait, reason: str, now: datetime, until: datetime | None = None) -> Wait:
    """`until` None: until the citizen has said that the phone is still theirs."""
    changes = {"waiting_for": LATER, "since": now, "reason": reason, "until": until}
    return wait.model_copy(update=changes)


def proof_is_stale(case: Case, now: datetime) -> bool:
    """Numbers are given to others: after a month of silence the phone has to be proven anew."""
    heard = case.heard_at or case.proven_at
    return heard is not None and now - heard > PROOF_LASTS


def resumed(file: CaseFile, now: datetime) -> CaseFile:
    """On its way again if its time has come; at the desk if the citizen has said nothing."""
    wait = file.wait
    if wait is None or wait.waiting_for != LATER:
        return file
    if wait.until is None and proof_is_stale(file.case, now):
        silent = now - wait.since >= TAP_TAKES
        return file.answered({"error": "ProofStale"}, now) if silent else file
    if wait.until is not None and wait.until > now:
        return file
    return file.answered({"error": "Released"}, now)


def still_theirs(file: CaseFile, now: datetime) -> CaseFile:
    """The citizen says, from the proven phone, that it is still theirs."""
    return resumed(file.updated(heard_at=now), now)


def due_again(store: CaseStore, now: datetime) -> list[str]:
    """The cases whose time has come."""
    seen = store.waiting_cases([LATER], now)
    return [each.case.id for each in seen if resumed(each, now) is not each]
