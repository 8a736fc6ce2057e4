"""What an officer may answer at the desk, and what the answer leaves behind."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from check_siak.hand_over import DESK_NAME
from menwa.case import DESK, CaseFile
from menwa.errors import AlreadyAnswered
from menwa.types import Status

Answer = Literal["look_again", "send_again", "returned", "closed"]
Complaint = Literal["answer", "right", "reason"]
RIGHT_TO_JUDGE = frozenset({"right_unknown", "near_miss"})
STATUS: dict[Answer, Status] = {
    "look_again": Status.CHECKING,
    "send_again": Status.SENDING,
    "returned": Status.RETURNED,
    "closed": Status.CLOSED,
}
STEP: dict[Answer, int] = {"look_again": 2, "send_again": 6, "returned": 2, "closed": 2}
ENDS: frozenset[Answer] = frozenset({"returned", "closed"})
RECEIVER: dict[Answer, str] = {"look_again": "MENWA", "send_again": "Pengiriman"}


@dataclass(frozen=True)
class Said:
    """An officer's answer. `reason` goes to the citizen as it stands."""

    answer: Answer
    officer: str
    right: bool
    reason: str

    @property
    def paraf(self) -> str:
        return "".join(word[0] for word in re.split(r"[^A-Za-z]+", self.officer) if word)[
            :4
        ].upper()


def needs_right(file: CaseFile) -> bool:
    return file.case.reason in RIGHT_TO_JUDGE and file.case.right is None


def possible(file: CaseFile) -> tuple[Answer, ...]:
    send: tuple[Answer, ...] = ("send_again",) if file.case.staged else ()
    return ("look_again", *send, "returned", "closed")


def complaint(file: CaseFile, said: Said) -> Complaint | None:
    """The field that is missing for this answer."""
    if said.answer == "look_again" and needs_right(file) and not said.right:
        return "right"
    if said.answer in ENDS and not said.reason:
        return "reason"
    return None


def answered_at_desk(file: CaseFile, said: Said, now: datetime) -> CaseFile:
    """AlreadyAnswered if the case does not wait at the desk any more."""
    wait = file.wait
    if wait is None or wait.waiting_for != DESK:
        raise AlreadyAnswered(file.case.id)
    confirmed = said.answer == "look_again" and said.right and needs_right(file)
    changed = file.updated(
        status=STATUS[said.answer],
        right="officer" if confirmed else file.case.right,
        reason=said.answer,
        ended_at=now if said.answer in ENDS else None,
    )
    last = file.last_attempt
    if said.answer == "send_again" and last is not None and last.outcome != "delivered":
        changed = changed.with_attempt(last.model_copy(update={"outcome": "given_up"}))
    return changed.handed_over(
        step=STEP[said.answer],
        act="right_confirmed" if confirmed else said.answer,
        holder=f"{DESK_NAME} ({said.officer})",
        paraf=said.paraf,
        to=RECEIVER.get(said.answer, "Pemohon"),
        now=now,
        occasion=f"answer:{wait.visit}",
        note=said.reason or None,
    ).answered({"answer": said.answer}, now)
