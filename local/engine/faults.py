"""Misfortunes that a test arranges at AWS's door, at one call of one function."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from local.engine.calls import Call


class Lost(ConnectionError):
    """The connection breaks here: the caller hears nothing."""


@dataclass(frozen=True)
class Fault:
    function: str
    operation: str
    action: Callable[[], object]
    lost: bool

    def strike(self) -> None:
        self.action()
        if self.lost:
            raise Lost


class Faults:
    """Each strikes once, at the next such call.

    With `lost`, a call that `before` struck never arrives at AWS; one that `after` struck was
    carried out, but its answer never comes back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._before: list[Fault] = []
        self._after: list[Fault] = []

    def before(
        self, function: str, operation: str, action: Callable[[], object], *, lost: bool = False
    ) -> None:
        with self._lock:
            self._before.append(Fault(function, operation, action, lost))

    def after(
        self, function: str, operation: str, action: Callable[[], object], *, lost: bool = False
    ) -> None:
        with self._lock:
            self._after.append(Fault(function, operation, action, lost))

    def strike_before(self, call: Call) -> None:
        self._strike(self._before, call)

    def strike_after(self, call: Call) -> None:
        self._strike(self._after, call)

    def _strike(self, faults: list[Fault], call: Call) -> None:
        with self._lock:
            fault = next((f for f in faults if (f.function, f.operation) == call), None)
            if fault:
                faults.remove(fault)
        if fault:
            fault.strike()
