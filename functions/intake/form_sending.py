"""A form that is sent: its requests are filed once, however often it comes."""

import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe

from menwa.case import Case
from menwa.cases import CaseStore, hash_of
from menwa.errors import Contended, NotFound
from menwa.form_links import LASTS, FormLinks
from menwa.limits import Limits
from menwa.proving import Proof
from menwa.recipient import Recipient
from menwa.registering import Registering
from menwa.request_form import Request, unproven
from menwa.table import Item
from menwa.types import drawn_case_id, drawn_from

TURNS = 3
TRAP = "surel"  # a field that people don't see: whoever fills it in is a machine
ONCE = re.compile(r"[\w-]{22,64}", re.ASCII)


@dataclass(frozen=True)
class Once:
    """A secret of the page from which the form is sent: out of it come the proof code and the
    cases' ids, so that the same page sent again asks for nothing more."""

    token: str

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Once":
        given = fields.get("once", "")
        return cls(given if ONCE.fullmatch(given) else new_once())

    @property
    def code(self) -> str:
        return drawn_from(f"code:{self.token}", 8)

    def cases(self, requests: Sequence[Request], now: datetime) -> list[Case]:
        return [
            unproven(request, self.code, now).model_copy(update={"id": self.case_id(place)})
            for place, request in enumerate(requests)
        ]

    def case_id(self, place: int) -> str:
        return drawn_case_id(f"case:{place}:{self.token}")


def new_once() -> str:
    return token_urlsafe(24)


def is_a_machines(fields: Mapping[str, str], least_seconds: int, now: datetime) -> bool:
    """It filled in what people don't see, or was quicker than people are."""
    begun = fields.get("begun", "")
    since = now.timestamp() - int(begun) if re.fullmatch(r"[0-9]{1,12}", begun) else 0
    return bool(fields.get(TRAP)) or since < least_seconds


@dataclass(frozen=True)
class Sending:
    store: CaseStore
    limits: Limits
    links: FormLinks
    registering: Registering

    def file(self, cases: Sequence[Case], address: str, now: datetime) -> bool:
        """To be proven by a message. False if too much is asked, from this address or at all."""
        first, *others = cases
        for turn in range(TURNS):
            try:
                self.store.create(first, self.limits.asking(first, address, now), others)
            except Contended:
                if self.store.is_filed(first):
                    return True
                time.sleep(random.uniform(0, 0.02 * 2**turn))  # noqa: S311  only spreads writers
            else:
                return True
        return False

    def register(
        self, cases: Sequence[Case], token: str, sender: Recipient, now: datetime
    ) -> list[Case]:
        """Proven by the link; the last of them uses it up. Each has a code that nobody knows."""
        registered, left = [], len(cases)
        for case in cases:
            left -= 1
            using = [] if left else [self.links.using(token)]
            unknown = case.model_copy(update={"proof_hash": hash_of(new_once())})
            registered.append(self._registered(unknown, sender, now, using))
        return registered

    def registered_before(self, ids: Sequence[str]) -> list[Case]:
        """What the same page has sent already; none unless all of it is there."""
        try:
            cases = [self.store.load(case_id).case for case_id in ids]
        except NotFound:
            return []
        return cases if all(case.proven_at for case in cases) else []

    def _registered(
        self, case: Case, sender: Recipient, now: datetime, using: Sequence[Item]
    ) -> Case:
        proof = Proof(sender, None, now - LASTS)  # they wrote, to be sent the link, no earlier
        try:
            return self.registering.register(case, proof, now, using).case
        except Contended:
            if before := self.registered_before([case.id]):
                return before[0]
            raise
