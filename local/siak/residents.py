"""The invented residents and what the sample office has issued to them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

HERE = Path(__file__).parent


class Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Person(Data):
    nik: str
    name: str
    sex: Literal["L", "P"]
    born: date
    birthplace: str
    religion: str
    education: str
    occupation: str
    blood: str
    marital: str
    married_on: date | None = None
    father: str
    mother: str
    relation: str | None = None


class Family(Data):
    number: str
    street: str
    rt: str
    rw: str
    kelurahan: str
    kecamatan_code: int
    kecamatan: str
    postal_code: str
    member: tuple[Person, ...]


class Party(Data):
    nik: str
    role: str


class Document(Data):
    id: str
    type: str
    number: str
    issued_on: date
    subject: str
    parties: tuple[Party, ...]
    family: str | None = None
    phone: str | None = None
    signed: bool = True
    active: bool = True
    wrong_entry: bool = False
    details: dict[str, str | int | date] = {}

    def who(self, role: str) -> str | None:
        """The NIK of the first person in that role."""
        return next((party.nik for party in self.parties if party.role == role), None)

    def text(self, detail: str) -> str:
        return str(self.details[detail])

    def day(self, detail: str) -> date:
        return date.fromisoformat(self.text(detail))


@dataclass(frozen=True)
class Residents:
    people: Mapping[str, Person]
    families: Mapping[str, Family]
    documents: Mapping[str, Document]

    def in_role(self, document: Document, role: str) -> Person:
        """The first one; a document's drawing names only the roles that its type always has."""
        return next(self.people[each.nik] for each in document.parties if each.role == role)

    def misspelling(self, nik: str) -> "Residents":
        """The same residents, with this one's name as a hurried operator would have entered it."""
        wrong = self.people[nik].model_copy(update={"name": misspelt(self.people[nik].name)})
        return replace(self, people={**self.people, nik: wrong})


def misspelt(name: str) -> str:
    """Two neighbouring letters of the longest word change places."""
    longest = max(name.split(), key=len)
    at = next(i for i in range(len(longest) - 2, 0, -1) if longest[i] != longest[i + 1])
    return name.replace(longest, longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :])


def invented_residents() -> Residents:
    recorded = _read("residents.toml")
    families = [Family.model_validate(each) for each in recorded["family"]]
    others = [Person.model_validate(each) for each in recorded["person"]]
    documents = [Document.model_validate(each) for each in _read("documents.toml")["document"]]
    people = [member for family in families for member in family.member] + others
    return Residents(
        people={person.nik: person for person in people},
        families={family.number: family for family in families},
        documents={document.id: document for document in documents},
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
