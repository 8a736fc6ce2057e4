"""A request is carried out on its cases; each of these acts may be repeated after a crash."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.restriction import lifted, restricted

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient


@dataclass(frozen=True)
class CarryingOut:
    store: CaseStore
    procedure: "SFNClient"

    def restrict(self, case_ids: Iterable[str], now: datetime) -> None:
        self._change(case_ids, lambda file: restricted(file, now))

    def lift(self, case_ids: Iterable[str]) -> None:
        self._change(case_ids, lifted)

    def correct(self, case_ids: Iterable[str], name: str, birth_date: date) -> None:
        self._change(case_ids, lambda file: corrected(file, name, birth_date))

    def ask_erasure(self, case_ids: Iterable[str]) -> None:
        self._change(case_ids, lambda file: file.updated(erasure_asked=True))

    def _change(self, case_ids: Iterable[str], decide: Callable[[CaseFile], CaseFile]) -> None:
        for case_id in case_ids:
            carry_on(self.procedure, self.store.change(self.store.load(case_id), decide))


def corrected(file: CaseFile, name: str, birth_date: date) -> CaseFile:
    """What is erased is nobody's any more."""
    if file.case.erased_at is not None:
        return file
    known = {"name": name, "birth_date": birth_date}
    return file.updated(applicant=file.case.applicant.model_copy(update=known))
