"""What whoever holds the phone says about the PDF that came: data on it is wrong, or it is not
theirs. Either brings it to the desk; the second stops all sending of this case at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal

from menwa.answering import carry_on
from menwa.case import DESK, MAY_HAVE_LEFT, Attempt, CaseFile, Wait
from menwa.cases import CaseStore
from menwa.counting import count
from menwa.delivery import delivered, mark_of
from menwa.errors import AlreadyAnswered
from menwa.types import Phone, Status

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient

Kind = Literal["wrong_data", "not_mine"]
WRONG_DATA: Kind = "wrong_data"
NOT_MINE: Kind = "not_mine"
OBJECTION = "objection"
KINDS: frozenset[str] = frozenset({WRONG_DATA, NOT_MINE})
NOTICE_WITHIN = timedelta(hours=72)  # UU 27/2022 art. 46: three times 24 hours, day and night
MOST_WORDS = 500


@dataclass(frozen=True)
class Tapped:
    """On which phone a button was tapped, and below which message, where WhatsApp says so."""

    phone: Phone | None
    message: str | None


def may_say_data_is_wrong(file: CaseFile) -> bool:
    return file.case.status is Status.DELIVERED and file.case.frozen_at is None


def notice_due(frozen_at: datetime) -> datetime:
    """When at the latest the person and the authority are told of a breach."""
    return frozen_at + NOTICE_WITHIN


def may_have_reached(file: CaseFile, phone: Phone) -> bool:
    """Also what was given up: only what WhatsApp refused has surely not come."""
    return any(one.to == mark_of(phone) and one.outcome != "refused" for one in file.attempts)


def objected(
    file: CaseFile, kind: Kind, words: str, now: datetime, by: Tapped | None = None
) -> CaseFile:
    """It waits at the desk; said a second time it changes nothing.

    AlreadyAnswered where nothing was sent, or data is said to be wrong while something else is
    under way.
    """
    if file.case.frozen_at is not None or waits_for(file, kind):
        return file
    may = _has_left(file, by) if kind == NOT_MINE else may_say_data_is_wrong(file)
    if not may and not (kind == NOT_MINE and waits_for(file, WRONG_DATA)):
        raise AlreadyAnswered(file.case.id)
    frozen = file.updated(frozen_at=now) if kind == NOT_MINE else file
    on_card = frozen.handed_over(
        step=6,
        act=kind,
        holder="Pemohon",
        paraf="-",
        to="Meja petugas",
        now=now,
        occasion=f"{kind}:{now.isoformat()}",
        note=words[:MOST_WORDS] or None,
    )
    return _stopped(on_card, now) if _is_under_way(file) else _at_desk(on_card, kind, now)


@dataclass(frozen=True)
class Objections:
    store: CaseStore
    procedure: "SFNClient"

    def hear(
        self, case_id: str, kind: Kind, words: str, now: datetime, by: Tapped | None = None
    ) -> CaseFile:
        """As `objected`. Who taps below the PDF has it, whatever WhatsApp's receipts say so far."""
        before = self.store.change(self.store.load(case_id), partial(_arrived, by=by, now=now))
        carry_on(self.procedure, before)  # the desk takes the place of an answer on its way
        after = self.store.change(before, lambda file: objected(file, kind, words, now, by))
        if after.case.frozen_at is not None and before.case.frozen_at is None:
            count("NotTheirDocument")
        carry_on(self.procedure, after)
        return after


def _at_desk(file: CaseFile, kind: Kind, now: datetime) -> CaseFile:
    """Nobody of the procedure waits for the answer: it has no token."""
    wait = Wait(
        waiting_for=DESK,
        asked=OBJECTION,
        reason=kind,
        since=now,
        visit=f"{OBJECTION}:{now.isoformat()}",
    )
    return file.updated(status=Status.AT_DESK, reason=kind, ended_at=None).opened(wait)


def _stopped(file: CaseFile, now: datetime) -> CaseFile:
    """Asked for once more, it is under way again: whoever is asked need not answer any more, and
    the procedure brings it to the desk."""
    asked = file.wait is not None and file.wait.token and file.wait.answer is None
    return file.answered({"error": NOT_MINE}, now) if asked else file


def _is_under_way(file: CaseFile) -> bool:
    return not file.case.status.ended and not waits_for(file, WRONG_DATA)


def waits_for(file: CaseFile, kind: Kind) -> bool:
    wait = file.wait
    return wait is not None and (wait.asked, wait.reason) == (OBJECTION, kind)


def _has_left(file: CaseFile, by: Tapped | None) -> bool:
    here = by is not None and by.phone is not None and may_have_reached(file, by.phone)
    return here or any(one.outcome in MAY_HAVE_LEFT for one in file.attempts)


def _arrived(file: CaseFile, by: Tapped | None, now: datetime) -> CaseFile:
    last, wait = file.last_attempt, file.wait
    if last is None or last.outcome not in {"intended", "accepted"} or _tapped(file, by) != last:
        return file
    if wait is None or wait.answer is not None:
        return file
    return delivered(file.with_attempt(last.model_copy(update={"outcome": "delivered"})), now)


def _tapped(file: CaseFile, by: Tapped | None) -> Attempt | None:
    """The try whose message it was, if that is certain: of one that WhatsApp did not answer, the
    message is not known."""
    if by is None or by.phone is None:
        return None
    here = [
        one for one in file.attempts if one.to == mark_of(by.phone) and one.outcome != "refused"
    ]
    named = [one for one in here if one.wamid == by.message]
    unnamed = [one for one in here if one.wamid is None]
    meant = here if by.message is None else named or unnamed
    return meant[0] if len(meant) == 1 else None
