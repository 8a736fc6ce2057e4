"""What runs elsewhere is what runs here, by actions that nobody can exchange underfoot."""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.infra.reading import ROOT

WORKFLOWS = {
    path.name: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (ROOT / ".github" / "workflows").iterdir()
}
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def steps(workflow: Any) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def unpinned(workflow: Any) -> list[str]:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    return [action for action in used if not PINNED.fullmatch(action)]


def test_it_runs_what_our_own_script_runs_and_nothing_else() -> None:
    run = [step["run"] for step in steps(WORKFLOWS["ci.yml"]) if "run" in step]
    assert run == [".ci/run"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_every_action_is_pinned_by_its_commit() -> None:
    assert [action for one in WORKFLOWS.values() for action in unpinned(one)] == []


@pytest.mark.parametrize("action", ["actions/checkout@v5", "actions/checkout@main", "./local"])
def test_one_that_somebody_could_exchange_is_found(action: str) -> None:
    assert unpinned({"jobs": {"a": {"steps": [{"uses": action}]}}}) == [action]


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_it_may_only_read(workflow: Any) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in workflow["jobs"].values())
