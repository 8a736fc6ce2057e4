"""Join an office's TOML files, and the defaults for all offices, into its one checked file."""

import tomllib
from pathlib import Path
from typing import Any

from menwa.office import Office

OFFICES = Path(__file__).parent.parent / "office"
DEFAULTS = OFFICES / "bawaan"


def offices() -> list[str]:
    """The offices that have a file of their own."""
    return sorted(file.parent.name for file in OFFICES.glob("*/office.toml"))


def read_office(key: str) -> Office:
    """ValidationError names the field; FileNotFoundError the file that the office lacks."""
    office = _toml(key, "office.toml")
    return Office.model_validate(
        {
            "hours": {
                "timezone": office.pop("timezone", ""),
                **_toml(key, "hours.toml"),
                **_toml(key, "holidays.toml"),
            },
            **office,
            **_toml(key, "people.toml"),
            "documents": _toml(key, "documents.toml"),
            "texts": _toml(key, "texts.toml"),
            "english": _toml(key, "pages.en.toml"),
            "acts": _toml(key, "acts.toml"),
            "verdicts": _toml(key, "verdicts.toml"),
            "standards": _toml(key, "standards.toml"),
            "letters": _toml(key, "letters.toml"),
            "templates": _toml(key, "templates.toml"),
        }
    )


def _toml(key: str, name: str) -> dict[str, Any]:
    own = OFFICES / key / name
    return tomllib.loads((own if own.exists() else DEFAULTS / name).read_text(encoding="utf-8"))
