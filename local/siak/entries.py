"""A document as SIAK holds it at this moment."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from local.siak.residents import Document, Person, Residents

RecordedPhone = Literal["yes", "no", "unknown"]


class Change(BaseModel):
    """Only what is set changes. `recorded_phone` None: compared with the number on record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    signed: bool = False
    active: bool = True
    wrong_entry: bool = False
    recorded_phone: RecordedPhone | None = None


class Question(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    document_type: str
    number: Annotated[str, Field(min_length=3, max_length=40)] | None
    nik: str = Field(pattern=r"^[0-9]{16}$")
    name: str = Field(min_length=1, max_length=120)
    birth_date: date
    phone: str = Field(pattern=r"^\+[1-9][0-9]{7,14}$")


@dataclass(frozen=True)
class Entry:
    """`residents` as they are; `recorded` as this document has them, a wrong entry included."""

    document: Document
    residents: Residents
    signed: bool
    active: bool
    wrong_entry: bool
    recorded_phone: RecordedPhone | None = None

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

    def is_the_recorded_phone(self, phone: str) -> RecordedPhone:
        if self.recorded_phone is not None:
            return self.recorded_phone
        if self.document.phone is None:
            return "unknown"
        return "yes" if self.document.phone == phone else "no"

    def answers(self, question: Question) -> bool:
        if self.document.type != question.document_type:
            return False
        if question.number is None:
            appearing = {party.nik for party in self.document.parties}
            return self.active and question.nik in appearing | {self.document.subject}
        return _plain(self.document.number) == _plain(question.number)


def entry_of(document: Document, residents: Residents) -> Entry:
    return Entry(document, residents, document.signed, document.active, document.wrong_entry)


def _plain(number: str) -> str:
    return number.upper().replace(" ", "")
