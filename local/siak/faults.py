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
        """`none` mends: this document's own fault, or for no document in particular all of them."""
        with self._lock:
            if document_id is None:
                self._everywhere = fault
                self._on = {} if fault == "none" else self._on
            elif fault == "none":
                self._on.pop(document_id, None)
            else:
                self._on[document_id] = fault

    def on(self, document_id: str | None) -> Fault:
        """What is set for this document comes before what is set for all."""
        with self._lock:
            return self._on.get(document_id or "", self._everywhere)

    @property
    def everywhere(self) -> Fault:
        return self._everywhere
