"""What a look into SIAK leaves on the case, on its card and with whoever comes next."""

from datetime import datetime

from check_siak.gateway_messages import FoundDocument
from check_siak.rules import Finding, as_found
from menwa.case import DESK, GATE, Case, CaseFile, Wait
from menwa.discretion import NOT_YET_LOOKED_UP, is_kept_from
from menwa.office import Office
from menwa.promises import SIGNATURE_LATE, in_citizens_words
from menwa.types import Level, Status
from menwa.visit import Visit

MACHINE = "MENWA"
DESK_NAME = "Meja petugas"
STATUS = {
    "signed": Status.SENDING,
    "unsigned": Status.WITH_OFFICIAL,
    "returned": Status.RETURNED,
    "desk": Status.AT_DESK,
}
SAID_AS_IT_IS = frozenset(
    {"not_matched", "superseded", "hand_signed", "elsewhere", "returned", "closed"}
)
READY_BUT_UNSENT = {
    "Undeliverable": "sending_undelivered",
    "Unsettled": "sending_unsettled",
    **dict.fromkeys(
        ("MessageRefused", "UploadRefused", "WhatsAppTrouble", "WhatsAppUnavailable"),
        "sending_trouble",
    ),
}


def before_the_gate(
    visit: Visit, file: CaseFile, document: FoundDocument, finding: Finding, now: datetime
) -> CaseFile:
    waiting = Wait(waiting_for=GATE, asked=GATE, since=now, **visit.stamp)
    return file.updated(
        found=as_found(document, file.case), right=finding.right, staged=None
    ).opened(waiting)


def before_an_officer(visit: Visit, file: CaseFile, reason: str, now: datetime) -> CaseFile:
    """The look itself waits at the desk. What an officer has begun there outlives a rerun."""
    wait = file.wait
    if wait is not None and wait.visit == visit.visit and wait.waiting_for == DESK:
        return file.opened(wait.model_copy(update=visit.stamp))
    waiting = Wait(waiting_for=DESK, asked="siak", since=now, reason=reason, **visit.stamp)
    return (
        file.updated(status=Status.AT_DESK, reason=reason, ended_at=None)
        .handed_over(
            step=2,
            act=reason,
            holder=MACHINE,
            paraf=MACHINE,
            to=DESK_NAME,
            now=now,
            occasion=f"desk:{visit.visit}",
        )
        .opened(waiting)
    )


def recorded(
    visit: Visit,
    file: CaseFile,
    document: FoundDocument | None,
    finding: Finding,
    receiver: str,
    now: datetime,
) -> CaseFile:
    believed = finding.reason != "siak_contradicts"  # or a stranger's document became the measure
    looked_up = file.updated(
        found=as_found(document, file.case) if document and believed else None,
        right=finding.right,
        staged=None,
    )
    return concluded(visit, looked_up, finding, receiver, now)


def concluded(
    visit: Visit, file: CaseFile, finding: Finding, receiver: str, now: datetime
) -> CaseFile:
    """On the card, and answered."""
    on_card = file.updated(
        status=STATUS[finding.found],
        reason=finding.reason,
        ended_at=now if finding.found == "returned" else None,
    ).handed_over(
        step=2,
        act=finding.found if finding.reason == "none" else finding.reason,
        holder=MACHINE,
        paraf=MACHINE,
        to=receiver,
        now=now,
        occasion=f"look:{visit.visit}",
    )
    wait = Wait(waiting_for=GATE, asked="siak", since=now, **visit.stamp)
    return on_card.opened(wait).answered({"found": finding.found, "reason": finding.reason}, now)


def words_for(case: Case, office: Office, url: str, explained: str = "") -> str:
    """What the applicant reads. Until the right to the document is established, whatever was
    found reads the same, also what an officer `explained`: which it is, nobody learns by asking."""
    if is_kept_from(case):
        return office.text("not_matched", case_id=case.id, url=url)
    if case.reason in SIGNATURE_LATE and case.promise is not None:
        promise = in_citizens_words(case.promise, office)
        return office.text("signature_at_desk", case_id=case.id, promise=promise)
    unsent = READY_BUT_UNSENT.get(case.reason or "") if case.staged else None
    key = case.reason if case.reason in SAID_AS_IT_IS else unsent or "at_desk"
    return office.text(key, case_id=case.id, url=url, reason=explained)


def occasion_of(case: Case, visit: str) -> str:
    """Said once for all that it may mean: a second time would tell that somebody looked again."""
    if is_kept_from(case):
        return f"not_matched:{case.id}:{case.run}"
    if case.reason in NOT_YET_LOOKED_UP:
        return f"looking:{case.id}:{case.run}"
    if case.reason in SIGNATURE_LATE:  # with the sweep's, once a day
        return f"delayed:{case.id}:{case.promised_on}"
    return f"{case.reason}:{case.id}:{visit}"


def receiver_of(finding: Finding, case: Case, level: Level, office: Office) -> str:
    """Who has the case after this look."""
    if finding.found == "signed":
        return "Pengiriman"
    if finding.found == "unsigned":
        return office.official(case.document_type, level)[1].title
    return "Pemohon" if finding.found == "returned" else DESK_NAME
