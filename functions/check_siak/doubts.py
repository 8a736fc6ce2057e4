"""What is remembered of earlier requests that bears on this one."""

from dataclasses import dataclass
from datetime import datetime

from check_siak.gateway_messages import FoundDocument
from check_siak.precautions import (
    FAMILIES_WITHIN,
    OTHER_NUMBER_WITHIN,
    at_other_numbers,
    warnings_about,
)
from check_siak.rules import is_a_try
from menwa.case import Case
from menwa.cases import CaseStore
from menwa.deliveries import Deliveries, niks_of
from menwa.office import Office
from menwa.persons import PersonStore
from menwa.recipient import Recipient
from menwa.tries import Tries

RECEIPT_TRIES = 5


@dataclass(frozen=True)
class Concern:
    """`elsewhere` are cases whose PDF went to another number: whoever holds it is told."""

    warnings: tuple[str, ...] = ()
    elsewhere: tuple[Case, ...] = ()


@dataclass(frozen=True)
class Doubts:
    store: CaseStore
    persons: PersonStore
    deliveries: Deliveries
    tries: Tries
    office: Office

    def about(self, case: Case, now: datetime) -> Concern:
        """None where an officer has made sure who asks."""
        if case.right == "officer":
            return Concern()
        theirs = self.deliveries.to_any(niks_of(case), now - OTHER_NUMBER_WITHIN, but=case.id)
        here = self.deliveries.to_any([case.applicant.phone], now - FAMILIES_WITHIN, but=case.id)
        warnings = warnings_about(case, theirs, here, self._asked_before(case))
        return Concern(warnings, at_other_numbers(case, theirs))

    def _asked_before(self, case: Case) -> list[Case]:
        """From this phone, or with this NIK, whatever became of it."""
        from_here = self.persons.cases_of(Recipient(phone=case.applicant.phone))
        found = [*self.store.cases(from_here).values(), *self.store.with_number(case.applicant.nik)]
        return [one for one in found if one.id != case.id]

    def receipt_counts(self, case: Case, document: FoundDocument, now: datetime) -> bool:
        """Counted by the document, before it is known whether the receipt is right."""
        kind, today = self.office.document(case.document_type), self.office.day_of(now)
        if not self.office.receipts_are_unguessable or not is_a_try(case, document, kind, today):
            return False
        secret_of = f"receipt:{document.document_type}:{document.id}"
        return self.tries.take(secret_of, case.id, RECEIPT_TRIES, now)
