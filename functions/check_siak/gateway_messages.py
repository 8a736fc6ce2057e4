"""What the SIAK gateway is asked and what it answers; tolerant of fields that an office adds."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from menwa.types import Nik, Phone

DocumentId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Known = Literal["yes", "no", "unknown"]


class Message(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )


class FindDocument(Message):
    """`number` None: the newest active document of that type on which the NIK appears."""

    document_type: str
    number: str | None
    nik: Nik
    name: str
    birth_date: date
    phone: Phone
    receipt: str | None


class PersonOnRecord(Message):
    nik: Nik
    name: str
    birth_date: date


class Party(PersonOnRecord):
    role: str


class FoundDocument(Message):
    """`parties` are all who appear on it, the subject among them.

    `recorded_phone` and `receipt_matches`: whether the phone and the receipt asked about are those
    of the application; `family` is the number of the subject's family card.
    """

    id: DocumentId
    document_type: str
    number: str
    signed: StrictBool
    active: StrictBool
    issued_on: date
    subject: PersonOnRecord
    parties: tuple[Party, ...] = Field(min_length=1)
    recorded_phone: Known
    receipt_matches: Known
    family: str | None = None


class Problem(Message):
    """RFC 9457."""

    type: str
