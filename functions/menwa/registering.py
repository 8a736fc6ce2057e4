"""A request of a phone that is proven: on the list and under way, or folded into an earlier one."""

import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from menwa.case import Case
from menwa.cases import CaseStore
from menwa.counting import count
from menwa.discretion import is_kept_from, over_for_its_citizen
from menwa.errors import Contended, NotFound
from menwa.limits import Limits
from menwa.office import Office
from menwa.persons import PersonStore
from menwa.proving import Proof, is_theirs, proven_by
from menwa.recipient import Recipient
from menwa.table import Item

TURNS = 6


@dataclass(frozen=True)
class Registered:
    """`case` as it stands now, and `before` this message; `folded`: it is an earlier one's, and
    the new request stays unproven: within a day it is gone, its code until then leads here."""

    case: Case
    before: Case
    folded: bool = False


@dataclass(frozen=True)
class Registering:
    store: CaseStore
    persons: PersonStore
    office: Office
    limits: Limits
    start: Callable[[Case], None]

    def register(
        self, case: Case, proof: Proof, now: datetime, using: Sequence[Item] = ()
    ) -> Registered:
        """What is proven by a link is not in the table yet, unless a run before this one died half
        way. The same once more begins nothing, but makes good a start that was lost. `using`:
        writes that happen with it, as of a used-up link.

        NotFound for a code of another phone or of long ago; Contended if a link was used twice.
        """
        registered = self._folded(case, proof.sender, using)
        if registered is None:
            if proof.code_hash is None:
                self._file(case)
            registered = self._proven(case, proof, now, using)
        if not registered.case.status.ended:
            self.start(registered.case)
        return registered

    def _file(self, case: Case) -> None:
        """Contended if another request has its id."""
        try:
            self.store.create(case)
        except Contended:
            if not _is_the_same(self.store.load(case.id).case, case):
                raise

    def _proven(self, case: Case, proof: Proof, now: datetime, using: Sequence[Item]) -> Registered:
        sender = proof.sender
        for turn in range(TURNS):
            before = self.store.load(case.id)
            after = proven_by(before, proof, now, self.office)
            if after == before:
                return Registered(before.case, before.case)
            last = self.persons.asked_before(before.case, sender)
            writes = [*self.persons.asking(after.case, sender, last, now), *using]
            try:
                saved = self.store.save(before, after, conditions=writes)
            except Contended:
                time.sleep(random.uniform(0, 0.02 * 2**turn))  # noqa: S311  only spreads writers
                if folded := self._folded(case, sender, using):
                    return folded
            else:
                self.limits.count_proven(saved.case, now)
                _count(before.case, saved.case, proof)
                return Registered(saved.case, before.case)
        raise Contended(case.id)

    def _folded(self, case: Case, sender: Recipient, using: Sequence[Item]) -> Registered | None:
        if case.proven_at is not None or case.applicant.phone != sender.phone:
            return None
        earlier = self._open(self.persons.asked_before(case, sender), sender)
        if earlier is None or not folds_into(earlier, case, self.office.day_of(case.created_at)):
            return None
        with suppress(Contended):  # a link that was tapped twice is used up already
            self.persons.write(list(using))
        return Registered(earlier, earlier, folded=True)

    def _open(self, case_id: str | None, sender: Recipient) -> Case | None:
        try:
            case = self.store.load(case_id).case if case_id else None
        except NotFound:
            return None
        if case is None or over_for_its_citizen(case) or not is_theirs(case, sender):
            return None
        return case


def _count(before: Case, case: Case, proof: Proof) -> None:
    """Another number for a request that is known already is no request."""
    if before.proven_at is None:
        count("RequestsByType", case.document_type)
        count("RequestsByChannel", _channel(case, proof))


def _channel(case: Case, proof: Proof) -> str:
    if case.partner is not None:
        return "partner"
    if case.entered_by is not None:
        return "counter"
    return "whatsapp" if proof.code_hash is None else "web"


def _is_the_same(one: Case, other: Case) -> bool:
    """They ask for the same document, for the same person."""
    asked = ("document_type", "number", "subject", "applicant")
    return all(getattr(one, name) == getattr(other, name) for name in asked)


def folds_into(earlier: Case, case: Case, today: date) -> bool:
    """Unless it brings news: somebody saw the applicant, or mended what could not be matched; by
    another day it may have been mended in SIAK."""
    seen = case.entered_by is not None or (case.partner is not None and case.partner.seen_by)
    mended = (case.applicant, case.receipt) != (earlier.applicant, earlier.receipt)
    news = is_kept_from(earlier) and (mended or earlier.day != today)
    return earlier.id != case.id and not seen and not news
