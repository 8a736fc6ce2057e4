"""Finding cases by what an officer can read off a paper or a phone."""

from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from menwa.case import Case
from menwa.cases import CaseStore
from menwa.errors import NotFound
from menwa.types import CaseId, bare_number

CASE_ID: TypeAdapter[str] = TypeAdapter(CaseId)


@dataclass(frozen=True)
class Search:
    store: CaseStore

    def found(self, typed: str) -> list[Case]:
        """By the code of a request, a NIK or a document's number; oldest first."""
        try:
            return [self.store.load(CASE_ID.validate_python(typed)).case]
        except ValidationError:
            return self.store.with_number(typed) if bare_number(typed) else []
        except NotFound:
            return []

    def others(self, case: Case) -> list[Case]:
        """Other requests for the same document, whoever's they are."""
        number = case.found.number if case.found else case.number
        if not number:
            return []
        same = self.store.with_number(number)
        return [
            one for one in same if one.id != case.id and one.document_type == case.document_type
        ]
