"""What a step and each duty of the sweep have at hand, at one moment."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from menwa import aws
from menwa.case import Wait
from menwa.cases import CaseStore
from menwa.citizens import Citizens, WithCitizens
from menwa.letter_book import LetterBook
from menwa.office import Office
from menwa.promises import in_citizens_words
from menwa.types import Level
from notify_officials.courier import Courier, WithCourier
from notify_officials.faults import Faults

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient


@dataclass(frozen=True)
class Round:
    store: CaseStore
    book: LetterBook
    office: Office
    courier: Courier
    citizens: Citizens
    procedure: "SFNClient"
    now: datetime
    faults: Faults = field(default_factory=Faults)
    _read: dict[str, list[tuple[str, Wait]]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.office.day_of(self.now)

    @cached_property
    def posts(self) -> tuple[str, ...]:
        """Also those that the office's file has no longer: something may wait for them still."""
        known = (*self.office.officials, *self.office.vacant, *self.book.all())
        return tuple(dict.fromkeys(known))

    def waits(self, waiting_for: str) -> list[tuple[str, Wait]]:
        """Read once in a round, until `forget`."""
        if waiting_for not in self._read:
            self._read[waiting_for] = list(self.store.waits(waiting_for, self.now))
        return self._read[waiting_for]

    def forget(self, waiting_for: str) -> None:
        """Somebody there waits no longer."""
        self._read.pop(waiting_for, None)

    def words(self, key: str, case_id: str, promise: datetime) -> str:
        said = in_citizens_words(promise, self.office)
        return self.office.text(key, case_id=case_id, promise=said)


class WithRounds(WithCitizens, WithCourier):
    def round(self, now: datetime) -> Round:
        return Round(
            store=self.store(),
            book=LetterBook(aws.dynamodb(), self.cases_table),
            office=self.office(),
            courier=replace(self.courier(), limit=self.limit()),
            citizens=self.citizens(),
            procedure=aws.step_functions(),
            now=now,
        )


def level_of(wait: Wait) -> Level | None:
    """None where it is not an official who is asked."""
    levels: dict[str, Level] = {"kasi": "kasi", "kabid": "kabid", "kadis": "kadis"}
    return levels.get(wait.asked)
