"""The template as it is deployed: expanded here, so that CloudFormation needs no transform.

AWS's own translator turns each AWS::Serverless resource into what it stands for, offline and in
one pinned version; the result is checked (`make check`), compared and deployed as it is.
"""

import json
import logging
from functools import cache
from pathlib import Path
from typing import Any

from local.engine.expansion import HERE
from local.expand_template import with_definitions

logging.getLogger("samtranslator").setLevel(
    logging.ERROR
)  # it misses those who collect its metrics

LARGEST = 1_000_000
MOST_RESOURCES = 500
"""What CloudFormation takes of one stack, in bytes and in number."""


def expanded(template: Path, bucket: str, key: str) -> dict[str, Any]:
    """Every function runs the package that lies there."""
    expansion: dict[str, Any] = json.loads(_expansion(template))
    for resource in expansion["Resources"].values():
        code = resource.get("Properties", {}).get("Code")
        if isinstance(code, dict) and code.get("S3Bucket") == HERE:
            resource["Properties"]["Code"] = {"S3Bucket": bucket, "S3Key": key}
    return expansion


def parameters_in(template: Path) -> dict[str, dict[str, Any]]:
    """As the template declares them."""
    declared: dict[str, dict[str, Any]] = json.loads(_expansion(template))["Parameters"]
    return declared


@cache
def _expansion(template: Path) -> str:
    return json.dumps(with_definitions(template))


def as_deployed(expansion: dict[str, Any]) -> bytes:
    """ValueError if CloudFormation would not take it."""
    written = json.dumps(expansion, separators=(",", ":"), sort_keys=True).encode()
    if len(written) > LARGEST:
        raise ValueError(f"the template has {len(written)} bytes, of {LARGEST} at most")
    if (resources := len(expansion["Resources"])) > MOST_RESOURCES:
        raise ValueError(f"the template has {resources} resources, of {MOST_RESOURCES} at most")
    return written
