"""Signing in, apart from HTTP: a code is asked for, and opens a session on a device."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from menwa.cases import hash_of
from menwa.codes import CODES_LIVE, CodeStore, SignInCode, digest_of
from menwa.cookies import DEVICE_LIVES, new_token, token_for_forms
from menwa.office import Office
from menwa.people import Channel, Officer
from menwa.sessions import Device, Session, SessionStore
from menwa.table import Item

CODES_AN_HOUR = 6
CODES_AN_HOUR_FOR_STRANGERS = 3


@dataclass(frozen=True)
class Asked:
    """A name that was typed in a browser; `enrolled` is its device's hash, if it is theirs."""

    officer: str
    door: str
    enrolled: str | None

    def code(self, code: str, now: datetime) -> SignInCode:
        return SignInCode(
            officer=self.officer,
            digest=digest_of(code, self.door),
            device=self.enrolled,
            expires_at=int((now + CODES_LIVE).timestamp()),
        )

    def channel(self, officer: Officer) -> Channel:
        """The code that enrols a device takes the other way than those of its every day."""
        return officer.channel if self.enrolled else officer.other_channel

    def may_have_code(self, codes: CodeStore, now: datetime) -> bool:
        """Counted by device, so that a stranger who knows a name can't use up its codes."""
        most = CODES_AN_HOUR if self.enrolled else CODES_AN_HOUR_FOR_STRANGERS
        return codes.may_have_another(f"{self.officer}:{self.enrolled or 'new'}", most, now)


@dataclass(frozen=True)
class Opened:
    """The tokens that the browser is to keep; the device's only if it was enrolled just now."""

    session: str
    device: str | None


@dataclass(frozen=True)
class Door:
    sessions: SessionStore
    office: Office
    now: datetime

    def asked(self, officer: str, door: str, device_token: str | None) -> Asked:
        known = self._device(officer, device_token)
        return Asked(officer, door, hash_of(device_token) if known and device_token else None)

    def open(self, code: SignInCode, device_token: str | None, *also: Item) -> Opened | None:
        """With a right code, together with what `also` says.

        None if the device was revoked since the code was sent, or something of `also` fails.
        """
        known = self._device(code.officer, device_token) if code.device else None
        if code.device and (known is None or code.device != hash_of(device_token or "")):
            return None
        kept = device_token if known and device_token else new_token()
        device = known or self._new_device(code.officer)
        used = device.model_copy(update={"last_used": self.now})
        token, session = new_token(), self._new_session(code.officer, kept)
        if not self.sessions.begin(token, session, used, known, *also):
            return None
        return Opened(token, None if known else kept)

    def _device(self, officer: str, token: str | None) -> Device | None:
        return self.sessions.device(officer, token, self.now) if token else None

    def _new_device(self, officer: str) -> Device:
        expires_at = int((self.now + DEVICE_LIVES).timestamp())
        return Device(
            officer=officer, enrolled_at=self.now, last_used=self.now, expires_at=expires_at
        )

    def _new_session(self, officer: str, device_token: str) -> Session:
        return Session(
            officer=officer,
            device=hash_of(device_token),
            csrf=token_for_forms(device_token),
            last_seen=self.now,
            expires_at=int(midnight_after(self.now, self.office).timestamp()),
        )


def midnight_after(now: datetime, office: Office) -> datetime:
    """The office's own, when every session ends."""
    tomorrow = office.local(now) + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
