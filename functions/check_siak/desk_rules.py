"""What an officer may answer to what no machine can settle, and what the answer leaves behind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from check_siak.claims import open_wait
from check_siak.hand_over import DESK_NAME
from check_siak.settling import settled_by_pdf, what_is_open
from menwa.case import Case, CaseFile
from menwa.signed_in import SignedIn
from menwa.types import Status
from menwa.untold import waits_untold

Answer = Literal[
    "look_again", "send_again", "reminded", "pdf_confirmed", "pdf_refused", "received",
    "returned", "closed", "data_corrected", "data_right", "wrong_recipient", "rightly_theirs",
    "told",
]  # fmt: skip
Stated = Literal["yes", "no", "unsure", ""]
Complaint = Literal["answer", "right", "second_officer", "reason"]

# What makes sense, by why the case is here; the likeliest first.
ANSWERS: dict[str, tuple[Answer, ...]] = {
    **dict.fromkeys(
        ("right_unknown", "near_miss", "other_holder", "other_number", "many_families", "walk_in"),
        ("look_again", "returned", "closed"),
    ),
    "number_changed": ("look_again", "send_again", "closed"),
    "pdf_to_confirm": ("pdf_confirmed", "pdf_refused", "look_again", "returned", "closed"),
    "wrong_entry": ("look_again", "reminded", "returned", "closed"),
    "Undeliverable": ("send_again", "returned", "closed"),
    "Unsettled": ("received", "send_again", "closed"),
    "MessageRefused": ("send_again", "look_again", "returned", "closed"),
    "WhatsAppUnavailable": ("send_again", "look_again", "closed"),
    "WhatsAppTrouble": ("send_again", "look_again", "closed"),
    "UploadRefused": ("send_again", "look_again", "returned", "closed"),
    "ProofStale": ("send_again", "returned", "closed"),
    **dict.fromkeys(("IdentityDoubted", "PhoneHidden"), ("look_again", "returned", "closed")),
    "wrong_data": ("data_corrected", "data_right"),
    "not_mine": ("wrong_recipient", "rightly_theirs"),
}
OTHERWISE: tuple[Answer, ...] = ("look_again", "send_again", "returned", "closed")
RIGHT_TO_JUDGE = frozenset(
    {
        *("right_unknown", "near_miss", "other_holder", "other_number", "many_families"),
        *("walk_in", "number_changed"),
    }
)
JUDGED_FIRST = RIGHT_TO_JUDGE - {"number_changed"}  # for a new number, the record may speak
ABOUT_THE_PDF = frozenset({"pdf_confirmed", "pdf_refused"})
NEEDS_A_PDF = ABOUT_THE_PDF | {"send_again"}
STATUS: dict[str, Status] = {
    "look_again": Status.CHECKING,
    "send_again": Status.SENDING,
    "received": Status.DELIVERED,
    "returned": Status.RETURNED,
    "closed": Status.CLOSED,
}
ENDS: frozenset[str] = frozenset({"returned", "closed"})
EXPLAINED = ENDS | {"data_right", "wrong_recipient"}
VOUCHES = frozenset({"pdf_confirmed", "rightly_theirs"})
RECEIVER = {"look_again": "MENWA", "send_again": "Pengiriman", "received": "Pemohon"}
IN_STATE_MACHINE = {"received": "delivered"}


@dataclass(frozen=True)
class Said:
    """An officer's answer. `reason` goes to the citizen as it stands, once their right is known.

    `pdf` is the hash of the one whose pages they looked at.
    """

    answer: Answer
    officer: SignedIn
    right: Stated = ""
    reason: str = ""
    pdf: str = ""


def may_vouch(case: Case, officer: SignedIn) -> bool:
    """Whoever entered a walk-in, or gave out the code for another number, is no second person."""
    return officer.key not in {case.entered_by, case.number_by}


def asks_right(file: CaseFile) -> bool:
    return file.case.right is None and file.case.reason in RIGHT_TO_JUDGE


def possible(file: CaseFile, officer: SignedIn) -> tuple[Answer, ...]:
    """Without those that only a second officer can give, or that take a PDF."""
    if waits_untold(file):
        return ("told",)
    answers = ANSWERS.get(file.case.reason or "", OTHERWISE)
    kept = [one for one in answers if one not in NEEDS_A_PDF or file.case.staged]
    if file.case.right is None and not may_vouch(file.case, officer):
        without = {"send_again", *({"look_again"} if file.case.reason in JUDGED_FIRST else ())}
        kept = [one for one in kept if one not in without]
    return tuple(kept)


def implied(right: str) -> Answer | None:
    """Whoever says yes or no about the right, and nothing else, has said what comes of it."""
    answers: dict[str, Answer] = {"yes": "look_again", "no": "returned"}
    return answers.get(right)


def complaint(file: CaseFile, said: Said) -> Complaint | None:
    """The field that is missing, or wrong, for this answer."""
    vouches = said.right == "yes" or said.answer in VOUCHES
    if vouches and not may_vouch(file.case, said.officer):
        return "second_officer"
    goes_on = said.answer == "send_again" or (
        said.answer == "look_again" and file.case.reason in JUDGED_FIRST
    )
    if goes_on and file.case.right is None and said.right != "yes":
        return "right"
    refused = said.answer == "returned" and asks_right(file) and said.right == "no"
    return "reason" if said.answer in EXPLAINED and not (said.reason or refused) else None


def answered_at_desk(file: CaseFile, said: Said, now: datetime) -> CaseFile:
    """AlreadyAnswered if the case does not wait at the desk any more; Claimed by another."""
    if said.answer in ABOUT_THE_PDF:
        return _about_the_pdf(file, said, now)
    if said.answer == "reminded":
        return _reminded(file, said, now)
    wait = open_wait(file, said.officer, now)
    confirmed = said.right == "yes" and file.case.right is None
    right = file.updated(right="officer" if confirmed else file.case.right)
    answer = "send_again" if confirmed and what_is_open(right.case) is None else said.answer
    changed = _given_up(right, answer).updated(
        status=STATUS[answer],
        reason="not_matched" if said.right == "no" and answer == "returned" else answer,
        ended_at=now if STATUS[answer].ended else None,
    )
    act = "right_confirmed" if confirmed else changed.case.reason or answer
    on_card = _on_card(
        changed, said, act, RECEIVER.get(answer, "Pemohon"), f"answer:{wait.visit}", now
    )
    return on_card.answered({"answer": IN_STATE_MACHINE.get(answer, answer)}, now)


def _about_the_pdf(file: CaseFile, said: Said, now: datetime) -> CaseFile:
    """An officer has compared its pages with the request: it is the document, or it is not.

    That says nothing of another PDF that has come in its place meanwhile.
    """
    wait, staged = open_wait(file, said.officer, now), file.case.staged
    if staged is None or staged.sha256 != said.pdf:
        return file
    seen = staged.model_copy(update={"confirmed_by": said.officer.key})
    judged = file.updated(staged=seen if said.answer == "pdf_confirmed" else None)
    occasion = f"{said.answer}:{wait.visit}:{staged.sha256}"
    return settled_by_pdf(_on_card(judged, said, said.answer, DESK_NAME, occasion, now), now)


def _reminded(file: CaseFile, said: Said, now: datetime) -> CaseFile:
    wait = open_wait(file, said.officer, now)
    reminded = file.opened(wait.model_copy(update={"reminded_at": now, "claim": None}))
    return _on_card(reminded, said, "reminded", DESK_NAME, f"reminded:{now.isoformat()}", now)


def _given_up(file: CaseFile, answer: str) -> CaseFile:
    """A try that failed is over; one of unknown fate only if it is sent again all the same."""
    last = file.last_attempt
    over = {"failed"} if answer == "look_again" else {"intended", "accepted", "failed", "refused"}
    if answer not in {"look_again", "send_again"} or last is None or last.outcome not in over:
        return file
    return file.with_attempt(last.model_copy(update={"outcome": "given_up"}))


def _on_card(
    file: CaseFile, said: Said, act: str, to: str, occasion: str, now: datetime
) -> CaseFile:
    return file.handed_over(
        step=6 if to == "Pengiriman" else 2,
        act=act,
        holder=f"{DESK_NAME} ({said.officer.name})",
        paraf=said.officer.paraf,
        to=to,
        now=now,
        occasion=occasion,
        note=said.reason or None,
    )
