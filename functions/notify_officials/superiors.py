"""Who is told what an official has arranged for themselves."""

from datetime import date
from itertools import pairwise

from menwa.office import Office
from menwa.people import Person
from menwa.types import LEVELS

ADMINISTRATORS = "administrator"  # a post's key has no underscore


def superiors(post: str, office: Office, day: date) -> dict[str, Person]:
    """By post: whoever is asked that day for the posts above it; of the Kadis, and where nobody
    else is above, the office's administrators."""
    above = {
        document.post(higher)
        for document in office.documents.values()
        for level, higher in pairwise(LEVELS)
        if not document.never_a_pdf and document.post(level) == post
    }
    asked = {each: office.posts.asked(each, day) for each in sorted(above)}
    itself = office.officials[post].phone
    told = {each: one for each, one in asked.items() if one is not None and one.phone != itself}
    return {**told} or {
        f"{ADMINISTRATORS}_{key.replace('.', '_')}": officer  # as SES takes it of a mail's tag
        for key, officer in office.officers.items()
        if officer.administrator
    }


def title_of(told: str, office: Office, day: date) -> str:
    if told.startswith(f"{ADMINISTRATORS}_"):
        return "Administrator"
    official = office.posts.asked(told, day)
    return official.title if official else office.posts.title(told)
