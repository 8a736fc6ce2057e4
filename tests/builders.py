"""Cases and files with sensible defaults; a test names only what it is about."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from local.office_file import read_office
from menwa.applicant import Applicant
from menwa.case import Attempt, Case, CaseFile, Wait
from menwa.cases import hash_of
from menwa.recipient import Recipient
from menwa.seen import Found, Staged
from menwa.signed_in import SignedIn
from menwa.types import Status

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
OFFICE = read_office("contoh")
PHONE = "+6289900000101"
CODE = "AB12CD34"
CASE_ID = "MW-00000000000"
SECOND_RUN = f"{CASE_ID}-2"


def an_applicant(**changes: Any) -> Applicant:
    known = {
        "nik": "9971014209770001",
        "name": "Nurhayati Lubuk Puding",
        "birth_date": date(1977, 9, 2),
        "phone": PHONE,
    }
    return Applicant.model_validate(known | changes)


def a_case(**changes: Any) -> Case:
    """As the form leaves it: unproven."""
    known = {
        "id": CASE_ID,
        "status": Status.UNPROVEN,
        "document_type": "kk",
        "number": "9971011103190001",
        "applicant": an_applicant(),
        "created_at": NOW,
        "proof_hash": hash_of(CODE),
        "expires_at": int((NOW + timedelta(hours=24)).timestamp()),
    }
    return Case.model_validate(known | changes)


def a_proven_case(**changes: Any) -> Case:
    known = {
        "status": Status.CHECKING,
        "identity": Recipient(phone=PHONE),
        "proven_at": NOW,
        "day": date(2026, 11, 23),
        "expires_at": None,
    }
    return a_case(**known | changes)


def found(**changes: Any) -> Found:
    known = {
        "siak_id": "dok-001",
        "number": "9971011103190001",
        "issued_on": date(2023, 8, 14),
        "subject_nik": "9971011704740001",
        "subject_name": "H. SYAHRIAL TAMBUSAI",
        "signed": True,
        "active": True,
    }
    return Found.model_validate(known | changes)


def staged(**changes: Any) -> Staged:
    known = {
        "sha256": "a" * 64,
        "siak_id": "dok-001",
        "signature": "OK",
        "text_holds": True,
        "policy": "test",
    }
    return Staged.model_validate(known | changes)


def a_cleared_case(**changes: Any) -> Case:
    """All five conditions hold: its PDF may leave."""
    known = {
        "status": Status.SENDING,
        "right": "recorded_phone",
        "found": found(),
        "staged": staged(),
    }
    return a_proven_case(**known | changes)


def a_wait(**changes: Any) -> Wait:
    known = {
        "waiting_for": "desk",
        "asked": "desk",
        "since": NOW,
        "visit": "2026-11-23T03:00:00Z",
        "token": "task-token",
    }
    return Wait.model_validate(known | changes)


def an_attempt(**changes: Any) -> Attempt:
    known = {"number": 1, "sha256": "a" * 64, "outcome": "intended", "at": NOW}
    return Attempt.model_validate(known | changes)


def a_file(case: Case | None = None, **filed: Any) -> CaseFile:
    return CaseFile(case=case or a_proven_case(), **filed)


def an_officer(key: str = "siti.aminah") -> SignedIn:
    """One of the sample office's, who has signed in."""
    officer = OFFICE.officers[key]
    return SignedIn(key, officer.name, officer.paraf, administrator=False, csrf="csrf")


def a_delivered_file(**changes: Any) -> CaseFile:
    """Its phone has the PDF."""
    known = {"status": Status.DELIVERED, "ended_at": NOW, "staged": staged(), "found": found()}
    case = a_proven_case(**{"right": "recorded_phone"} | known | changes)
    file = a_file(case, attempts=(an_attempt(outcome="delivered"),))
    return file.handed_over(
        step=6,
        act="delivered",
        holder="MENWA",
        paraf="MENWA",
        to="Pemohon",
        now=NOW,
        occasion="delivered:1",
    )
