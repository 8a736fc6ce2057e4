"""The devices of officials and their assistants, as a browser's cookies and the table show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from menwa.cookies import device_of, token_in
from menwa.link_holders import Bearer, bearer_of
from menwa.office import Office
from menwa.sessions import Device, device_key
from menwa.table import Item

Key = tuple[str, str]


@dataclass(frozen=True)
class Cookie:
    """It names somebody; whether their device is enrolled, the table says."""

    bearer: Bearer
    token: str

    @property
    def device(self) -> Key:
        return device_key(self.bearer.key, self.token)


def cookies_of(cookies: Sequence[str], office: Office) -> list[Cookie]:
    bearers = (
        bearer_of(post, office.officials, assistant=assistant)
        for post in office.officials
        for assistant in (False, True)
    )
    return [
        Cookie(bearer, token)
        for bearer in bearers
        if bearer is not None and (token := token_in(cookies, device_of(bearer.key))) is not None
    ]


def enrolled(
    cookies: Sequence[Cookie], items: Mapping[Key, Item], now: datetime
) -> Iterator[Cookie]:
    """Those whose device the table knows, and still as that very person's."""
    for cookie in cookies:
        item = items.get(cookie.device)
        device = Device.model_validate(item) if item else None
        if device and is_theirs(device, cookie.bearer, now):
            yield cookie


def is_theirs(device: Device, bearer: Bearer, now: datetime) -> bool:
    return now.timestamp() < device.expires_at and device.person == bearer.fingerprint
