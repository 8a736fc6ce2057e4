"""A copy of what runs, to run as its own program, whole or with something broken in it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from local.engine.plan import ROOT

RUNS = ("functions", "infra", "local", "office")


def copy_to(folder: Path, sabotage: Mapping[str, str] | None = None) -> Path:
    """`sabotage`: Python that is added at the end of a file, by the file's name."""
    for part in RUNS:
        shutil.copytree(ROOT / part, folder / part)
    for name, code in (sabotage or {}).items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(f"\n\n{code}")
    return folder


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """`python -m …` there, speaking to nobody but us."""
    paths = os.pathsep.join([str(folder / "functions"), str(folder)])
    return subprocess.Popen(
        [sys.executable, "-u", "-m", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def workers_of(folder: Path) -> list[str]:
    """The function processes that run from there, as the machine lists them."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "command="], capture_output=True, text=True, check=True
    )
    mark = str(folder / "local" / "engine" / "worker.py")
    return [line for line in listed.stdout.splitlines() if mark in line]
