"""A document as SIAK holds it at this moment."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from local.siak.residents import Document, Person, Residents

Known = Literal["yes", "no", "unknown"]


class Change(BaseModel):
    """Only what is set changes. `recorded_phone` None: compared with the number on record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    signed: bool = False
    active: bool = True
    wrong_entry: bool = False
    recorded_phone: Known | None = None


class Question(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    document_type: str
    number: Annotated[str, Field(min_length=3, max_length=40)] | None
    nik: str = Field(pattern=r"^[0-9]{16}$")
    name: str = Field(min_length=1, max_length=120)
    birth_date: date
    phone: str = Field(pattern=r"^\+[1-9][0-9]{7,14}$")
    receipt: Annotated[str, Field(min_length=4, max_length=40)] | None = None


@dataclass(frozen=True)
class Entry:
    """`residents` as they are; `recorded` as this document has them, a wrong entry included.

    `receipt` was handed out when the document was applied for.
    """

    document: Document
    residents: Residents
    receipt: str
    signed: bool
    active: bool
    wrong_entry: bool
    recorded_phone: Known | None = None

    @property
    def recorded(self) -> Residents:
        if self.wrong_entry:
            return self.residents.misspelling(self.document.subject)
        return self.residents

    @property
    def subject(self) -> Person:
        return self.residents.people[self.document.subject]

    def changed(self, change: Change) -> "Entry":
        return replace(self, **change.model_dump(exclude_unset=True))

    @property
    def people(self) -> frozenset[str]:
        """The NIK of everybody on it."""
        return frozenset({self.document.subject, *(party.nik for party in self.document.parties)})

    @property
    def family(self) -> str | None:
        """The number of the subject's family card."""
        families = self.residents.families.values()
        return next((each.number for each in families if self.subject in each.member), None)

    def is_its_receipt(self, receipt: str | None) -> Known:
        if receipt is None:
            return "unknown"
        return "yes" if _plain(receipt) == _plain(self.receipt) else "no"

    def is_the_recorded_phone(self, phone: str) -> Known:
        if self.recorded_phone is not None:
            return self.recorded_phone
        if self.document.phone is None:
            return "unknown"
        return "yes" if self.document.phone == phone else "no"

    def answers(self, question: Question) -> bool:
        if self.document.type != question.document_type:
            return False
        if question.number is None:
            return self.active and question.nik in self.people
        return _plain(self.document.number) == _plain(question.number)


def entry_of(document: Document, residents: Residents, receipt: str) -> Entry:
    return Entry(
        document, residents, receipt, document.signed, document.active, document.wrong_entry
    )


def _plain(number: str) -> str:
    return number.upper().replace(" ", "")
