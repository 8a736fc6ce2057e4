"""What an administrator proposes, from what was typed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from menwa.errors import NotFound
from menwa.office import Office
from menwa.people_changes import Act, Change, new_change_id
from menwa.people_forms import (
    Errors,
    Fields,
    away,
    back,
    digest_of,
    key_error,
    read_absence,
    read_officer,
    read_official,
    read_vacancy,
    standing,
)

Proposed = tuple[Change | None, Errors]


@dataclass(frozen=True)
class Proposal:
    """A change, or the errors by field; NotFound if it is about what is not there."""

    office: Office
    by: str
    now: datetime

    def officer(self, key: str | None, fields: Fields) -> Proposed:
        """`key` None: somebody new."""
        name = fields.get("key", "").lower() if key is None else key
        officer, errors = read_officer(fields)
        errors = (key_error(name, self.office) if key is None else {}) | errors
        if errors:
            return None, errors
        act: Act = "officer_added" if key is None else "officer_changed"
        return self._change(act, name, officer=officer), {}

    def removal(self, key: str) -> Change:
        return self._change("officer_removed", key)

    def revocation(self, key: str) -> Change:
        return self._change("devices_revoked", key)

    def post(self, post: str, form: str, fields: Fields) -> Proposed:
        """`form`: somebody is to hold it, nobody is, or its holder is away or back."""
        title = self.office.posts.title(post)
        if form == "hold":
            official, errors = read_official(fields, title, self.office.officials.get(post))
            held = self._change("post_held", post, official=official)
            return None if errors else held, errors
        if form == "vacate":
            vacancy, errors = read_vacancy(fields, title)
            vacated = self._change("post_vacated", post, vacancy=vacancy)
            return None if errors else vacated, errors
        return self._absence(post, form, fields)

    def _absence(self, post: str, form: str, fields: Fields) -> Proposed:
        holder = self.office.officials.get(post)
        if holder is None:
            raise NotFound("nobody holds this post")
        if form == "away":
            absence, errors = read_absence(fields)
            if absence is None:
                return None, errors
            return self._change("absence_added", post, official=away(holder, absence)), {}
        kept = back(holder, fields.get("first", ""))
        if kept is None:
            raise NotFound("no such absence")
        return self._change("absence_removed", post, official=kept), {}

    def _change(self, act: Act, key: str, **what: Any) -> Change:
        change = Change(
            change_id=new_change_id(),
            act=act,
            key=key,
            proposed_by=self.by,
            proposed_at=self.now,
            **what,
        )
        stands = digest_of(standing(change, self.office))
        return change.model_copy(update={"based_on": stands})
