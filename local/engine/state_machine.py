"""The state machine's definition with its substitutions made, as JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from local.engine.identities import Identity

_SUBSTITUTION = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class StateMachine:
    name: str
    arn: str
    kind: str
    definition: str


def state_machine_of(
    properties: Mapping[str, Any], identity: Identity, folder: Path
) -> StateMachine:
    written = (folder / properties["DefinitionS3Location"]["Key"]).read_text(encoding="utf-8")
    substitutions = properties.get("DefinitionSubstitutions", {})
    filled = _SUBSTITUTION.sub(lambda found: str(substitutions[found.group(1)]), written)
    return StateMachine(
        name=identity.attributes["Name"],
        arn=identity.ref,
        kind=properties.get("StateMachineType", "STANDARD"),
        definition=json.dumps(yaml.safe_load(filled)),
    )
