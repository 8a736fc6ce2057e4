"""Compiled as Lambda's own Python would: a package's times are of 1980, so that bytecode which is
checked against its source's time is thrown away at every cold start (2.2 times the processor)."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

TASK_ROOT = "/var/task"


def find_python(version: str) -> str | None:
    """`3.13`: one that runs. A version manager's stand-in may be there and not run."""
    return next((found for found in _candidates(version) if _runs_as(found, version)), None)


def compile_all(python: str, folder: Path) -> None:
    """What is compiled is believed unseen (unchecked-hash), under the path that it has on Lambda.

    The same from build to build: the seed orders what sets of constants hold.
    """
    arguments = ["-q", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", TASK_ROOT]
    subprocess.run(
        [python, "-m", "compileall", *arguments, str(folder)],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        check=True,
    )


def _candidates(version: str) -> Iterator[str]:
    for name in (f"python{version}", "python3", "python"):
        if found := shutil.which(name):
            yield found
    for manager in (".pyenv/versions", ".local/share/uv/python"):
        yield from map(str, sorted(Path.home().glob(f"{manager}/*{version}*/bin/python{version}")))


def _runs_as(python: str, version: str) -> bool:
    asked = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.strip() == version
