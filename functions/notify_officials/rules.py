"""What an official may answer, and what the answer leaves behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from menwa.case import CaseFile
from menwa.cases import Link
from menwa.errors import AlreadyAnswered
from menwa.office import Office
from menwa.types import LEVELS, Level, Status

Answer = Literal["submitted", "signed", "wrong_entry"]
State = Literal["open", "expired", "answered"]
STEP: dict[Level, int] = {"kasi": 3, "kabid": 4, "kadis": 5}


@dataclass(frozen=True)
class Choice:
    key: Answer
    label: str
    hint: str
    needs_reason: bool = False


@dataclass(frozen=True)
class Given:
    """An official's answer; the reason is for the desk."""

    answer: Answer
    reason: str = ""


SUBMITTED = Choice("submitted", "Sudah diajukan", "Dokumen sudah saya ajukan untuk TTE.")
SIGNED = Choice("signed", "Sudah TTE", "MENWA langsung melihat lagi di SIAK.")
WRONG_ENTRY = Choice(
    "wrong_entry", "Salah entri", "Tulis data apa yang salah dan seharusnya apa.", True
)


def choices_for(level: Level) -> Sequence[Choice]:
    """The Kadis signs, so there is nobody left to submit it to."""
    if level == "kadis":
        return (SIGNED, WRONG_ENTRY)
    return (SUBMITTED, SIGNED, WRONG_ENTRY)


def state_of(link: Link, file: CaseFile, now: datetime) -> State:
    """A link answers one visit of one question; whoever answers that first ends it."""
    wait = file.wait
    if wait is None or wait.visit != link.visit or wait.answer is not None:
        return "answered"
    return "open" if now <= link.valid_until else "expired"


def decided(file: CaseFile, link: Link, given: Given, office: Office, now: datetime) -> CaseFile:
    """AlreadyAnswered if this link's question is not open any more."""
    if state_of(link, file, now) != "open" or file.wait is None:
        raise AlreadyAnswered(file.case.id)
    official = office.holder(link.official, link.asked_on)
    return (
        file.updated(
            status=Status.AT_DESK if given.answer == "wrong_entry" else Status.WITH_OFFICIAL,
            reason=given.answer,
        )
        .handed_over(
            step=STEP[link.level],
            act="answered_signed" if given.answer == "signed" else given.answer,
            holder=f"{official.title} ({official.name})",
            paraf=official.paraf,
            to=_receiver(given.answer, link.level, file, office, office.day_of(now)),
            received_at=file.wait.since,
            now=now,
            occasion=f"answer:{link.visit}",
            note=given.reason or None,
        )
        .answered({"answer": given.answer}, now)
    )


def _receiver(answer: Answer, level: Level, file: CaseFile, office: Office, day: date) -> str:
    if answer == "wrong_entry":
        return "Meja petugas"
    if answer == "signed":
        return "MENWA"
    above = LEVELS[LEVELS.index(level) + 1]
    return office.official(file.case.document_type, above, day)[1].title
