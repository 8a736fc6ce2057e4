"""What an officer answers to whoever says that the PDF is wrong, or not theirs."""

from datetime import datetime

from check_siak.claims import open_wait
from check_siak.desk_rules import Said
from check_siak.hand_over import DESK_NAME
from menwa.asking_again import Asker, run_again
from menwa.case import DESK, CaseFile
from menwa.objections import KINDS
from menwa.types import Status

# Each is also the text that is told, and what the card says.
ANSWERS: frozenset[str] = frozenset(
    {"data_corrected", "data_right", "wrong_recipient", "rightly_theirs"}
)


def objects(file: CaseFile) -> bool:
    """It is at the desk because somebody objects."""
    wait = file.wait
    return wait is not None and wait.waiting_for == DESK and wait.reason in KINDS


def answered_objection(file: CaseFile, said: Said, now: datetime) -> CaseFile:
    """AlreadyAnswered if the case does not wait at the desk any more; Claimed by another."""
    open_wait(file, said.officer, now)
    holder = f"{DESK_NAME} ({said.officer.name})"
    if said.answer == "data_corrected":
        by = Asker(said.answer, holder, said.officer.paraf, said.reason or None)
        return run_again(file, by, now)
    on_card = file.handed_over(
        step=2,
        act=said.answer,
        holder=holder,
        paraf=said.officer.paraf,
        to="Pemohon",
        now=now,
        occasion=f"answer:{file.wait.visit if file.wait else ''}",
        note=said.reason or None,
    )
    if said.answer == "wrong_recipient":
        ended = on_card.updated(status=Status.CLOSED, reason=said.answer, ended_at=now)
        return _settled(ended, "closed", now)
    return _stands(on_card.updated(frozen_at=None), now)


def _stands(file: CaseFile, now: datetime) -> CaseFile:
    """The PDF was rightly sent: it is delivered as before, or what was stopped goes on."""
    if file.wait is not None and file.wait.token:
        again = file.updated(status=Status.CHECKING, reason="look_again", ended_at=None)
        return _settled(again, "look_again", now)
    arrived = [one.handed_over_at for one in file.entries if one.act == "delivered"]
    ended_at = arrived[-1] if arrived else now
    return file.updated(status=Status.DELIVERED, reason=None, ended_at=ended_at).cleared()


def _settled(file: CaseFile, answer: str, now: datetime) -> CaseFile:
    """Where the procedure waits for it, it is answered too."""
    if file.wait is not None and file.wait.token:
        return file.answered({"answer": answer}, now)
    return file.cleared()
