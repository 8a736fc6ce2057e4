"""What Meta looks at in the parts of every message: lengths, and whether they are there."""

from collections.abc import Callable
from typing import Any

from local.whatsapp.graph_errors import GraphError, required
from local.whatsapp.media import Medium
from local.whatsapp.phones import HeldDocument

Body = dict[str, Any]
FindMedium = Callable[[str], Medium | None]
LONGEST_FILENAME = 240


def held_document(part: Body, find: FindMedium) -> HeldDocument:
    if ("id" in part) == ("link" in part):
        raise GraphError(131009, "Exactly one of id and link is required")
    if "link" in part:
        raise GraphError(131009, "This sample fetches no links: upload the file")
    filename = str(part.get("filename") or "Untitled")
    at_most(filename, LONGEST_FILENAME, "Filename")
    medium = find(str(part["id"]))
    if medium is None:
        raise GraphError(131009, "Media ID is not valid")
    return HeldDocument(medium.id, filename, medium.content)


def part_of(body: Body, name: str) -> Body:
    part = body.get(name)
    if not isinstance(part, dict):
        raise required(name)
    return part


def words_of(part: Body, name: str, shown: str) -> str:
    words = part.get(name)
    if not isinstance(words, str) or not words.strip():
        raise GraphError(131008, f"Required parameter is missing: {shown}")
    return words


def at_most(text: str, longest: int, what: str) -> None:
    if len(text) > longest:
        raise GraphError(131009, f"{what} length invalid. Min length: 1, Max length: {longest}")
