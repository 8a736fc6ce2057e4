"""What it costs to import each handler: instructions, counted by valgrind, and memory.

Seconds would say how busy the machine is. Two counts agree to a millionth.
"""

import compileall
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory

from bench.figures import Figure

ROOT = Path(__file__).resolve().parents[1]
BUDGET = 0.45
MILLION = 1_000_000
VALGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")
A_FUNCTION = re.compile(r"^  (\w+Function):\n(.*?)(?=^  \w|\Z)", re.MULTILINE | re.DOTALL)
STATUS = Path("/proc/self/status")  # Linux alone tells a process's own peak, not its parent's
MEMORY = f"; print(*(each.split()[1] for each in open('{STATUS}') if each.startswith('VmHWM')))"
FIRST_CALL = "; from menwa import aws, starting; starting.ready(); aws.dynamodb()"
UNCOMPILED = ("-X", "pycache_prefix=/nowhere")


@dataclass(frozen=True)
class Deployed:
    """The code as a build leaves it: with bytecode that is never compared with its source."""

    code: Path

    def imported(self, module: str, then: str = "", *options: str) -> int | None:
        """Instructions; None without valgrind."""
        if shutil.which(VALGRIND[0]) is None:
            return None
        counted = COUNTED.search(self._run(module, then, (*VALGRIND, sys.executable, *options))[1])
        if counted is None:
            raise SystemExit(f"valgrind counted nothing of {module}")
        return int(counted[1].replace(",", ""))

    def resident_mb(self, module: str) -> float:
        return round(int(self._run(module, MEMORY, (sys.executable,))[0]) / 1024, 1)

    def _run(self, module: str, then: str, command: tuple[str, ...]) -> tuple[str, str]:
        # httpx imports a command line where click happens to be there; it is not deployed
        begin = "import sys; sys.modules['click'] = None; "
        done = subprocess.run(
            [*command, "-c", f"{begin}import {module}{then}"],
            env=self._environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout, done.stderr

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{self.code}:{ROOT}",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9",
            "AWS_DEFAULT_REGION": "ap-southeast-3",
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
            "POWERTOOLS_SERVICE_NAME": "bench",
            "POWERTOOLS_METRICS_NAMESPACE": "bench",
        }


def cold_starts() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        built = Deployed(Path(folder) / "functions")
        unwanted = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "functions", built.code, ignore=unwanted)
        compileall.compile_dir(
            built.code, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH
        )
        yield from _instructions(built)
        naive = built.resident_mb("bench.naive") if STATUS.exists() else 0
        for module in ("intake.web", "check_siak.desk", "check_siak.gate_pdf") if naive else ():
            held = built.resident_mb(module)
            yield Figure(f"memory, {module} imported", held, "MB", naive, "naive handler")


def _instructions(built: Deployed) -> Iterator[Figure]:
    http, others = handlers((ROOT / "infra" / "template.yaml").read_text())
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        naive, *found = pool.map(built.imported, ["bench.naive", *http, *others])
    counts = {
        module: count
        for module, count in zip([*http, *others], found, strict=True)
        if count is not None
    }
    if naive is None or not counts:
        print("import: not measured, valgrind is not on this machine")
        return
    heaviest = max(http, key=lambda module: counts[module])
    with ThreadPoolExecutor(2) as pool:
        begun = pool.submit(built.imported, heaviest, FIRST_CALL)
        uncompiled = pool.submit(built.imported, heaviest, "", *UNCOMPILED)
    ready, without = begun.result() or 0, uncompiled.result() or 0
    yield _import(f"the heaviest HTTP handler ({heaviest})", counts[heaviest], naive, BUDGET)
    yield from (_import(module, count, naive) for module, count in counts.items())
    yield _import(f"{heaviest}, and the table's client", ready, naive)
    yield _import(f"{heaviest}, nothing compiled", without, counts[heaviest], against="compiled")


def _import(
    what: str,
    count: int,
    baseline: int,
    budget: float | None = None,
    against: str = "naive handler",
) -> Figure:
    million, base = round(count / MILLION, 1), round(baseline / MILLION, 1)
    return Figure(f"import, {what}", million, "M instructions", base, against, budget)


def handlers(template: str) -> tuple[list[str], list[str]]:
    """Modules: of those that answer HTTP, and of the others."""
    found: tuple[list[str], list[str]] = ([], [])
    for _, block in A_FUNCTION.findall(template):
        if module := re.search(r"Handler: ([\w.]+)\.handler", block):
            found["Type: HttpApi" not in block].append(module[1])
    return found
