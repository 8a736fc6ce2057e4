"""The template, the state machine, the office's texts and the code, parsed."""

import ast
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]
FUNCTIONS = ROOT / "functions"
Node = Mapping[str, Any]


@cache
def template_text() -> str:
    return (ROOT / "infra" / "template.yaml").read_text(encoding="utf-8")


@cache
def template() -> Node:
    parsed: Node = yaml_parse(template_text())
    return parsed


@cache
def workflow_text() -> str:
    return (ROOT / "infra" / "workflow.asl.yaml").read_text(encoding="utf-8")


@cache
def workflow() -> Node:
    parsed: Node = yaml.safe_load(workflow_text())
    return parsed


def resources(parsed: Node, kind: str) -> dict[str, Node]:
    return {
        name: resource["Properties"]
        for name, resource in parsed["Resources"].items()
        if resource["Type"] == kind
    }


def deployed(parsed: Node) -> dict[str, Node]:
    """The functions, with what Globals gives them all."""
    given = parsed["Globals"]["Function"]
    return {
        name: {**given, **properties}
        for name, properties in resources(parsed, "AWS::Serverless::Function").items()
    }


@dataclass(frozen=True)
class Source:
    """`module` as it is imported: `check_siak.tte.opening`."""

    module: str
    text: str

    @property
    def folder(self) -> str:
        return self.module.partition(".")[0]

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.text)

    def each(self, kind: type[Any]) -> Iterator[Any]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def imports(self) -> set[str]:
        """Dotted names; of `from a import b` both `a` and `a.b`."""
        found = {alias.name for node in self.each(ast.Import) for alias in node.names}
        for node in self.each(ast.ImportFrom):
            found |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
        return found

    def words(self) -> set[str]:
        """Every text that stands in the code by itself."""
        return {node.value for node in self.each(ast.Constant) if isinstance(node.value, str)}


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text, feature_version=(3, 11))


@cache
def sources() -> tuple[Source, ...]:
    return tuple(
        Source(_module(path), path.read_text(encoding="utf-8"))
        for path in sorted(FUNCTIONS.rglob("*.py"))
    )


def _module(path: Path) -> str:
    parts = path.relative_to(FUNCTIONS).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def called(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def name_called(call: ast.Call) -> str:
    """The last part: `save` of `store().save(…)`."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@cache
def kept_files() -> tuple[Path, ...]:
    """What is, or is about to be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    return tuple(path for name in listed if name and (path := ROOT / name).is_file())
