"""A bound on the time that one file may take."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class OutOfTime(BaseException):
    """Not an Exception: a parser that tolerates errors must not swallow it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Holds in the main thread, where Lambda calls a handler; elsewhere the function's timeout."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(*_: object) -> None:
    raise OutOfTime
