"""On which line of a TOML file something stands; Python's own reader does not keep it."""

import re
from collections.abc import Iterator
from pathlib import Path

_TABLE = re.compile(r"^\s*\[\[?([^\[\]]+)\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"^\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")
_LONG = re.compile(r'"""|\'\'\'')


def line_of(file: Path, place: tuple[str | int, ...]) -> int:
    """Of the field, or of the nearest thing around it that is there; 0 if there is none."""
    stands = dict(_places(file.read_text(encoding="utf-8")))
    for length in range(len(place), 0, -1):
        if found := stands.get(tuple(map(str, place[:length]))):
            return found
    return 0


def _places(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Each table and key; the tables of an array by their number."""
    table: tuple[str, ...] = ()
    counted: dict[tuple[str, ...], int] = {}
    quote = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not quote:
            if found := _TABLE.match(line):
                table = _table(found[1], counted, is_array=line.lstrip().startswith("[["))
                yield table, number
            elif found := _KEY.match(line):
                yield (*table, *_parts(found[1])), number
        for mark in _LONG.findall(line):
            quote = "" if quote == mark else quote or mark


def _table(name: str, counted: dict[tuple[str, ...], int], *, is_array: bool) -> tuple[str, ...]:
    parts = _parts(name)
    if is_array:
        counted[parts] = counted.get(parts, -1) + 1
    place: tuple[str, ...] = ()
    for length, part in enumerate(parts, start=1):
        place += (part,)
        if parts[:length] in counted:
            place += (str(counted[parts[:length]]),)
    return place


def _parts(name: str) -> tuple[str, ...]:
    return tuple("".join(found) for found in _PART.findall(name))
