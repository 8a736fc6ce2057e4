"""What a PDF that passes the gate, or is refused there, leaves on its case."""

from dataclasses import dataclass
from datetime import datetime

from check_siak.drop_store import Drop, Outcome
from check_siak.gate import Passage
from check_siak.hand_over import DESK_NAME, MACHINE
from check_siak.settling import settled_by_pdf, takes_a_pdf, what_is_open
from menwa.case import GATE, CaseFile
from menwa.documents import incoming_key
from menwa.seen import Staged
from menwa.types import LEVELS, Status

STAYS: dict[str, Outcome] = {"right_unknown": "right_unknown", "pdf_to_confirm": "pdf_to_confirm"}


@dataclass(frozen=True)
class Bringer:
    """Who brought the PDF, as the card has it; `visit`: of the step that had it fetched."""

    officer: str
    holder: str
    paraf: str
    act: str
    occasion: str
    visit: str | None = None


def fetched_for(file: CaseFile) -> Bringer:
    """By the gateway, in the visit that waits for it."""
    visit = file.wait.visit if file.wait else ""
    return Bringer(MACHINE, MACHINE, MACHINE, "signed", f"look:{visit}", visit)


def dropped_by(drop: Drop, number: int) -> Bringer:
    holder = f"{DESK_NAME} ({drop.name})"
    return Bringer(drop.officer, holder, drop.paraf, "pdf_dropped", f"{drop.id}:{number}")


def awaited_at_gate(file: CaseFile, key: str) -> bool:
    """Only the PDF that this visit fetched answers it, not an earlier visit's."""
    wait = file.wait
    return (
        wait is not None
        and wait.waiting_for == GATE
        and file.case.found is not None
        and key == incoming_key(file.case.id, wait.visit)
    )


def is_awaited(file: CaseFile, by: Bringer) -> bool:
    """The gateway's by the gate, in that visit; an officer's by whoever is asked."""
    wait = file.wait
    if by.visit is None:
        return takes_a_pdf(file)
    at_gate = wait is not None and wait.waiting_for == GATE
    return at_gate and wait is not None and wait.visit == by.visit


def through_the_gate(file: CaseFile, passage: Passage, by: Bringer, now: datetime) -> CaseFile:
    """Staged, and on its way unless something is open still; a repetition changes nothing."""
    if file.has_entry(by.occasion) or not is_awaited(file, by):
        return file
    judged = file.updated(verdict=passage.verdict)
    if not passage.is_open:
        return judged if by.visit is None else _refused(judged, by, now)
    settled = settled_by_pdf(judged.updated(staged=_staged(passage), found=passage.found), now)
    return settled.handed_over(
        step=2,
        act="pdf_to_confirm" if passage.pdf.must_be_seen else by.act,
        holder=by.holder,
        paraf=by.paraf,
        to="Pengiriman" if settled.case.status is Status.SENDING else DESK_NAME,
        now=now,
        occasion=_occasion(file, by),
    )


def _occasion(file: CaseFile, by: Bringer) -> str:
    """An official whom it answers reads by their link what did."""
    asked = file.wait if file.wait is not None and file.wait.asked in LEVELS else None
    return f"answer:{asked.visit}" if asked else by.occasion


def outcome(file: CaseFile, passage: Passage) -> Outcome:
    """What became of a dropped PDF at this case, by its file as it is now."""
    staged = file.case.staged
    if staged is not None and staged.sha256 == passage.pdf.verdict.sha256:
        return STAYS.get(what_is_open(file.case) or "", "goes_on")
    return "refused" if takes_a_pdf(file) and not passage.is_open else "too_late"


def _staged(passage: Passage) -> Staged:
    seen = passage.pdf
    return Staged(
        sha256=seen.verdict.sha256,
        siak_id=passage.found.siak_id,
        signature=seen.verdict.verdict,
        text_holds=seen.text is not None,
        policy=seen.verdict.policy_version,
        signed_at=seen.verdict.signed_at,
        observed=seen.observed,
        pages=len(seen.pages),
    )


def _refused(file: CaseFile, by: Bringer, now: datetime) -> CaseFile:
    """What the gateway brought: an officer has to see to it. An officer has seen it already."""
    refused = file.updated(status=Status.AT_DESK, staged=None, reason="gate_refused")
    return refused.handed_over(
        step=2,
        act="gate_refused",
        holder=by.holder,
        paraf=by.paraf,
        to=DESK_NAME,
        now=now,
        occasion=by.occasion,
    ).answered({"found": "desk", "reason": "gate_refused"}, now)
