"""What may go wrong with SIAK, switched on for one document or for all."""

from threading import Lock
from typing import Literal, get_args

Fault = Literal[
    "none",
    "down",
    "slow",
    "quota",
    "html",
    "someone_elses_record",
    "someone_elses_pdf",
    "tampered_pdf",
    "unsigned_pdf",
]
FAULTS: tuple[Fault, ...] = get_args(Fault)


class Faults:
    def __init__(self) -> None:
        self._everywhere: Fault = "none"
        self._on: dict[str, Fault] = {}
        self._lock = Lock()

    def switch(self, fault: Fault, document_id: str | None = None) -> None:
        """`none` for no document in particular mends them all."""
        with self._lock:
            if document_id is not None:
                self._on[document_id] = fault
                return
            self._everywhere = fault
            if fault == "none":
                self._on.clear()

    def on(self, document_id: str | None) -> Fault:
        """What is set for this document comes before what is set for all."""
        with self._lock:
            return self._on.get(document_id or "", self._everywhere)

    @property
    def everywhere(self) -> Fault:
        return self._everywhere
