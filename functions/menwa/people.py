"""Who works in the office: officers at the desk, officials in their posts, and who stands in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from menwa.types import Phone

Channel = Literal["whatsapp", "mail"]
AbsenceKind = Literal["cuti", "plh", "plt"]
UserKey = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([.-][a-z0-9]+)*$", max_length=30)
]
PostKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""It stands in addresses, between the dots and bars of forms, and in mails' tags."""
Mail = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Paraf = Annotated[str, StringConstraints(min_length=1, max_length=4)]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
SetTimes = Annotated[tuple[ClockTime, ...], Field(min_length=1, max_length=8)]
Letters = Literal["at_once", "hourly"] | SetTimes
"""When an official's letters come; `HH:MM` by the office's clock."""


class Described(BaseModel):
    model_config = ConfigDict(
        frozen=True, hide_input_in_errors=True, extra="forbid", defer_build=True
    )


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


class LinkHolder(Person):
    """Answers by link, on devices of their own.

    `one_channel`: only `channel` works, so that an officer gives them the codes at the desk.
    """

    one_channel: bool = False


class Assistant(LinkHolder):
    """Answers on behalf of the official who named them."""


class Official(LinkHolder):
    """Who holds a post."""

    title: str
    absences: tuple[Absence, ...] = ()
    assistant: Assistant | None = None
    letters: Letters = "at_once"

    def absence(self, day: date) -> Absence | None:
        return next((one for one in self.absences if one.first <= day <= one.last), None)


class Vacancy(Described):
    """A post that nobody holds: its deputy (another post) acts, as Plt., from `first` to `last`,
    both included (None: without an end there)."""

    title: str
    deputy: str
    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.first and self.last and self.last < self.first:
            raise ValueError("an appointment ends before it begins")
        return self

    @property
    def acting(self) -> str:
        return "Plt."

    def is_appointed(self, day: date) -> bool:
        return (self.first or date.min) <= day <= (self.last or date.max)


@dataclass(frozen=True)
class Posts:
    """All posts of an office: those that somebody holds, and the vacant ones.

    `signing` are those whose holder signs: for them none acts but who was appointed to, so that a
    deputy's own deputy does not.
    """

    held: Mapping[str, Official]
    vacant: Mapping[str, Vacancy]
    signing: Collection[str] = ()

    def title(self, post: str) -> str:
        """Of a post that there is no longer, its key: that is how the card may have it still."""
        found: Official | Vacancy | None = self.held.get(post) or self.vacant.get(post)
        return found.title if found else post

    def asked(self, post: str, day: date | None) -> Official | None:
        """Who answers for the post on that day, titled as deputies are; None if nobody can.

        Without a day nobody is away. Where deputies stand in for each other in a circle, the
        last of them is asked: better somebody on leave than nobody.
        """
        answering = self.answering(post, day)
        return None if answering is None else self.titled(post, answering, day)

    def answering(self, post: str, day: date | None) -> str | None:
        """The post that they hold who answer for this one on that day."""
        chain = [post]
        while (away := self._away(chain[-1], day)) is not None and away.deputy not in chain:
            chain.append(away.deputy)
        if post in self.signing and len(chain) > 2:
            chain = chain[:1]
        return next((each for each in reversed(chain) if each in self.held), None)

    def may_answer(self, post: str, holder_of: str, day: date) -> bool:
        """The post's own holder, on leave or not, and whoever stands in for them that day."""
        return holder_of in self.held and holder_of in {post, self.answering(post, day)}

    def titled(self, post: str, holder_of: str, day: date | None) -> Official:
        """Who holds the one post, as they are called when they answer for the other."""
        official, away = self.held[holder_of], self._away(post, day)
        if holder_of == post or away is None:
            return official
        return official.model_copy(update={"title": f"{away.acting} {self.title(post)}"})

    def _away(self, post: str, day: date | None) -> Absence | Vacancy | None:
        if vacancy := self.vacant.get(post):
            return vacancy if day is None or vacancy.is_appointed(day) else None
        official = self.held.get(post)
        return official.absence(day) if official is not None and day is not None else None
