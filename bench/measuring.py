"""How long work takes, and how much memory: each in a process of its own, several times."""

import json
import os
import resource
import statistics
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

MIB = 1024 * 1024
KIB_OR_BYTES = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in


@dataclass(frozen=True)
class Measured:
    """`ms`: the median of the processor's time; `peak_mb`: the most that the process held;
    `more_mb`: what the work added to it."""

    ms: float
    peak_mb: float
    more_mb: float


def measured(work: Callable[[], object], runs: int = 15) -> Measured:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, json.dumps(asdict(_measured_here(work, runs))).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        found = Measured(**json.loads(told.read()))
    os.waitpid(child, 0)
    return found


def peak_bytes() -> int:
    """The most that this process, or one that it started and that has ended, ever held."""
    held = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(each.ru_maxrss for each in held) * KIB_OR_BYTES


def cpu_seconds() -> float:
    """Of this process, and of those that it started and that have ended."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _measured_here(work: Callable[[], object], runs: int) -> Measured:
    before = peak_bytes()
    work()  # once beforehand: what is loaded late is loaded then
    took = []
    for _ in range(runs):
        began = cpu_seconds()
        work()
        took.append(cpu_seconds() - began)
    peak = peak_bytes()
    return Measured(
        ms=round(statistics.median(took) * 1000, 2),
        peak_mb=round(peak / MIB, 1),
        more_mb=round((peak - before) / MIB, 1),
    )
