"""Whose devices open officials' links: those of a post's holder, and of the holder's assistant."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from menwa.people import LinkHolder, Official, Person


@dataclass(frozen=True)
class Bearer:
    """Who may enrol devices under `key`; `fingerprint` is what these are bound to, so that nobody
    inherits them who comes in their place."""

    key: str
    post: str
    person: LinkHolder
    fingerprint: str
    assistant: bool = False


def official_key(post: str) -> str:
    return f"post:{post}"


def assistant_key(post: str) -> str:
    return f"asisten:{post}"


def bearer_of(
    post: str, officials: Mapping[str, Official], *, assistant: bool = False
) -> Bearer | None:
    """None if nobody holds the post, or its holder has no assistant."""
    official = officials.get(post)
    if official is None:
        return None
    if not assistant:
        return Bearer(official_key(post), post, official, _fingerprint(official))
    if official.assistant is None:
        return None
    bound_to = _fingerprint(official, official.assistant)
    return Bearer(assistant_key(post), post, official.assistant, bound_to, assistant=True)


def _fingerprint(*people: Person) -> str:
    whole = "|".join(f"{each.name}|{each.phone}" for each in people)
    return hashlib.sha256(whole.encode()).hexdigest()
