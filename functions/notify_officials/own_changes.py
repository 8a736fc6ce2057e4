"""What officials set for themselves, from what they typed: leave, an assistant, their letters."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from menwa.link_holders import official_key
from menwa.office import Office
from menwa.people import Absence, Letters, Official
from menwa.people_changes import Act, Change, new_change_id
from menwa.people_forms import WRONG, Errors, Fields, away, back, read_absence, read_assistant

MOST_TIMES = 8
RHYTHMS: dict[str, Letters] = {"at_once": "at_once", "hourly": "hourly"}
OVER = "Hari itu sudah lewat."
TAKEN = "Pada hari-hari itu sudah ada catatan Anda. Hapus dulu yang lama."
AWAY_TOO = "Penggantinya juga tidak di tempat pada hari-hari itu. Pilih jabatan lain."
WHEN = "Pilih kapan surat dikirim."
TIMES = "Isi satu sampai delapan waktu, misalnya 08.00, 13.00."
GONE = "Catatan itu sudah tidak ada."
_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?:[.:]([0-5][0-9]))?")
Asked = tuple[Change | None, Errors]


@dataclass(frozen=True)
class OwnChanges:
    """By whoever holds `post`: the change, or the errors by field. `office` as it is this moment,
    so that only what was typed is changed."""

    office: Office
    post: str
    now: datetime

    @property
    def official(self) -> Official:
        return self.office.officials[self.post]

    def asked(self, form: str, fields: Fields) -> Asked:
        return {
            "away": self._away,
            "back": self._back,
            "assistant": self._assistant,
            "no_assistant": self._no_assistant,
        }.get(form, self._letters)(fields)

    def _away(self, fields: Fields) -> Asked:
        absence, errors = read_absence(fields)
        if absence is None:
            return None, errors
        if faults := self._faults(absence):
            return None, faults
        return self._change("absence_added", away(self.official, absence)), {}

    def _back(self, fields: Fields) -> Asked:
        kept = back(self.official, fields.get("first", ""))
        return (self._change("absence_removed", kept), {}) if kept else (None, {"back": GONE})

    def _assistant(self, fields: Fields) -> Asked:
        """Letters reach the official, so that a code by mail is the other channel."""
        assistant, errors = read_assistant({**fields, "channel": "whatsapp"})
        if assistant is None:
            return None, errors
        return self._change("assistant_named", self._with(assistant=assistant)), {}

    def _no_assistant(self, _fields: Fields) -> Asked:
        return self._change("assistant_removed", self._with(assistant=None)), {}

    def _letters(self, fields: Fields) -> Asked:
        letters, errors = read_letters(fields)
        only = self.official.channel if self.official.one_channel else None
        channel = only or fields.get("channel", "")
        if channel not in {"whatsapp", "mail"}:
            errors = {"channel": WRONG["channel"], **errors}
        if errors:
            return None, errors
        return self._change("letters_set", self._with(channel=channel, letters=letters)), {}

    def _faults(self, absence: Absence) -> Errors:
        if absence.last < self.office.day_of(self.now):
            return {"last": OVER}
        if any(_overlap(absence, each) for each in self.official.absences):
            return {"first": TAKEN}
        deputy = self.office.officials.get(absence.deputy)
        if absence.deputy == self.post or deputy is None:
            return {"deputy": WRONG["deputy"]}
        if any(_overlap(absence, each) for each in deputy.absences):
            return {"deputy": AWAY_TOO}
        return {}

    def _with(self, **changes: Any) -> Official:
        return self.official.model_copy(update=changes)

    def _change(self, act: Act, official: Official) -> Change:
        change = Change(
            change_id=new_change_id(),
            act=act,
            key=self.post,
            official=official,
            proposed_by=official_key(self.post),
            proposed_at=self.now,
        )
        return change.decided("approved", official_key(self.post), self.now)


def read_letters(fields: Fields) -> tuple[Letters | None, Errors]:
    when = fields.get("letters", "")
    if when in RHYTHMS:
        return RHYTHMS[when], {}
    if when != "times":
        return None, {"letters": WHEN}
    typed = [each for each in re.split(r"[\s,;]+", fields.get("times", "")) if each]
    found = [_TIME.fullmatch(each) for each in typed]
    times = sorted({f"{int(one[1]):02}:{one[2] or '00'}" for one in found if one})
    if None in found or not 1 <= len(times) <= MOST_TIMES:
        return None, {"times": TIMES}
    return tuple(times), {}


def _overlap(one: Absence, other: Absence) -> bool:
    return one.first <= other.last and other.first <= one.last
