"""Join an office's TOML files, and the defaults for all offices, into its one checked file."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from menwa.office import Office

OFFICES = Path(__file__).parent.parent / "office"
DEFAULTS = OFFICES / "bawaan"
WORDS = ("texts", "acts", "verdicts", "templates")
FIELDS = ("documents", "standards", "letters", "retention", *WORDS)
NAMES = ("office", "hours", "holidays", "people", "pages.en", *FIELDS)


def offices() -> list[str]:
    """The offices that have a file of their own."""
    return sorted(file.parent.name for file in OFFICES.glob("*/office.toml"))


def read_office(key: str) -> Office:
    """ValidationError names the field; FileNotFoundError the file that the office lacks."""
    return Office.model_validate(joined(files_of(key)))


def files_of(key: str) -> dict[str, Path]:
    """The office's own, and the default of each that it does not have."""
    own = {name: OFFICES / key / f"{name}.toml" for name in NAMES}
    return {name: one if one.exists() else DEFAULTS / one.name for name, one in own.items()}


def joined(files: Mapping[str, Path]) -> dict[str, Any]:
    """As the model takes it, unchecked. TOMLDecodeError names line and column."""
    read = {name: tomllib.loads(file.read_text(encoding="utf-8")) for name, file in files.items()}
    office = read["office"]
    hours = {"timezone": office.pop("timezone", ""), **read["hours"], **read["holidays"]}
    fields = {name: read[name] for name in FIELDS}
    return {**office, "hours": hours, **read["people"], "english": read["pages.en"], **fields}
