"""Bounds on what one file, or one answer, may take."""

import gc
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HELD = Path("/proc/self/statm")
AGAIN = 0.02  # Python swallows what is raised while it tidies up: the next one comes through


class OutOfTime(BaseException):
    """Not an Exception: a parser that tolerates errors must not swallow it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """By the wall's clock. Holds in the main thread, where Lambda calls a handler; elsewhere the
    function's timeout."""
    with _stopped_by(signal.SIGALRM, signal.ITIMER_REAL, seconds):
        yield


@contextmanager
def modestly(cpu_seconds: float, more_bytes: int) -> Iterator[None]:
    """Of the processor's time, so that a busy machine condemns no file; and of memory beyond what
    is held already: MemoryError. In the main thread only, as above."""
    with (
        _without_tidying_up(),
        _stopped_by(signal.SIGPROF, signal.ITIMER_PROF, cpu_seconds),
        _growing_at_most(more_bytes),
    ):
        yield


@contextmanager
def _without_tidying_up() -> Iterator[None]:
    """What is raised while garbage is collected is lost, and with it the stop."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def _stopped_by(alarm: signal.Signals, timer: int, seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(alarm, _stop)
    signal.setitimer(timer, seconds, AGAIN)
    try:
        yield
    finally:
        try:
            signal.setitimer(timer, 0)
        finally:
            signal.signal(alarm, before)


def _stop(*_: object) -> None:
    raise OutOfTime


@contextmanager
def _growing_at_most(more: int) -> Iterator[None]:
    """Without Linux's /proc (a developer's Mac) memory is not bounded."""
    if threading.current_thread() is not threading.main_thread() or not HELD.exists():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    held = int(HELD.read_text().split()[5]) * resource.getpagesize()
    bounds = [each for each in (held + more, soft, hard) if each != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(bounds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
