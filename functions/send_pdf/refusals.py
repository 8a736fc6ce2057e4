"""What comes of a PDF that WhatsApp did not take, or could not deliver: by Meta's error code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

from menwa.case import HELD, Attempt, CaseFile, Outcome
from menwa.pauses import PAUSED, paused
from menwa.whatsapp_errors import MINUTE, PASSES, Action, Rule, rule_for

NOT_ARRIVED: frozenset[Outcome] = frozenset({"refused", "failed"})
MOST_TRIES = 12  # in a row: of what Meta lets be tried for ever, then a person looks
RETRY_WAITS = MINUTE  # the state machine's longest
WINDOW_CLOSED = 131047
UNDELIVERABLE = "Undeliverable"
# Why the desk has it then.
REASONS: dict[Action, str] = {
    Action.TRY_AGAIN: "WhatsAppUnavailable",
    Action.TRY_LATER: "WhatsAppUnavailable",
    Action.ALARM: "WhatsAppTrouble",
    Action.STOP: "WhatsAppTrouble",
    Action.MEND: "MessageRefused",
    Action.ASK_AGAIN: "MessageRefused",
    Action.USE_TEMPLATE: "MessageRefused",
    Action.UPLOAD_AGAIN: "UploadRefused",
    Action.OTHER_CHANNEL: UNDELIVERABLE,
    Action.ASK_PHONE: "PhoneHidden",
    Action.PROVE_AGAIN: "IdentityDoubted",
}


@dataclass(frozen=True)
class Refusal:
    """`code` None: WhatsApp was not reached, or said no reason. `heard` in a receipt, long after
    the step has ended; `after` so many seconds WhatsApp asks to be left alone."""

    code: int | None
    transient: bool = False
    heard: bool = False
    after: int = 0


@dataclass(frozen=True)
class Next:
    """`retry` by the state machine; `again` at once, as another try; `later`, after a pause;
    `hold` all sending; the `desk`, for a reason."""

    way: Literal["retry", "again", "later", "hold", "desk"]
    pause: int = 0
    reason: str = ""


def in_a_row(file: CaseFile) -> list[Attempt]:
    """The last tries to this phone of which none arrived, newest first. An officer who sends
    again, and a new run, begin another row."""
    own = [one for one in file.attempts if one.run == file.case.run]
    same = [one for one in reversed(own) if one.to == own[-1].to]
    return list(takewhile(lambda one: one.outcome in NOT_ARRIVED, same))


def window_was_closed(file: CaseFile) -> bool:
    """Meta said so, whatever our own clock says."""
    return any(one.code == WINDOW_CLOSED for one in in_a_row(file))


def what_next(refusal: Refusal, row: Sequence[Attempt]) -> Next:
    """`row` ends with the try that was refused. While WhatsApp is down, the state machine tries a
    few times, then it pauses, longer each time; after some hours a person looks."""
    if refusal.code is None and refusal.heard:
        return Next("desk", reason=UNDELIVERABLE)
    rule = _rule(refusal)
    if rule.action is Action.STOP:
        return Next("hold")
    tries = sum(one.code == refusal.code for one in row)
    if tries > _retries(rule) or len(row) > MOST_TRIES:
        return Next("desk", reason=REASONS[rule.action])
    if rule.action is Action.USE_TEMPLATE:
        return Next("again")
    pause = max(rule.pauses.before(tries - 1), refusal.after)
    if rule.action is Action.TRY_AGAIN and not refusal.heard and pause <= RETRY_WAITS:
        return Next("retry")
    return Next("later", pause) if pause else Next("again")


def carried_out(file: CaseFile, then: Next, now: datetime) -> CaseFile:
    """On the open wait. Nothing where somebody has answered it meanwhile."""
    wait = file.wait
    if wait is None or wait.answer is not None or then.way == "retry":
        return file
    if then.way == "again":
        return file.answered({"error": "Released"}, now)
    if then.way == "later":
        return file.opened(paused(wait, PAUSED, now, now + timedelta(seconds=then.pause)))
    if then.way == "hold":
        return file.opened(wait.model_copy(update={"waiting_for": HELD, "since": now}))
    doubted = then.reason == REASONS[Action.PROVE_AGAIN]
    known = file.updated(identity_doubt="another_holder") if doubted else file
    return known.answered({"error": then.reason}, now)


def _rule(refusal: Refusal) -> Rule:
    return PASSES if refusal.code is None else rule_for(refusal.code, transient=refusal.transient)


def _retries(rule: Rule) -> int:
    if rule.action is Action.USE_TEMPLATE:
        return 1
    if rule.fresh_token:  # the client has tried it already
        return 0
    return MOST_TRIES if rule.retries is None else rule.retries
