"""A copy of the template whose retries hardly wait and whose CheckSiak gives up soon."""

import re
from pathlib import Path

from local.engine.plan import ROOT

CHECK_SIAK_SECONDS = 5
_WAITS = re.compile(r"(IntervalSeconds|BackoffRate|MaxDelaySeconds): \d+")
_PATIENCE = re.compile(r"(Handler: check_siak\.step\.handler\n +Timeout:) \d+")


def hurried_template(folder: Path) -> Path:
    """The functions are the real ones."""
    infra = folder / "infra"
    infra.mkdir()
    (folder / "functions").symlink_to(ROOT / "functions")
    _copy("workflow.asl.yaml", infra, _WAITS, r"\1: 1")
    return _copy("template.yaml", infra, _PATIENCE, rf"\1 {CHECK_SIAK_SECONDS}")


def _copy(name: str, infra: Path, found: re.Pattern[str], instead: str) -> Path:
    text, count = found.subn(instead, (ROOT / "infra" / name).read_text(encoding="utf-8"))
    assert count, f"nothing to hurry in {name}"
    (infra / name).write_text(text, encoding="utf-8")
    return infra / name
