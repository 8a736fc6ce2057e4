"""What an official reads of a question besides the question: what was decided, what SIAK says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from menwa.card import Entry
from menwa.case import Case, CaseFile, Wait
from menwa.office import Office
from menwa.types import LEVELS, Level
from notify_officials.rules import STEP

LEVEL = {step: level for level, step in STEP.items()}


@dataclass(frozen=True)
class Decided:
    """By a title, never a name; `to`: who has it now. Moments are in the office's own time."""

    act: str
    by: str
    at: datetime
    to: str


@dataclass(frozen=True)
class StillUnsigned:
    """They said it was signed; SIAK did not show it then, nor when MENWA last looked."""

    said_at: datetime
    unsigned_at: datetime
    looked_at: datetime


@dataclass(frozen=True)
class Passed:
    """By another official, whose it was not."""

    by: str
    words: str


def decided_on(visit: str, file: CaseFile, office: Office) -> Decided | None:
    """How this visit of a question ended, or to whom it went; None if its card does not say."""
    ended = [one for one in file.entries if _visit_ended(one) == visit]
    if not ended:
        return None
    entry = ended[-1]
    return Decided(
        act=office.act(entry.act),
        by=titled(entry.holder),
        at=office.local(entry.handed_over_at),
        to=titled(entry.handed_to),
    )


def last_put_to(posts: Collection[str], file: CaseFile, office: Office) -> str | None:
    """The visit of the last question that one of these posts was asked; None if none was."""
    put = [(file.wait.asked, file.wait.visit)] if file.wait else []
    put += [(LEVEL.get(one.step, ""), _visit_ended(one)) for one in reversed(file.entries)]
    case, document = file.case, office.document(file.case.document_type)
    theirs = {
        level
        for level in LEVELS
        if document.post(level) in posts or case.asked_instead.get(level) in posts
    }
    return next((visit for level, visit in put if level in theirs and visit), None)


def still_unsigned(case: Case, wait: Wait, level: Level, office: Office) -> StillUnsigned | None:
    """None if this level has not said so, or nobody has looked since."""
    way = [leg for leg in case.way if leg.handed_over_at <= wait.since]
    said = [leg.handed_over_at for leg in way if _said_signed(leg.step, leg.act, level)]
    seen = [leg.handed_over_at for leg in way if leg.act == "unsigned"]
    if not said or not seen or seen[-1] < said[-1]:
        return None
    since = next(at for at in seen if at >= said[-1])
    looked_at = wait.looked_at or since
    return StillUnsigned(office.local(said[-1]), office.local(since), office.local(looked_at))


def passed_on(visit: str, file: CaseFile) -> Passed | None:
    """Who passed it to the post that is asked now."""
    moves = [one for one in file.entries if one.occasion.startswith(f"rerouted:{visit}:")]
    if not moves:
        return None
    last: Entry = moves[-1]
    return Passed(titled(last.holder), file.notes.get(last.sequence, ""))


def titled(holder: str) -> str:
    """Of "title (name)" or "name a.n. title" the title; whatever else it is stays as it is."""
    on_behalf = holder.partition(" a.n. ")[2]
    return on_behalf or holder.rpartition(" (")[0] or holder


def _visit_ended(entry: Entry) -> str:
    """The visit that this ended, or took to another post; empty if it did neither."""
    kind, _, visit = entry.occasion.partition(":")
    return {"answer": visit, "rerouted": visit.rpartition(":")[0]}.get(kind, "")


def _said_signed(step: int, act: str, level: Level) -> bool:
    return act == "answered_signed" and step == STEP[level]
