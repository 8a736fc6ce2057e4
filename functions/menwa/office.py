"""The office's own file: posts and who holds them, document types, texts, message templates.

Written as TOML under `office/`, joined and checked before it is uploaded as `office.json`.
"""

from collections.abc import Container, Mapping
from datetime import date, datetime
from typing import Literal, Self, TypeVar

from pydantic import Field, model_validator

from menwa.aws import s3
from menwa.case import Right
from menwa.letter_rules import LetterRules
from menwa.office_hours import Calendar
from menwa.people import Described, Officer, Official, PostKey, Posts, UserKey, Vacancy
from menwa.people_changes import People
from menwa.people_faults import faults
from menwa.retention_rules import RetentionRules
from menwa.settings import remembered
from menwa.types import LEVELS, Level, Phone

FILE = "office.json"
STEPS = range(1, 7)  # the SOP's
NumberShape = Literal["kk", "akta", "skpwni", "free"]
Whom = Literal["self", "child", "parent", "spouse", "other"]
P = TypeVar("P", Official, Vacancy)


class DocumentType(Described):
    """`roles`: who on the record may ask for it; `rights`: what establishes that somebody may.

    `about`: for whom it may be asked, where that is not plain; `numbers`: the shape of its number,
    `number_place` where on the paper it stands. What can't be had as PDF says why, `where` else,
    and what to `bring`.
    What the PDF must show: its `title`, and of SIAK's record `text`; where an officer looked it up,
    of the applicant `applicant_text` (nothing where applicants do not stand on it).
    """

    name: str
    purpose: str
    number_name: str = ""
    number_hint: str = ""
    numbers: NumberShape = "free"
    number_place: Literal["top_left", "under_title"] = "under_title"
    example: str = ""
    about: tuple[Whom, ...] = ()
    roles: tuple[str, ...] = ()
    rights: tuple[Right, ...] = ("recorded_phone", "receipt", "partner", "officer")
    title: str = ""
    text: tuple[Literal["number", "nik", "name"], ...] = ("number", "nik", "name")
    applicant_text: tuple[Literal["nik", "name"], ...] = ("name",)
    kasi: str = ""
    kabid: str = ""
    kadis: str = "kadis"
    never_a_pdf: str = ""
    where: str = ""
    bring: tuple[str, ...] = ()

    def post(self, level: Level) -> str:
        return {"kasi": self.kasi, "kabid": self.kabid, "kadis": self.kadis}[level]


class Button(Described):
    """Below a template, in this order. A `url` is a path of ours; `{{1}}` at its end is each
    message's own. What comes back from a quick reply is each message's own too."""

    kind: Literal["url", "quick_reply", "copy_code"]
    text: str
    url: str = ""


class Template(Described):
    """A message template as it is submitted to Meta; `{{name}}` in its body is a parameter."""

    category: Literal["utility", "authentication"]
    language: str = "id"
    header: Literal["none", "document"] = "none"
    body: str
    footer: str = ""
    buttons: tuple[Button, ...] = ()


class Standard(Described):
    """What the SOP calls a step, and the office minutes that it may take."""

    title: str
    minutes: int = Field(gt=0)


class Office(Described):
    name: str
    short_name: str
    city: str
    address: str
    phone: str
    opening: str
    complaints: str
    hours: Calendar
    whatsapp_number: Phone
    whatsapp_daily_limit: int = Field(default=250, ge=0)
    receipts_are_unguessable: bool = False
    least_seconds_on_form: int = Field(default=5, ge=0)
    ask_again_days: int = Field(default=30, gt=0)
    documents: dict[str, DocumentType]
    officials: dict[PostKey, Official]
    vacant: dict[PostKey, Vacancy] = Field(default_factory=dict)
    officers: dict[UserKey, Officer]
    texts: dict[str, str]
    english: dict[str, str] = Field(default_factory=dict)
    acts: dict[str, str]
    verdicts: dict[str, str]
    standards: dict[int, Standard]
    letters: LetterRules = Field(default_factory=LetterRules)
    retention: RetentionRules = Field(default_factory=RetentionRules)
    templates: dict[str, Template]

    @model_validator(mode="after")
    def _every_question_has_an_official(self) -> Self:
        for key, document in self.documents.items():
            for level in LEVELS:
                post = document.post(level)
                if not document.never_a_pdf and self.posts.asked(post, None) is None:
                    raise ValueError(f"documents.{key}.{level}: nobody holds the post {post!r}")
        return self

    @model_validator(mode="after")
    def _everybody_is_reached_alone(self) -> Self:
        if found := faults(self.officers, self.posts):
            raise ValueError("; ".join(map(str, found)))
        return self

    @model_validator(mode="after")
    def _nobody_follows_what_is_erased(self) -> Self:
        if self.retention.on_request < self.ask_again_days:
            raise ValueError("retention.on_request: is shorter than ask_again_days")
        return self

    @model_validator(mode="after")
    def _every_step_has_its_standard(self) -> Self:
        if missing := set(STEPS) - self.standards.keys():
            raise ValueError(f"standards.{min(missing)}: is missing")
        return self

    @property
    def posts(self) -> Posts:
        signing = {each.kadis for each in self.documents.values()}
        return Posts(self.officials, self.vacant, signing)

    def with_people(self, people: People) -> "Office":
        """With the changes that administrators have agreed on; posts stay those of the file."""
        if not people.version:
            return self
        titles = {post: self.posts.title(post) for post in (*self.officials, *self.vacant)}
        officers = {**self.officers, **people.officers}
        held = {**self.officials, **people.officials}
        vacant = {**self.vacant, **people.vacant}
        changes = {
            "officers": {k: each for k, each in officers.items() if k not in people.removed},
            "officials": _titled(held, titles, people.vacant),
            "vacant": _titled(vacant, titles, people.officials),
        }
        return self.model_copy(update=changes)

    def document(self, kind: str) -> DocumentType:
        """Also one that the office's file has no longer, of which requests may be open still."""
        return self.documents.get(kind) or DocumentType(name=kind, purpose="", kadis="")

    def official(
        self, document_type: str, level: Level, day: date | None = None
    ) -> tuple[str, Official]:
        """The post that answers at this level, and who is asked there on that day."""
        post = self.document(document_type).post(level)
        return post, self.holder(post, day)

    def holder(self, post: str, day: date | None = None) -> Official:
        """Who is asked for this post on that day: during an absence its deputy, titled Plh."""
        return self.posts.asked(post, day) or self.officials[post]

    def title(self, post: str, day: date) -> str:
        """Of who is asked there on that day, or of the post where nobody can be."""
        asked = self.posts.asked(post, day)
        return asked.title if asked else self.posts.title(post)

    def text(self, key: str, **values: str) -> str:
        """A text of the office's, filled in; KeyError names a text or value that is missing."""
        return self.texts[key].format(office=self.short_name, phone=self.phone, **values)

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
        return moment.astimezone(self.hours.zone).date()

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.hours.zone)


def _titled(posts: Mapping[str, P], titles: Mapping[str, str], but: Container[str]) -> dict[str, P]:
    """The posts that the office still has, under the titles that it gives them."""
    return {
        post: each.model_copy(update={"title": titles[post]})
        for post, each in posts.items()
        if post in titles and post not in but
    }


@remembered
def office_in(bucket: str) -> Office:
    return Office.model_validate_json(s3().get_object(Bucket=bucket, Key=FILE)["Body"].read())
