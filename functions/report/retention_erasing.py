"""What is over goes: out of S3, then out of the table, in one transaction a case with its count."""

from dataclasses import dataclass
from datetime import datetime

from menwa.case import Case
from menwa.cases import CaseStore
from menwa.deliveries import Deliveries
from menwa.document_key import document_key
from menwa.documents import DocumentStore
from menwa.erasures import Erasures, Kind
from menwa.office import Office
from menwa.persons import PersonStore
from menwa.retention import retained
from menwa.table import Item, Table


@dataclass(frozen=True)
class Erasing:
    store: CaseStore
    persons: PersonStore
    deliveries: Deliveries
    documents: DocumentStore
    table: Table
    record: Erasures
    office: Office

    def erase(self, case_id: str, now: datetime) -> Kind | None:
        """What went; None if nothing is over any more: the index lags, and this may run twice.

        Contended if somebody else writes the case at this moment: the next night is as good.
        """
        before = self.store.load(case_id)
        after = retained(before, self.office, now)
        if after == before:
            return None
        kind: Kind = "notes" if after.case.erased_at is None else "persons"
        if kind == "persons":
            staged = before.case.staged
            self.documents.erase(case_id, staged.sha256 if staged else None)
        counted = self.record.counting(kind, 1, self.office.day_of(now), now)
        forgotten = self._forgetting(before.case) if kind == "persons" else []
        self.store.save(before, after, conditions=[*forgotten, counted])
        return kind

    def _forgetting(self, case: Case) -> list[Item]:
        """Writes: what stands elsewhere under whoever it was about, and about that document."""
        newest = (self.table.deleting(key, "NEWEST") for key in self._documents(case))
        return [*self.persons.forgetting(case), *self.deliveries.forgetting(case), *newest]

    def _documents(self, case: Case) -> set[str]:
        """Those that nobody else asks for."""
        numbers = {case.number, case.found.number if case.found else None} - {None}
        return {
            document_key(case.document_type, number)
            for number in numbers
            if number and all(one.id == case.id for one in self.store.with_number(number))
        }
