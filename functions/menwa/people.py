"""Who works in the office: officers at the desk, officials in their posts, and who stands in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from menwa.types import Phone

Channel = Literal["whatsapp", "mail"]
AbsenceKind = Literal["cuti", "plh", "plt"]
UserKey = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([.-][a-z0-9]+)*$", max_length=30)
]
Mail = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Paraf = Annotated[str, StringConstraints(min_length=1, max_length=4)]


class Described(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, extra="forbid")


class Person(Described):
    """`channel` is how letters and daily codes reach them; the other one enrols a device."""

    name: Name
    paraf: Paraf
    phone: Phone
    mail: Mail
    channel: Channel = "whatsapp"

    @property
    def other_channel(self) -> Channel:
        return "mail" if self.channel == "whatsapp" else "whatsapp"


class Officer(Person):
    """Works at the desk. An administrator also says who else does."""

    administrator: bool = False


class Absence(Described):
    """Both days included. `deputy` is another post, whose holder is asked meanwhile."""

    first: date
    last: date
    kind: AbsenceKind
    deputy: str

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise ValueError("an absence ends before it begins")
        return self

    @property
    def acting(self) -> str:
        return "Plt." if self.kind == "plt" else "Plh."


class Official(Person):
    """Who holds a post."""

    title: str
    absences: tuple[Absence, ...] = ()

    def absence(self, day: date) -> Absence | None:
        return next((one for one in self.absences if one.first <= day <= one.last), None)


class Vacancy(Described):
    """A post that nobody holds: its deputy (another post) acts, as Plt."""

    title: str
    deputy: str

    @property
    def acting(self) -> str:
        return "Plt."


@dataclass(frozen=True)
class Posts:
    """All posts of an office: those that somebody holds, and the vacant ones."""

    held: Mapping[str, Official]
    vacant: Mapping[str, Vacancy]

    def title(self, post: str) -> str:
        found: Official | Vacancy = self.held[post] if post in self.held else self.vacant[post]
        return found.title

    def asked(self, post: str, day: date | None) -> Official | None:
        """Who answers for the post on that day, titled as deputies are; None if nobody can.

        Without a day nobody is away. Where deputies stand in for each other in a circle, the
        last of them is asked: better somebody on leave than nobody.
        """
        chain = [post]
        while (away := self._away(chain[-1], day)) is not None and away.deputy not in chain:
            chain.append(away.deputy)
        known = [each for each in chain if each in self.held]
        if not known:
            return None
        away = self._away(post, day)
        official = self.held[known[-1]]
        if known[-1] == post or away is None:
            return official
        return official.model_copy(update={"title": f"{away.acting} {self.title(post)}"})

    def _away(self, post: str, day: date | None) -> Absence | Vacancy | None:
        if post in self.vacant:
            return self.vacant[post]
        official = self.held.get(post)
        return official.absence(day) if official is not None and day is not None else None
