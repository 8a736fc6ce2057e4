"""What was seen of a document: in SIAK, and of its PDF at the gate."""

from datetime import date, datetime

from menwa.stored import Stored
from menwa.types import Nik


class Found(Stored):
    """What SIAK holds for this request, as its gateway or an officer who looked there says.

    From an officer, `subject_name` and `subject_nik` are of a person whom the PDF must name
    (`DocumentType.applicant_text`), and there is no day of issue.
    """

    siak_id: str
    number: str
    issued_on: date | None = None
    subject_nik: Nik | None = None
    subject_name: str
    signed: bool
    active: bool
    family: str | None = None
    applicant_role: str | None = None
    looked_up_by: str = "SIAK"


class Staged(Stored):
    """A PDF as the gate saw it; it lies in the staging bucket under its hash.

    `observed`: the office does not yet rely on the gate. What the gate could not settle
    (then, or where the text can't be read) stands until an officer has confirmed it.
    """

    sha256: str
    siak_id: str
    signature: str
    text_holds: bool
    policy: str
    signed_at: datetime | None = None
    observed: bool = False
    pages: int = 0
    confirmed_by: str | None = None

    @property
    def is_verified(self) -> bool:
        """While the gate is only observed, each takes an officer's confirmation."""
        return self.confirmed_by is not None if self.observed else self.signature == "OK"

    @property
    def is_that_document(self) -> bool:
        return self.text_holds or self.confirmed_by is not None
