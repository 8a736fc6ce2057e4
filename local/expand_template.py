"""Writes infra/template.yaml as the plain CloudFormation that AWS makes of it, for the checks."""

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from local.engine.expansion import expand


def main(template: str, expansion: str) -> None:
    destination = Path(expansion)
    destination.parent.mkdir(exist_ok=True)
    destination.write_text(json.dumps(with_definitions(Path(template)), indent=1))


def with_definitions(template: Path) -> dict[str, Any]:
    """Each state machine's definition stands in its place, so that it is checked too."""
    expansion = expand(template, {})
    for resource in expansion["Resources"].values():
        properties = resource.get("Properties", {})
        if "DefinitionS3Location" in properties:
            file = template.parent / properties.pop("DefinitionS3Location")["Key"]
            properties["DefinitionString"] = json.dumps(yaml.safe_load(file.read_text()))
    return expansion


if __name__ == "__main__":
    main(*sys.argv[1:])
