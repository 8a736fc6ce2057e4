"""A case and all that is filed with it; every change is a new file, saved as one transaction."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from menwa.applicant import Applicant, Subject, ThroughPartner
from menwa.card import NOTHING_BEFORE, Entry, Leg, note_hash
from menwa.errors import AlreadyAnswered
from menwa.recipient import Recipient
from menwa.seen import Found, Staged
from menwa.stored import Stored
from menwa.types import CaseId, Level, Status

Outcome = Literal["intended", "accepted", "delivered", "refused", "failed", "given_up"]
Right = Literal["recorded_phone", "receipt", "partner", "officer"]

LEFT: frozenset[Outcome] = frozenset({"accepted", "delivered", "failed"})
MAY_HAVE_LEFT: frozenset[Outcome] = frozenset({"intended", "accepted", "delivered"})

PROOF, START, GATE, DESK, HELD = "proof", "start", "gate", "desk", "held"
SETTLING, DELIVERY, ANSWERED = "settling", "delivery", "answered"
LATER = "later"
KEPT_WORDS, KEPT_PERSON, ERASURE_ASKED = "kept_words", "kept_person", "erasure_asked"


class Reproof(Stored):
    """A code from the counter: whichever phone sends it becomes this case's number, once."""

    code_hash: str
    issued_by: str
    expires_at: int


class Case(Stored):
    """`version` counts its saves: whoever saves an older one loses and reads again.

    `entered_by` is the officer who entered a walk-in citizen's request, `number_by` the one who let
    its number be changed; `warnings` are acts that an officer should know of before stating a
    right. `way` is its card for the report, `held_by` who has it now; `sent_at`: the PDF left last.
    `heard_at`: the citizen wrote last, which opens Meta's window for a day. `run` counts how often
    the procedure was begun. `frozen_at`: who got the PDF says that it is not theirs. `promise` is
    when the citizen was last told to expect it, `promised_on` the day on which that was said.
    `identity_doubt`: why another may hold the proven phone by now. `asked_instead`: the post named
    for a level by an official. `surveyed`: rated by its citizen. `untold_at`: words did not arrive.
    `restricted_at`: whose data it is has processing stopped. `erasure_asked`: they want the data
    gone as soon as may be; `erased_at` they went.
    """

    id: CaseId
    version: int = 0
    status: Status
    document_type: str
    number: str | None = None
    receipt: str | None = None
    applicant: Applicant
    subject: Subject | None = None
    entered_by: str | None = None
    number_by: str | None = None
    partner: ThroughPartner | None = None
    reproof: Reproof | None = None
    created_at: datetime
    proof_hash: str
    identity: Recipient | None = None
    proven_at: datetime | None = None
    heard_at: datetime | None = None
    run: int = 1
    frozen_at: datetime | None = None
    identity_doubt: str | None = None
    promise: datetime | None = None
    promised_on: date | None = None
    day: date | None = None
    ended_at: datetime | None = None
    right: Right | None = None
    found: Found | None = None
    staged: Staged | None = None
    reason: str | None = None
    warnings: tuple[str, ...] = ()
    verdict: str | None = None
    card_length: int = 0
    card_head: str = NOTHING_BEFORE
    way: tuple[Leg, ...] = ()
    held_by: str = ""
    sent_at: datetime | None = None
    asked_instead: dict[Level, str] = Field(default_factory=dict)
    surveyed: bool = False
    untold_at: datetime | None = None
    restricted_at: datetime | None = None
    erasure_asked: bool = False
    erased_at: datetime | None = None
    expires_at: int | None = None


class Claim(Stored):
    """Who works on it at the desk; `since` they first took it up, however often it was renewed."""

    officer: str
    name: str
    until: datetime
    since: datetime | None = None


