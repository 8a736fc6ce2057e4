"""An office's folder, checked before anything of it is uploaded: each fault with its file and line.

`people.real.toml` (never committed) stands in for the invented people; `trust.toml` names the PEM
files of the certificates that the gate believes.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from check_siak.trust import TrustPolicy
from deploy.toml_places import line_of
from local.office_file import OFFICES, files_of, joined
from local.trust_files import Unusable, anchors_in, certificates_in
from menwa.office import Office

REAL_PEOPLE = "people.real.toml"
TRUST = "trust.toml"
_OF_FILES = {"english": "pages.en"}
_IN_PEOPLE = ("officials", "vacant", "officers", "assistants")
_LINE = re.compile(r"\(at line (\d+)")
_NAMED_IN_MESSAGE = re.compile(r"^(?:Value error, )?([\w.-]+): ")

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """`line` 0: nothing in the file is to blame, but that something is missing there."""

    file: Path
    line: int
    field: str
    what: str

    def __str__(self) -> str:
        file = Path(*self.file.parts[-3:])
        place = f"{file}:{self.line}" if self.line else str(file)
        return f"{place}: {self.field}: {self.what}" if self.field else f"{place}: {self.what}"


class Faulty(Exception):
    """The office's folder cannot be used; each fault names file, line and field."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(*map(str, faults))
        self.faults = faults


def real_files_of(key: str) -> dict[str, Path]:
    people = OFFICES / key / REAL_PEOPLE
    return files_of(key) | ({"people": people} if people.exists() else {})


def checked_office(files: dict[str, Path]) -> Office:
    """Faulty names every field that is wrong."""
    unreadable = [fault for file in files.values() for fault in _unreadable(file)]
    if unreadable:
        raise Faulty(unreadable)
    try:
        return Office.model_validate(joined(files))
    except ValidationError as error:
        raise Faulty([each for one in error.errors() for each in _faults(files, one)]) from None


def checked_trust(key: str) -> TrustPolicy:
    """Faulty also where the office has none yet: the gate would have nobody to trust."""
    file = OFFICES / key / TRUST
    if not file.exists():
        raise Faulty([Fault(file, 0, "", "is missing; docs/deploying.md shows one")])
    if faults := list(_unreadable(file)):
        raise Faulty(faults)
    given = tomllib.loads(file.read_text(encoding="utf-8"))

    def named(field: str) -> list[Path]:
        return [file.parent / name for name in given.pop(field, [])]

    try:
        certificates = {
            "anchors": anchors_in(named("anchors")),
            "tsa_anchors": anchors_in(named("tsa_anchors")),
            "issuers": certificates_in(named("issuers")),
            "signer_certificates": certificates_in(named("signer_certificates")),
        }
        return TrustPolicy.model_validate({**given, **certificates})
    except (Unusable, OSError) as error:
        raise Faulty([Fault(file, 0, "", str(error))]) from None
    except ValidationError as error:
        raise Faulty([_fault(file, one["loc"], one["msg"]) for one in error.errors()]) from None


def _unreadable(file: Path) -> Iterator[Fault]:
    try:
        tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        yield Fault(file, int(line[1]) if line else 0, "", str(error))
    except OSError as error:
        yield Fault(file, 0, "", error.strerror or "cannot be read")


def _faults(files: dict[str, Path], error: Any) -> Iterator[Fault]:
    """A rule about the whole office names its fields in its message, several with semicolons."""
    if error["loc"]:
        yield _whose(files, error["loc"], error["msg"])
        return
    for part in error["msg"].removeprefix("Value error, ").split("; "):
        named = _NAMED_IN_MESSAGE.match(part)
        place = tuple(named[1].split(".")) if named else ()
        yield _whose(files, place, part[named.end() :] if named else part)


def _whose(files: dict[str, Path], place: Place, what: str) -> Fault:
    top = str(place[0]) if place else "office"
    if top in _IN_PEOPLE:
        return _fault(files["people"], place, what)
    if top == "hours":
        within = place[1:]
        fitting = (files[name] for name in ("hours", "holidays") if line_of(files[name], within))
        return _fault(next(fitting, files["hours"]), within, what)
    name = _OF_FILES.get(top, top)
    return (
        _fault(files[name], place[1:], what)
        if name in files
        else _fault(files["office"], place, what)
    )


def _fault(file: Path, place: Place, what: str) -> Fault:
    return Fault(file, line_of(file, place), ".".join(map(str, place)), what)
