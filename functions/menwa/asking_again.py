"""The PDF once more: a new run of the case's procedure, which looks in SIAK again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from menwa.answering import carry_on, start
from menwa.card import Entry
from menwa.case import START, CaseFile, Wait
from menwa.cases import CaseStore
from menwa.errors import AlreadyAnswered
from menwa.office import Office
from menwa.types import Status

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient

ASKED_AGAIN = "asked_again"
MOST_A_DAY = 3
RUN = "run:"


def of_this_run(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Of a card, what was done since the PDF was last asked for."""
    began = [place for place, one in enumerate(entries) if one.occasion.startswith(RUN)]
    return entries[began[-1] :] if began else entries


def may_ask_again(file: CaseFile, office: Office, now: datetime) -> bool:
    """Its PDF has arrived, not too long ago, and nobody has stopped it or says it is another's."""
    case = file.case
    lives = timedelta(days=office.ask_again_days)
    arrived = case.status is Status.DELIVERED and case.ended_at is not None
    recent = case.ended_at is not None and now - case.ended_at < lives
    stopped = case.frozen_at is not None or case.restricted_at is not None
    return arrived and recent and not stopped and _today(file, office, now) < MOST_A_DAY


def asked_again(file: CaseFile, office: Office, now: datetime) -> CaseFile:
    """By the citizen. AlreadyAnswered if it may not be asked now, be it that it just was."""
    if not may_ask_again(file, office, now):
        raise AlreadyAnswered(file.case.id)
    return run_again(file, CITIZEN, now)


@dataclass(frozen=True)
class Asker:
    """As the card has them; the citizen asks, or an officer for them."""

    act: str
    holder: str
    paraf: str
    note: str | None = None


CITIZEN = Asker(ASKED_AGAIN, "Pemohon", "-")


def run_again(file: CaseFile, by: Asker, now: datetime) -> CaseFile:
    """As if just proven: what was found and sent before speaks for nothing any more, but for an
    officer's word about who asks, which holds for that document."""
    case, run = file.case, file.case.run + 1
    stands = case.right == "officer"
    anew = file.updated(
        run=run,
        status=Status.CHECKING,
        right=case.right if stands else None,
        found=case.found if stands else None,
        staged=None,
        verdict=None,
        reason=None,
        promise=None,
        promised_on=None,
        ended_at=None,
    )
    asked = anew.handed_over(
        step=1,
        act=by.act,
        holder=by.holder,
        paraf=by.paraf,
        to="MENWA",
        now=now,
        occasion=f"{RUN}{run}",
        note=by.note,
    )
    return asked.opened(Wait(waiting_for=START, since=now, visit=f"{RUN}{run}", asked=START))


@dataclass(frozen=True)
class AskingAgain:
    store: CaseStore
    procedure: "SFNClient"
    state_machine: str

    def ask(self, case_id: str, office: Office, now: datetime) -> CaseFile:
        """As `asked_again`, and under way."""
        before = self.store.load(case_id)
        carry_on(self.procedure, before)  # the new run takes the place of an answer on its way
        after = self.store.change(before, lambda file: asked_again(file, office, now))
        start(self.procedure, self.state_machine, after.case)
        return after


def _today(file: CaseFile, office: Office, now: datetime) -> int:
    today = office.day_of(now)
    asked = [one for one in file.entries if one.act == ASKED_AGAIN]
    return sum(office.day_of(one.handed_over_at) == today for one in asked)
