"""The desk's queue: who waits for an officer, why, since when, and who works on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from check_siak.claims import live_claim
from check_siak.desk_rules import RIGHT_TO_JUDGE
from menwa.case import CaseFile, Wait
from menwa.objections import NOT_MINE, WRONG_DATA, notice_due
from menwa.office import Office
from menwa.untold import NOT_TOLD

OFFICE_DAY = timedelta(hours=7, minutes=30)  # of 37.5 hours a week (Perpres 21/2023)

# What belongs together, in the order of an officer's morning; whatever is named nowhere is "other".
GROUPS: dict[str, frozenset[str]] = {
    NOT_MINE: frozenset({NOT_MINE}),
    WRONG_DATA: frozenset({WRONG_DATA}),
    "look_up": frozenset({"look_up", "siak_unavailable", "gate_silent", "siak_contradicts"}),
    "right": RIGHT_TO_JUDGE,
    "pdf": frozenset({"pdf_awaited", "gate_refused"}),
    "confirm": frozenset({"pdf_to_confirm"}),
    "mending": frozenset({"wrong_entry"}),
    "undelivered": frozenset(
        {
            *("Undeliverable", "Unsettled", "MessageRefused", "UploadRefused", "WhatsAppTrouble"),
            *("WhatsAppUnavailable", "IdentityDoubted", "PhoneHidden", "ProofStale", NOT_TOLD),
        }
    ),
    "officials": frozenset({"no_answer", "still_unsigned"}),
}
OTHER = "other"


@dataclass(frozen=True)
class Row:
    """`since` in the office's own time; `waited` is office time; `remind`: the Bidang is slow;
    `notice`: until when a breach has to be told."""

    case_id: str
    document: str
    group: str
    reason: str
    first: datetime
    since: datetime
    waited: timedelta
    claimed_by: str | None
    mine: bool
    remind: bool
    notice: datetime | None


@dataclass(frozen=True)
class Queue:
    """`shown` is a group, "" all of them."""

    rows: Sequence[Row]
    counts: dict[str, int]
    shown: str

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def queue_of(
    waiting: Iterable[CaseFile], shown: str, office: Office, officer: str, now: datetime
) -> Queue:
    """Oldest first, by the first request; before all, what may have reached a stranger."""
    rows = [
        _row(file, file.wait, office, officer, now) for file in waiting if file.wait is not None
    ]
    groups = [*GROUPS, OTHER]
    counts = {group: sum(row.group == group for row in rows) for group in groups}
    shown = shown if shown in groups else ""
    kept = [row for row in rows if not shown or row.group == shown]
    return Queue(sorted(kept, key=lambda row: (row.notice is None, row.first)), counts, shown)


def group_of(reason: str | None) -> str:
    return next((group for group, reasons in GROUPS.items() if reason in reasons), OTHER)


def to_remind(wait: Wait, office: Office, now: datetime) -> bool:
    """A wrong entry that the Bidang has not mended within a day of the office's."""
    asked = wait.reminded_at or wait.since
    return wait.reason == "wrong_entry" and office.hours.office_time(asked, now) > OFFICE_DAY


def _row(file: CaseFile, wait: Wait, office: Office, officer: str, now: datetime) -> Row:
    case, claim = file.case, live_claim(wait, now)
    reason = wait.reason or case.reason
    return Row(
        case_id=case.id,
        document=office.document(case.document_type).name,
        group=group_of(reason),
        reason=office.act(reason or ""),
        first=office.local(case.proven_at or case.created_at),
        since=office.local(wait.since),
        waited=office.hours.office_time(wait.since, now),
        claimed_by=claim.name if claim else None,
        mine=claim is not None and claim.officer == officer,
        remind=to_remind(wait, office, now),
        notice=office.local(notice_due(case.frozen_at)) if case.frozen_at else None,
    )
