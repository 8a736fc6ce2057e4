"""What this stage of the office's is deployed with: `stages.toml`, checked against the template."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from deploy.office_folder import Fault, Faulty
from deploy.toml_places import line_of
from local.office_file import OFFICES

STAGES = "stages.toml"
Declared = Mapping[str, Mapping[str, Any]]
NOT_TO_BE_CHOSEN = ("Stage", "OfficeTimezone", "SendingAtOnce", "TrustSamples")
"""They follow from the stage, the office's file and the account; samples are the local office's."""


def parameters_of(office: str, stage: str, known: Declared) -> dict[str, str]:
    """Faulty names every one that the template does not know, or would not take."""
    file = OFFICES / office / STAGES
    if not file.exists():
        raise Faulty([Fault(file, 0, "", "is missing; docs/deploying.md shows one")])
    try:
        stages = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Faulty([Fault(file, 0, "", str(error))]) from None
    if stage not in stages:
        raise Faulty([Fault(file, 0, "", f"has no table [{stage}]")])
    given: dict[str, Any] = stages[stage]
    wrong = list(_wrong(given, known))
    if wrong:
        raise Faulty(
            [Fault(file, line_of(file, (stage, name)), name, what) for name, what in wrong]
        )
    return {"Stage": stage, **given}


def _wrong(given: Mapping[str, Any], known: Declared) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        if name in NOT_TO_BE_CHOSEN:
            yield name, "is not chosen here"
        elif name not in known:
            free = sorted(known.keys() - set(NOT_TO_BE_CHOSEN))
            yield name, f"the template knows only {', '.join(free)}"
        elif not isinstance(value, str):
            yield name, "a text, between quotes"
        elif not re.fullmatch(known[name].get("AllowedPattern", ".*"), value):
            yield name, f"must look like {known[name]['AllowedPattern']}"
        elif value not in known[name].get("AllowedValues", [value]):
            yield name, f"must be one of {', '.join(known[name]['AllowedValues'])}"
