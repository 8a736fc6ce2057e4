"""What a case loses when its time is over: its person. Its figures and its card stay.

Notes stand apart from the card's chain, by their hash, so that the chain holds without them.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from menwa.applicant import Applicant
from menwa.case import ERASURE_ASKED, KEPT_PERSON, KEPT_WORDS, Attempt, Case, CaseFile
from menwa.office import Office
from menwa.retention_rules import RetentionRules
from menwa.seen import Found

NOBODY = Applicant(
    nik="0" * 16,
    name="(data pribadi sudah dihapus)",
    birth_date=date(1, 1, 1),
    phone="+10000000",
)


def last_day(moment: datetime, days: int, office: Office) -> date:
    """The last day of the office on which what ended then is kept."""
    return office.day_of(moment) + timedelta(days=days)


def is_over(moment: datetime, days: int, office: Office, now: datetime) -> bool:
    return office.day_of(now) > last_day(moment, days, office)


def ended_before(days: int, office: Office, now: datetime) -> datetime:
    """What ended before this moment, and only that, is over: a midnight of the office's."""
    day = office.day_of(now) - timedelta(days=days)
    return datetime.combine(day, time(), office.hours.zone)


def days_kept(case: Case, rules: RetentionRules) -> int:
    """How long its person stays on it."""
    return rules.on_request if case.erasure_asked else rules.person


def erased_on(case: Case, office: Office) -> date | None:
    """When its person goes by itself; None while that is open, or may not happen."""
    if case.ended_at is None or case.restricted_at is not None:
        return None
    kept = last_day(case.ended_at, days_kept(case, office.retention), office)
    return kept + timedelta(days=1)


def retained(file: CaseFile, office: Office, now: datetime) -> CaseFile:
    """As much of it as may still be kept; the same once more changes nothing."""
    case, rules = file.case, office.retention
    if case.ended_at is None or case.erased_at is not None or case.restricted_at is not None:
        return file
    if is_over(case.ended_at, days_kept(case, rules), office, now):
        return without_person(file, now)
    return without_words(file) if is_over(case.ended_at, rules.words, office, now) else file


def terms(rules: RetentionRules) -> dict[str, int]:
    """The days after which what is listed under this is over."""
    return {
        KEPT_WORDS: rules.words,
        KEPT_PERSON: rules.person,
        ERASURE_ASKED: rules.on_request,
    }


def without_words(file: CaseFile) -> CaseFile:
    return replace(file, notes={})


def without_person(file: CaseFile, now: datetime) -> CaseFile:
    """Nor any hash or id by which one could guess them."""
    case, wordless = file.case, without_words(file).cleared()
    anonymous = replace(wordless, attempts=tuple(map(_anonymous, file.attempts)))
    return anonymous.updated(
        applicant=NOBODY,
        subject=None,
        number=None,
        receipt=None,
        identity=None,
        identity_doubt=None,
        partner=case.partner and case.partner.model_copy(update={"seen_by": None}),
        reproof=None,
        proof_hash="",
        found=case.found and _looked_up(case.found),
        staged=None,
        erased_at=now,
    )


def _looked_up(found: Found) -> Found:
    """That it was found, and by whom: the report tells that."""
    return Found(
        siak_id="",
        number="",
        subject_name="",
        signed=found.signed,
        active=found.active,
        looked_up_by=found.looked_up_by,
    )


def _anonymous(attempt: Attempt) -> Attempt:
    """WhatsApp's own id of a message has the phone in it."""
    unknown = {"sha256": "", "to": None, "wamid": None, "media_id": None}
    return attempt.model_copy(update=unknown)