class Wait(Stored):
    """Who is asked, since when, and the answer until the next step has taken it up.

    `token` is the one of this visit's newest try, `tries` how many were before it.
    `waiting_for` is one of the names above or an official's post; once answered, the sweep
    finds it under ANSWERED, `since` it was answered. `letter_at`: the first letter about it left,
    to whom `letter_to` marks; `reminders` how many followed; `not_yet` how often the official
    asked for time, `until` when, or until when a pause in sending lasts.
    """

    waiting_for: str
    since: datetime
    visit: str
    asked: str
    token: str = ""
    tries: int = 0
    reason: str | None = None
    claim: Claim | None = None
    looked_at: datetime | None = None
    reminded_at: datetime | None = None
    letter_at: datetime | None = None
    letter_to: str | None = None
    reminders: int = 0
    not_yet: int = 0
    until: datetime | None = None
    answer: dict[str, Any] | None = None


class Attempt(Stored):
    """One try to send the PDF. Written before the try: what is "intended" may have been sent.

    `to` marks the phone it went to (`delivery.mark_of`); None on tries of before it was kept.
    `run` is the case's of that time; `media_id` what Meta keeps of it until it is deleted there.
    """

    number: int
    sha256: str
    outcome: Outcome
    at: datetime
    to: str | None = None
    wamid: str | None = None
    code: int | None = None
    run: int = 1
    media_id: str | None = None


@dataclass(frozen=True)
class CaseFile:
    case: Case
    entries: tuple[Entry, ...] = ()
    wait: Wait | None = None
    attempts: tuple[Attempt, ...] = ()
    notes: dict[int, str] = field(default_factory=dict)

    def updated(self, **changes: Any) -> "CaseFile":
        return replace(self, case=self.case.model_copy(update=changes))

    def opened(self, wait: Wait) -> "CaseFile":
        return replace(self, wait=wait)

    def cleared(self) -> "CaseFile":
        return replace(self, wait=None)

    def answered(self, answer: dict[str, Any], now: datetime) -> "CaseFile":
        """AlreadyAnswered if nobody is asked any more."""
        if self.wait is None or self.wait.answer is not None:
            raise AlreadyAnswered(self.case.id)
        recorded = {"answer": answer, "waiting_for": ANSWERED, "since": now}
        return replace(self, wait=self.wait.model_copy(update=recorded))

    @property
    def last_attempt(self) -> Attempt | None:
        """Of this run: what was sent in an earlier one does not speak for it."""
        return next((one for one in reversed(self.attempts) if one.run == self.case.run), None)

    def with_attempt(self, attempt: Attempt) -> "CaseFile":
        filed = {one.number: one for one in self.attempts} | {attempt.number: attempt}
        in_order = tuple(filed[number] for number in sorted(filed))
        left = [one.at for one in in_order if one.outcome in LEFT]
        return replace(self, attempts=in_order).updated(sent_at=left[-1] if left else None)

    def has_entry(self, occasion: str) -> bool:
        return any(entry.occasion == occasion for entry in self.entries)

    def handed_over(
        self,
        *,
        step: int,
        act: str,
        holder: str,
        paraf: str,
        to: str,
        now: datetime,
        occasion: str,
        received_at: datetime | None = None,
        taken_up_at: datetime | None = None,
        note: str | None = None,
    ) -> "CaseFile":
        """One entry more on the card; the same occasion a second time adds none."""
        if self.has_entry(occasion):
            return self
        before = self.entries[-1].handed_over_at if self.entries else self.case.created_at
        entry = Entry(
            sequence=len(self.entries) + 1,
            step=step,
            act=act,
            holder=holder,
            paraf=paraf,
            handed_to=to,
            received_at=received_at or before,
            handed_over_at=now,
            taken_up_at=taken_up_at or self._taken_up(holder, now),
            occasion=occasion,
            note_hash=note_hash(note) if note else None,
            previous=self.case.card_head,
        ).sealed()
        filed = replace(
            self,
            entries=(*self.entries, entry),
            notes={**self.notes, entry.sequence: note} if note else self.notes,
        )
        return filed.updated(
            card_length=entry.sequence,
            card_head=entry.hash,
            way=(*self.case.way, entry.leg),
            held_by=to,
        )

    def _taken_up(self, holder: str, now: datetime) -> datetime | None:
        """Since when whoever hands over has worked on it, as a claim at the desk says."""
        claim = self.wait.claim if self.wait else None
        if claim is None or now > claim.until:
            return None
        is_theirs = holder.endswith((f"({claim.officer})", f"({claim.name})"))
        return claim.since if is_theirs else None
