"""What a look into SIAK leaves on the case, on its card and with whoever comes next."""

from datetime import datetime

from check_siak.gateway_messages import FoundDocument
from check_siak.rules import Finding, as_found
from menwa.case import GATE, Case, CaseFile, Wait
from menwa.office import Office
from menwa.types import Level, Status
from menwa.visit import Visit

MACHINE = "MENWA"
DESK_NAME = "Meja petugas"
STATUS = {
    "unsigned": Status.WITH_OFFICIAL,
    "returned": Status.RETURNED,
    "desk": Status.AT_DESK,
}
# To the applicant these read the same: which one it is, nobody learns by asking.
RIGHT_IN_DOUBT = frozenset({"not_matched", "right_unknown", "near_miss", "siak_contradicts"})


def before_the_gate(
    visit: Visit, file: CaseFile, document: FoundDocument, finding: Finding, now: datetime
) -> CaseFile:
    waiting = Wait(waiting_for=GATE, asked=GATE, since=now, visit=visit.visit, token=visit.token)
    return file.updated(found=as_found(document), right=finding.right, staged=None).opened(waiting)


def recorded(
    visit: Visit,
    file: CaseFile,
    document: FoundDocument | None,
    finding: Finding,
    receiver: str,
    now: datetime,
) -> CaseFile:
    looked_up = file.updated(
        status=STATUS[finding.found],
        found=as_found(document) if document else None,
        right=finding.right,
        staged=None,
        reason=finding.reason,
        ended_at=now if finding.found == "returned" else None,
    )
    on_card = looked_up.handed_over(
        step=2,
        act=finding.found if finding.reason == "none" else finding.reason,
        holder=MACHINE,
        paraf=MACHINE,
        to=receiver,
        now=now,
        occasion=f"look:{visit.visit}",
    )
    wait = Wait(waiting_for=GATE, asked="siak", since=now, visit=visit.visit, token=visit.token)
    return on_card.opened(wait).answered({"found": finding.found, "reason": finding.reason}, now)


def words_for(case: Case, office: Office, url: str) -> str:
    """What the applicant reads; the same for every doubt about the right to the document."""
    if case.reason in RIGHT_IN_DOUBT:
        return office.text("not_matched", case_id=case.id, url=url)
    key = case.reason if case.reason == "superseded" else "at_desk"
    return office.text(key, case_id=case.id, url=url)


def receiver_of(finding: Finding, case: Case, level: Level, office: Office) -> str:
    """Who has the case after this look."""
    if finding.found == "unsigned":
        return office.official(case.document_type, level)[1].title
    return "Pemohon" if finding.found == "returned" else DESK_NAME
