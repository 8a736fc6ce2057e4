"""The office's own file: posts and who holds them, document types, texts, message templates.

Written as TOML under `office/`, joined and checked before it is uploaded as `office.json`.
"""

from datetime import date, datetime
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from menwa.aws import s3
from menwa.case import Right
from menwa.settings import remembered
from menwa.types import LEVELS, Level, Phone

FILE = "office.json"


class Described(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, extra="forbid")


class Official(Described):
    """Who holds a post. `channel` is how letters reach them first."""

    title: str
    name: str
    paraf: str = Field(max_length=4)
    phone: Phone
    mail: str
    channel: Literal["whatsapp", "mail"] = "whatsapp"


class DocumentType(Described):
    """`roles`: who on the record may ask for it; `rights`: what establishes that somebody may.

    What the PDF must show: its `title`, and of SIAK's record `text`; where an officer looked it up,
    of the applicant `applicant_text` (nothing where applicants do not stand on it).
    """

    name: str
    purpose: str
    number_name: str = ""
    number_hint: str = ""
    number_pattern: str = ""
    example: str = ""
    roles: tuple[str, ...] = ()
    rights: tuple[Right, ...] = ("recorded_phone", "receipt", "partner", "officer")
    title: str = ""
    text: tuple[Literal["number", "nik", "name"], ...] = ("number", "nik", "name")
    applicant_text: tuple[Literal["nik", "name"], ...] = ("name",)
    kasi: str = ""
    kabid: str = ""
    kadis: str = "kadis"
    never_a_pdf: str = ""

    def post(self, level: Level) -> str:
        return {"kasi": self.kasi, "kabid": self.kabid, "kadis": self.kadis}[level]


class Template(Described):
    """A message template as it is submitted to Meta; `{{name}}` in its body is a parameter."""

    category: Literal["utility", "authentication"]
    language: str = "id"
    header: Literal["none", "document"] = "none"
    body: str
    footer: str = ""
    button: str = ""
    button_url: str = ""


class Office(Described):
    name: str
    short_name: str
    city: str
    address: str
    phone: str
    opening: str
    complaints: str
    timezone: str
    whatsapp_number: Phone
    receipts_are_unguessable: bool = False
    documents: dict[str, DocumentType]
    officials: dict[str, Official]
    texts: dict[str, str]
    acts: dict[str, str]
    verdicts: dict[str, str]
    templates: dict[str, Template]

    @model_validator(mode="after")
    def _every_question_has_an_official(self) -> Self:
        for key, document in self.documents.items():
            for level in LEVELS:
                post = document.post(level)
                if not document.never_a_pdf and post not in self.officials:
                    raise ValueError(f"documents.{key}.{level}: nobody holds the post {post!r}")
        return self

    def official(self, document_type: str, level: Level) -> tuple[str, Official]:
        """The post that answers at this level, and who holds it."""
        post = self.documents[document_type].post(level)
        return post, self.officials[post]

    def text(self, key: str, **values: str) -> str:
        """A text of the office's, filled in; KeyError names a text or value that is missing."""
        return self.texts[key].format(office=self.short_name, **values)

    def act(self, key: str) -> str:
        """What was done, or why somebody waits, as officers read it."""
        return self.acts.get(key, f"Gangguan sistem ({key})")

    def verdict(self, verdict: str | None) -> str:
        """What the gate saw, as officers read it; `OTHER_TEXT` names what is missing."""
        name, _, missing = (verdict or "").partition(": ")
        words = self.verdicts.get(name, name or "Belum diperiksa")
        parts = [self.verdicts.get(part, part) for part in missing.split(", ") if part]
        return f"{words} ({', '.join(parts)})" if parts else words

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.timezone))


@remembered
def office_in(bucket: str) -> Office:
    return Office.model_validate_json(s3().get_object(Bucket=bucket, Key=FILE)["Body"].read())
