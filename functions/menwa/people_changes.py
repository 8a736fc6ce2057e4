"""Changes of who works here: one administrator proposes, another approves."""

import secrets
from datetime import datetime
from typing import Literal

from pydantic import Field

from menwa.people import Officer, Official, Vacancy
from menwa.stored import Stored

Act = Literal[
    "officer_added",
    "officer_changed",
    "officer_removed",
    "post_held",
    "post_vacated",
    "absence_added",
    "absence_removed",
    "assistant_named",
    "assistant_removed",
    "letters_set",
    "devices_revoked",
    "desk_code_issued",
]
Outcome = Literal["approved", "rejected", "withdrawn"]


class Change(Stored):
    """`key` is an officer's or a post's, of devices that of an official's or assistant's. What is
    set replaces what stood there before; `based_on` tells whether that still stands.

    Revoking devices takes effect without a second person: theft cannot wait. So does what an
    official says of themselves, and a code that is given at the desk.
    """

    change_id: str
    act: Act
    key: str
    officer: Officer | None = None
    official: Official | None = None
    vacancy: Vacancy | None = None
    based_on: str | None = None
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    outcome: Outcome | None = None

    @property
    def subject(self) -> str:
        """Of one subject there is one proposal at a time."""
        return f"{'post' if self.official or self.vacancy else 'officer'}#{self.key}"

    def decided(self, outcome: Outcome, officer: str, now: datetime) -> "Change":
        """Whoever proposed it cannot approve it, only withdraw it: callers ask `may_approve`."""
        decision = {"outcome": outcome, "decided_by": officer, "decided_at": now}
        return self.model_copy(update=decision)

    def may_approve(self, officer: str) -> bool:
        return officer != self.proposed_by


class People(Stored):
    """All approved changes together, as they lie over the office's file."""

    version: int = 0
    officers: dict[str, Officer] = Field(default_factory=dict)
    removed: tuple[str, ...] = ()
    officials: dict[str, Official] = Field(default_factory=dict)
    vacant: dict[str, Vacancy] = Field(default_factory=dict)

    def after(self, change: Change) -> "People":
        others = {key: each for key, each in self.officers.items() if key != change.key}
        if change.official is not None or change.vacancy is not None:
            return self._with_post(change)
        if change.officer is not None:
            officers, gone = {**others, change.key: change.officer}, set(self.removed)
            gone.discard(change.key)
        else:
            officers, gone = others, {*self.removed, change.key}
        return self._next(officers=officers, removed=tuple(sorted(gone)))

    def _with_post(self, change: Change) -> "People":
        held = {post: each for post, each in self.officials.items() if post != change.key}
        vacant = {post: each for post, each in self.vacant.items() if post != change.key}
        if change.official is not None:
            held[change.key] = change.official
        if change.vacancy is not None:
            vacant[change.key] = change.vacancy
        return self._next(officials=held, vacant=vacant)

    def _next(self, **changes: object) -> "People":
        return self.model_copy(update={"version": self.version + 1, **changes})


def new_change_id() -> str:
    return secrets.token_hex(8)
