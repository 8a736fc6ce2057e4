"""What an officer has seen in SIAK, and where it leads: the look-up, where no gateway can do it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from check_siak.claims import open_wait
from check_siak.desk_rules import Stated, may_vouch
from check_siak.hand_over import DESK_NAME
from check_siak.settling import desk_id, settled_by_pdf
from menwa.asking_again import of_this_run
from menwa.case import CaseFile
from menwa.document_numbers import may_be_number
from menwa.office import DocumentType, Office
from menwa.seen import Found
from menwa.signed_in import SignedIn
from menwa.types import LEVELS, Level, Status, bare_number

Seen = Literal[
    "signed", "unsigned", "wrong_entry", "not_found", "inactive", "hand_signed", "elsewhere",
    "again",
]  # fmt: skip
Complaint = Literal["answer", "right", "second_officer", "active", "number", "name", "reason"]

# What ends the request, with what the applicant reads once their right is known.
ENDS = {
    "not_found": "not_matched",
    "inactive": "superseded",
    "hand_signed": "hand_signed",
    "elsewhere": "elsewhere",
}
STEPS = (3, 4, 5)  # the SOP's, at which officials are asked


@dataclass(frozen=True)
class LookedUp:
    """`seen` is None if the officer only says something about the right."""

    seen: Seen | None
    officer: SignedIn
    right: Stated = ""
    active: str = ""
    number: str = ""
    name: str = ""
    reason: str = ""

    @property
    def outcome(self) -> str | None:
        """Why the request ends; None if it goes on."""
        if self.right == "no":
            return "not_matched"
        inactive = self.seen == "signed" and self.active == "no"
        return ENDS["inactive"] if inactive else ENDS.get(self.seen or "")


def possible(file: CaseFile) -> tuple[Seen, ...]:
    """SIAK's gateway may be asked again where there is one."""
    seen: tuple[Seen, ...] = (
        "signed", "unsigned", "wrong_entry", "not_found", "inactive", "hand_signed", "elsewhere",
    )  # fmt: skip
    reason = file.wait.reason if file.wait else None
    return (*seen, "again") if reason in {"siak_unavailable", "gate_silent"} else seen


def complaint(file: CaseFile, looked: LookedUp, kind: DocumentType) -> Complaint | None:
    """The first field that is missing, or wrong, for what was seen."""
    if looked.right == "yes" and not may_vouch(file.case, looked.officer):
        return "second_officer"
    if looked.right == "no":
        return None
    if looked.seen is None:
        return None if looked.right == "yes" and file.case.found else "answer"
    if looked.seen in {"signed", "unsigned"} and not (looked.right or file.case.right):
        return "right"
    if looked.seen == "wrong_entry" and not looked.reason:
        return "reason"
    return _about_the_document(looked, kind) if looked.seen == "signed" else None


def _about_the_document(looked: LookedUp, kind: DocumentType) -> Complaint | None:
    if looked.active not in {"yes", "no"}:
        return "active"
    if not may_be_number(looked.number, kind.numbers):
        return "number"
    return None if len(looked.name) >= 2 else "name"


@dataclass(frozen=True)
class Conclusion:
    """The answer to the state machine, and who has the case next."""

    found: str
    reason: str
    status: Status
    to: str


def looked_up(file: CaseFile, looked: LookedUp, office: Office, now: datetime) -> CaseFile:
    """AlreadyAnswered if the case does not wait at the desk any more; Claimed by another."""
    open_wait(file, looked.officer, now)
    file = _with_right(file, looked, now)
    conclusion = _conclusion(file, looked, office)
    if conclusion is not None:
        return _concluded(file, looked, conclusion, now)
    return _signed(file, looked, office.document(file.case.document_type), now)


def _with_right(file: CaseFile, looked: LookedUp, now: datetime) -> CaseFile:
    """What an officer says of the right stands on the card by itself. A right that was given for
    one number is none for another."""
    if looked.right == "yes":
        known = file.updated(right="officer")
        return _on_card(known, looked, "right_confirmed", DESK_NAME, now)
    meant = file.case.found.number if file.case.found else file.case.number
    another = bare_number(looked.number) != bare_number(meant or looked.number)
    return file.updated(right=None) if looked.seen == "signed" and another else file


def _conclusion(file: CaseFile, looked: LookedUp, office: Office) -> Conclusion | None:
    """None: it is signed, and its PDF is what it takes now."""
    if looked.outcome is not None:
        return Conclusion("returned", looked.outcome, Status.RETURNED, "Pemohon")
    if looked.seen == "unsigned":
        _, official = office.official(file.case.document_type, level_asked_next(file))
        return Conclusion("unsigned", "none", Status.WITH_OFFICIAL, official.title)
    if looked.seen == "wrong_entry":
        return Conclusion("desk", "wrong_entry", Status.AT_DESK, DESK_NAME)
    return Conclusion("again", "none", Status.CHECKING, "MENWA") if looked.seen == "again" else None


def level_asked_next(file: CaseFile) -> Level:
    """As the state machine counts: who submitted it, or did not answer, hands on to the next."""
    asked = [entry for entry in of_this_run(file.entries) if entry.step in STEPS]
    if not asked:
        return LEVELS[0]
    handed_on = asked[-1].act in {"submitted", "no_answer", "not_reached", "vacant"}
    return LEVELS[min(asked[-1].step - STEPS[0] + handed_on, len(LEVELS) - 1)]


def _concluded(file: CaseFile, looked: LookedUp, conclusion: Conclusion, now: datetime) -> CaseFile:
    known = {} if looked.seen == "again" else {"found": None, "staged": None}
    over = file.updated(
        status=conclusion.status,
        reason=conclusion.reason,
        ended_at=now if conclusion.status.ended else None,
        **known,
    )
    act = conclusion.found if conclusion.reason == "none" else conclusion.reason
    answer = {"found": conclusion.found, "reason": conclusion.reason}
    return _on_card(over, looked, act, conclusion.to, now).answered(answer, now)


def _signed(file: CaseFile, looked: LookedUp, kind: DocumentType, now: datetime) -> CaseFile:
    """It stays at the desk until its PDF has come, and the right is known."""
    known = file if looked.seen is None else file.updated(found=_as_found(file, looked, kind))
    if known.case.right is None and known.wait is not None:
        doubted = known.opened(known.wait.model_copy(update={"reason": "right_unknown"}))
        doubted = doubted.updated(reason="right_unknown")
        return _on_card(doubted, looked, "right_unknown", DESK_NAME, now)
    if looked.seen is not None:
        known = _on_card(known, looked, "signed_in_siak", DESK_NAME, now)
    return settled_by_pdf(known, now)


def _as_found(file: CaseFile, looked: LookedUp, kind: DocumentType) -> Found:
    return Found(
        siak_id=desk_id(file.case.document_type, looked.number),
        number=looked.number,
        subject_name=looked.name,
        subject_nik=file.case.applicant.nik if "nik" in kind.applicant_text else None,
        signed=True,
        active=True,
        looked_up_by=looked.officer.key,
    )


def _on_card(file: CaseFile, looked: LookedUp, act: str, to: str, now: datetime) -> CaseFile:
    visit = file.wait.visit if file.wait else ""
    return file.handed_over(
        step=2,
        act=act,
        holder=f"{DESK_NAME} ({looked.officer.name})",
        paraf=looked.officer.paraf,
        to=to,
        now=now,
        occasion=f"seen:{visit}:{act}:{looked.officer.key}:{now.isoformat()}",
        note=looked.reason or None,
    )
