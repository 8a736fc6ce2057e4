"""Enrolling an official's device, apart from HTTP: a code is asked for, and enrols this browser."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from menwa.cases import Link
from menwa.code_letters import CodePost
from menwa.codes import CODES_LIVE, CodeStore, SignInCode, digest_of, new_code
from menwa.cookies import DEVICE_LIVES, new_token
from menwa.desk_codes import desk_door, digest_key
from menwa.link_holders import Bearer, bearer_of
from menwa.office import Office
from menwa.sessions import Device, SessionStore
from menwa.table import Item
from notify_officials.door_lock import DoorLocks

CODES_AN_HOUR = 3
ASSISTANT = "asisten"
OWN_PAGES = "/pejabat"
Asked = Literal["sent", "not_sent", "too_many", "locked", "at_the_desk"]
Entered = Literal["right", "right_from_desk", "wrong", "spent", "locked", "locked_now"]
_LINK = re.compile(r"/k/([A-Za-z0-9_-]{20,64})")


def token_of(ahead: str) -> str | None:
    """Of the link that a form leads back to; it leads nowhere else."""
    found = _LINK.fullmatch(ahead)
    return found[1] if found else None


def enrolling(link: Link, who: str, office: Office, now: datetime) -> Bearer | None:
    """Whom a code for this link goes to: whoever had its letter, while they may still answer; else
    whoever is asked today. `who` says whether they or their assistant."""
    posts, today = office.posts, office.day_of(now)
    had_it = posts.answering(link.official, link.asked_on)
    asked = posts.answering(link.official, today)
    if had_it is not None and posts.may_answer(link.official, had_it, today):
        asked = had_it
    if asked is None:
        return None
    return bearer_of(asked, office.officials, assistant=who == ASSISTANT)


@dataclass(frozen=True)
class Enrolment:
    """Of one official or assistant, in the browser whose token is `door`."""

    bearer: Bearer
    door: str
    sessions: SessionStore
    codes: CodeStore
    locks: DoorLocks

    def ask(self, post: CodePost, now: datetime) -> Asked:
        person = self.bearer.person
        if person.one_channel:
            return "at_the_desk"
        if self.locks.is_locked(self.bearer.key, now):
            return "locked"
        if not self.codes.may_have_another(f"{self.bearer.key}:new", CODES_AN_HOUR, now):
            return "too_many"
        code = new_code()
        self.codes.keep(self.door, self._code(code, now))
        # never where the letters come: who reads those would have both
        return "sent" if post.deliver_only(code, person, person.other_channel) else "not_sent"

    def enter(self, given: str, secret_key: str, now: datetime) -> tuple[Entered, list[Item]]:
        """The code that was sent to this browser, or the one that the desk has given; if it is
        right, the writes that use it up."""
        if self.locks.is_locked(self.bearer.key, now):
            return "locked", []
        keys = {self.door: self.door, desk_door(self.bearer): digest_key(self.bearer, secret_key)}
        verdicts = []
        for door, digest in keys.items():
            code = self.codes.try_once(door)
            if code is None or (code.officer, code.person) != self._whose:
                continue
            verdicts.append(code.judged(given, digest, now))
            if verdicts[-1] == "right":
                used = [self.codes.used_up(door, code), self.locks.forgetting(self.bearer.key)]
                return "right" if door == self.door else "right_from_desk", used
        if "wrong" not in verdicts:
            return "spent", []
        return "locked_now" if self.locks.count_wrong(self.bearer.key, now) else "wrong", []

    def enrol(self, now: datetime, *also: Item) -> str | None:
        """The device's token; None if something of `also` fails, and then nothing is enrolled."""
        token = new_token()
        device = Device(
            officer=self.bearer.key,
            person=self.bearer.fingerprint,
            enrolled_at=now,
            last_used=now,
            expires_at=int((now + DEVICE_LIVES).timestamp()),
        )
        return token if self.sessions.enrol(token, device, *also) else None

    @property
    def _whose(self) -> tuple[str, str]:
        return self.bearer.key, self.bearer.fingerprint

    def _code(self, code: str, now: datetime) -> SignInCode:
        return SignInCode(
            officer=self.bearer.key,
            person=self.bearer.fingerprint,
            digest=digest_of(code, self.door),
            expires_at=int((now + CODES_LIVE).timestamp()),
        )
