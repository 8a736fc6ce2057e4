"""The SAM template as CloudFormation sees it: expanded by AWS's own translator, offline."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

REGION = "ap-southeast-3"
HERE = "here"
_LOCAL_PATHS = {
    "AWS::Serverless::Function": "CodeUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
}


def expand(template: Path, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Paths of code and definitions come out as the key of a bucket named `HERE`."""
    sam = yaml_parse(template.read_text(encoding="utf-8"))
    _mark_local_paths(sam)
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name=REGION))
    expanded: dict[str, Any] = translator.translate(sam, parameter_values=dict(parameters))
    return expanded


def _mark_local_paths(sam: dict[str, Any]) -> None:
    for section in sam.get("Globals", {}).values():
        _mark(section, "CodeUri")
    for resource in sam["Resources"].values():
        if path := _LOCAL_PATHS.get(resource["Type"]):
            _mark(resource["Properties"], path)


def _mark(properties: dict[str, Any], name: str) -> None:
    if isinstance(path := properties.get(name), str):
        properties[name] = f"s3://{HERE}/{path}"
