"""The pages on which an official enrols a device; they say nothing of what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response

from menwa.cases import Link
from menwa.cookies import DEVICE_LIVES, DOOR, device_of, dropped, kept
from menwa.link_holders import Bearer
from menwa.office import Office
from menwa.pages import page, see_other
from notify_officials.enrolment import ASSISTANT, Asked, Entered, enrolling

WAYS = {"whatsapp": "WhatsApp", "mail": "surel"}
STATUSES: dict[str, int] = {"too_many": 429, "locked": 429, "not_sent": 503}
TRY_AGAIN = "Kode itu belum cocok. Setelah lima kode yang salah, pendaftaran terkunci satu jam."


@dataclass(frozen=True)
class EnrolmentPages:
    """`ahead` is the link that was opened; `csrf` follows from the browser's own cookie."""

    office: Office
    link: Link
    ahead: str
    csrf: str

    def offer(
        self, now: datetime, *, enrolled_as: str = "", notice: str = "", status: int = 200
    ) -> Response[str]:
        """`enrolled_as`: whose device this is, who does not answer for this post today."""
        return page(
            "notify_officials/enrol.html",
            status,
            **self._shown(),
            way=self._way("pejabat", now),
            assistants_way=self._way(ASSISTANT, now),
            enrolled_as=enrolled_as,
            notice=notice,
        )

    def refused(self, why: Asked, now: datetime) -> Response[str]:
        return self.offer(now, notice=why, status=STATUSES[why])

    def code(self, who: str, now: datetime, error: str = "") -> Response[str]:
        return self._code(who, now, {"kode": error} if error else {}, 422 if error else 200)

    def not_yet(self, entered: Entered, who: str, now: datetime) -> Response[str]:
        """Of a code that did not enrol."""
        if entered in {"locked", "locked_now"}:
            return self.refused("locked", now)
        if entered == "wrong":
            return self.code(who, now, TRY_AGAIN)
        return self._code(who, now, {}, 422, spent=True)

    def _code(
        self, who: str, now: datetime, errors: dict[str, str], status: int, *, spent: bool = False
    ) -> Response[str]:
        return page(
            "notify_officials/enrol_code.html",
            status,
            **self._shown(),
            who=who if who == ASSISTANT else "pejabat",
            way=self._way(who, now),
            errors=errors,
            spent=spent,
        )

    def _shown(self) -> dict[str, Any]:
        return {
            "office": self.office,
            "case_id": self.link.case_id,
            "ahead": self.ahead,
            "csrf": self.csrf,
        }

    def _way(self, who: str, now: datetime) -> str | None:
        """How a code comes; empty if only the desk can give one, None if there is nobody."""
        bearer = enrolling(self.link, who, self.office, now)
        if bearer is None:
            return None
        return "" if bearer.person.one_channel else WAYS[bearer.person.other_channel]


def with_door(answer: Response[str], door: str) -> Response[str]:
    answer.cookies.append(kept(DOOR, door))
    return answer


def enrolled(bearer: Bearer, token: str, ahead: str, earlier: Mapping[str, str]) -> Response[str]:
    """A browser is one official's: `earlier` keys of devices are forgotten here."""
    answer = see_other(ahead)
    answer.cookies += [dropped(device_of(key)) for key in earlier if key != bearer.key]
    answer.cookies += [dropped(DOOR), kept(device_of(bearer.key), token, DEVICE_LIVES)]
    return answer
