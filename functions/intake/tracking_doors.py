"""Who may see how a request stands: whoever has its code and knows the phone, or has its link."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from menwa.case import Case, CaseFile
from menwa.cases import CaseStore, hash_of
from menwa.discretion import is_kept_from
from menwa.errors import NotFound
from menwa.office import Office
from menwa.table import Table
from menwa.tracking_links import case_behind
from menwa.types import CaseId

CASE_ID: TypeAdapter[str] = TypeAdapter(CaseId)
MOST_TRIES = 5
WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class TrackingDoors:
    """NotFound, whatever it is that does not fit: nobody learns whether there is such a code."""

    store: CaseStore
    tries: Table
    office: Office
    key: str

    def by_code(self, typed: str, ending: str, now: datetime) -> Case:
        """Of a code without a mistake: at most five wrong tries an hour for each, whoever makes
        them; each is counted before it is known to be wrong."""
        case_id = CASE_ID.validate_python(typed)
        limit = _limit(case_id, now)
        may_try = self.tries.take(*limit, MOST_TRIES, int((now + 2 * WINDOW).timestamp()))
        case = self._shown(self.store.load(case_id), now).case
        fits = hmac.compare_digest(case.applicant.phone[-4:].encode(), ending.encode())
        if not (may_try and fits):
            raise NotFound("code")
        self.tries.delete(*limit)
        return case

    def by_link(self, token: str, now: datetime) -> CaseFile:
        return self._shown(case_behind(token, self.store, self.key, now), now)

    def _shown(self, file: CaseFile, now: datetime) -> CaseFile:
        """For as long as it may be asked for again."""
        case, lives = file.case, timedelta(days=self.office.ask_again_days)
        began = case.proven_at
        if began is None:
            raise NotFound("code")
        over = began if is_kept_from(case) else case.ended_at
        if over is not None and now - over >= lives:
            raise NotFound("code")
        return file


def mistake_in(typed: str) -> str:
    """The key of a text about a code that can be no request's, whatever there is; "" if it can."""
    if not typed.strip():
        return "error_code_missing"
    if typed.strip().upper().startswith("MENWA"):
        return "error_code_of_proof"
    try:
        CASE_ID.validate_python(typed)
    except ValidationError:
        return "error_code_malformed"
    return ""


def _limit(case_id: str, now: datetime) -> tuple[str, str]:
    hour = int(now.timestamp() // WINDOW.total_seconds())
    return f"LIMIT#{hash_of(f'lacak:{case_id}')}#{hour}", "LIMIT"
