"""The cases as values in memory: what `CaseStore` promises, without a table.

`test_memory_store.py` holds it to what the real one does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.errors import Contended, NotFound, SendingHeld
from menwa.sending_switch import Hold


class MemorySwitch:
    def __init__(self) -> None:
        self.holding: Hold | None = None

    def held(self) -> Hold | None:
        return self.holding

    def hold(self, hold: Hold) -> bool:
        if self.holding is not None:
            return False
        self.holding = hold
        return True

    def release(self) -> None:
        self.holding = None


class MemoryStore(CaseStore):
    """Deciding and saving once more (`change`) is the real one's."""

    def __init__(self, switch: MemorySwitch) -> None:
        self._holder = switch
        self._files: dict[str, CaseFile] = {}
        self._said: set[str] = set()

    def have(self, file: CaseFile) -> CaseFile:
        self._files[file.case.id] = file
        return file

    def load(self, case_id: str) -> CaseFile:
        try:
            return self._files[case_id]
        except KeyError:
            raise NotFound(case_id) from None

    def save(self, before: CaseFile, after: CaseFile, *_: Any, **__: Any) -> CaseFile:
        known = self.load(before.case.id)
        if known.case.version != before.case.version:
            raise Contended("somebody else wrote first")
        version = before.case.version + 1
        return self.have(replace(after, case=after.case.model_copy(update={"version": version})))

    def save_unless_held(self, before: CaseFile, after: CaseFile, *_: Any, **__: Any) -> CaseFile:
        if self._holder.held() is not None:
            raise SendingHeld(before.case.id)
        return self.save(before, after)

    def waiting(self, waiting_for: str, before: datetime) -> Iterator[str]:
        return (file.case.id for file in self.waiting_cases([waiting_for], before))

    def waiting_cases(self, asked: Iterable[str], before: datetime) -> list[CaseFile]:
        whom = set(asked)
        waits = [
            (file, file.wait)
            for file in self._files.values()
            if file.wait is not None and file.wait.waiting_for in whom
        ]
        due = sorted((wait.since, file.case.id) for file, wait in waits if wait.since <= before)
        return [
            CaseFile(self._files[case_id].case, wait=self._files[case_id].wait)
            for _, case_id in due
        ]

    def first_time(self, occasion: str, *_: Any) -> bool:
        if occasion in self._said:
            return False
        self._said.add(occasion)
        return True

    def forget(self, occasion: str) -> None:
        self._said.discard(occasion)
