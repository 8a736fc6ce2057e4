"""What may not be among the people of an office."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from menwa.people import Officer, Person, Posts

LEAST_ADMINISTRATORS = 2


@dataclass(frozen=True)
class Fault:
    """What may not be: `who` is `officers.<key>`, `officials.<post>` or `assistants.<post>`,
    `other` whom it clashes with."""

    who: str
    field: Literal["phone", "mail", "administrator", "deputy", "first", "last"]
    other: str = ""

    def __str__(self) -> str:
        if self.field == "administrator":
            return f"officers: fewer than {LEAST_ADMINISTRATORS} administrators"
        if self.field == "deputy":
            return f"{self.who}.deputy: {self.other!r} cannot stand in"
        if self.field in {"first", "last"}:
            return f"{self.who}.{self.field}: who signs meanwhile is appointed for certain days"
        return f"{self.who}.{self.field}: the same as that of {self.other}"


def faults(officers: Mapping[str, Officer], posts: Posts) -> list[Fault]:
    found = [*_shared(officers, posts), *_deputies(posts), *_appointments(posts)]
    if sum(each.administrator for each in officers.values()) < LEAST_ADMINISTRATORS:
        found.append(Fault("officers", "administrator"))
    return found


def _shared(officers: Mapping[str, Officer], posts: Posts) -> Iterator[Fault]:
    """A number or address that two people share: the code of one would reach the other."""
    people: dict[str, Person] = {f"officers.{key}": each for key, each in officers.items()}
    people |= {f"officials.{post}": each for post, each in posts.held.items()}
    people |= {
        f"assistants.{post}": one.assistant for post, one in posts.held.items() if one.assistant
    }
    phones, mails = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for who, person in people.items():
        phones[person.phone].append(who)
        mails[person.mail.casefold()].append(who)
    for whose in phones.values():
        yield from (Fault(who, "phone", whose[0]) for who in whose[1:])
    for whose in mails.values():
        yield from (Fault(who, "mail", whose[0]) for who in whose[1:])


def _deputies(posts: Posts) -> Iterator[Fault]:
    """A deputy is another post; and of a vacant post somebody must come to be asked."""
    known = {*posts.held, *posts.vacant}
    named = [(post, each.deputy) for post, one in posts.held.items() for each in one.absences]
    named += [(post, each.deputy) for post, each in posts.vacant.items()]
    for post, deputy in named:
        if deputy not in known - {post} or posts.asked(post, None) is None:
            yield Fault(f"officials.{post}", "deputy", deputy)


def _appointments(posts: Posts) -> Iterator[Fault]:
    """Nobody signs in a vacant post without end."""
    for post in posts.vacant.keys() & set(posts.signing):
        vacancy = posts.vacant[post]
        if vacancy.first is None:
            yield Fault(f"officials.{post}", "first")
        if vacancy.last is None:
            yield Fault(f"officials.{post}", "last")
