"""Whether a PDF may pass: its signature verifies, and its text is that of the document found."""

from dataclasses import dataclass
from datetime import datetime

from check_siak.content import Expected, missing_from, read_text
from check_siak.hand_over import DESK_NAME, MACHINE
from check_siak.trust import TrustPolicy
from check_siak.verdicts import Verdict
from check_siak.verify import verify
from menwa.case import GATE, CaseFile, Found, Staged
from menwa.documents import incoming_key
from menwa.office import DocumentType
from menwa.types import Status


@dataclass(frozen=True)
class Passage:
    """`missing` names what the text should have held; "text" where none could be read."""

    sha256: str
    signature: Verdict
    missing: tuple[str, ...]
    policy: str
    siak_id: str
    visit: str

    @property
    def is_open(self) -> bool:
        return self.signature is Verdict.OK and not self.missing


def examine(
    pdf: bytes, file: CaseFile, kind: DocumentType, policy: TrustPolicy, now: datetime
) -> Passage:
    """The text is read only once the signature holds: until then the file may be anybody's."""
    case, verdict = file.case, verify(pdf, policy, now)
    holds = verdict.verdict is Verdict.OK and case.found is not None
    return Passage(
        sha256=verdict.sha256,
        signature=verdict.verdict,
        missing=_missing(pdf, case.found, kind) if holds and case.found else ("text",),
        policy=verdict.policy_version,
        siak_id=case.found.siak_id if case.found else "",
        visit=file.wait.visit if file.wait else "",
    )


def at_gate(file: CaseFile) -> bool:
    return file.wait is not None and file.wait.waiting_for == GATE


def awaited_at_gate(file: CaseFile, key: str) -> bool:
    """Only the PDF that this visit fetched answers it, not an earlier visit's."""
    return (
        at_gate(file)
        and file.wait is not None
        and key == incoming_key(file.case.id, file.wait.visit)
    )


def through_the_gate(file: CaseFile, passage: Passage, now: datetime) -> CaseFile:
    """Staged and on to SOP 6, or refused and on to the desk; a late repetition changes nothing."""
    if not at_gate(file) or file.wait is None or file.wait.visit != passage.visit:
        return file
    staged = Staged(
        sha256=passage.sha256,
        siak_id=passage.siak_id,
        signature=passage.signature,
        text_holds=not passage.missing,
        policy=passage.policy,
    )
    outcome = {"found": "signed", "reason": "none"}
    if not passage.is_open:
        outcome = {"found": "desk", "reason": "gate_refused"}
    verdict = passage.signature if passage.signature is not Verdict.OK else _words(passage)
    changed = file.updated(
        status=Status.SENDING if passage.is_open else Status.AT_DESK,
        staged=staged if passage.is_open else None,
        verdict=verdict,
        reason=outcome["reason"],
    )
    return changed.handed_over(
        step=2,
        act=outcome["found"] if passage.is_open else outcome["reason"],
        holder=MACHINE,
        paraf=MACHINE,
        to="Pengiriman" if passage.is_open else DESK_NAME,
        now=now,
        occasion=f"look:{passage.visit}",
    ).answered(outcome, now)


def _missing(pdf: bytes, found: Found, kind: DocumentType) -> tuple[str, ...]:
    text = read_text(pdf)
    if text is None:
        return ("text",)
    held = {"number": found.number, "nik": found.subject_nik, "name": found.subject_name}
    return missing_from(text, Expected(**{name: held[name] for name in kind.text}))


def _words(passage: Passage) -> str:
    """`OK`, or which parts of another document's text gave it away: `OTHER_TEXT: nik, name`."""
    return f"OTHER_TEXT: {', '.join(passage.missing)}" if passage.missing else Verdict.OK
