"""The page of all that waits for an official, and what became of many answers at once."""

import base64
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from aws_lambda_powertools.event_handler import Response

from menwa.office import Office
from menwa.pages import page
from notify_officials.many_answers import Outcome
from notify_officials.official_door import SignedInOfficial
from notify_officials.rules import Answer, act_of
from notify_officials.touch import stamp
from notify_officials.waiting_list import WaitingList

SCRIPT = Path(__file__).parent / "pages" / "waiting.js"


@dataclass(frozen=True)
class WaitingPages:
    office: Office
    official: SignedInOfficial
    now: datetime

    def all_that_waits(
        self, waiting: WaitingList, ticked: Collection[str] = (), error: str = ""
    ) -> Response[str]:
        return page(
            "notify_officials/waiting.html",
            422 if error else 200,
            policy=_policy(),
            script=_script(),
            office=self.office,
            official=self.official,
            waiting=waiting,
            ticked=ticked,
            errors={"answer": error} if error else {},
            stamp=stamp(self.now, f"list:{self.official.own}", self.official.csrf),
            day_before=self.office.hours.day_before,
        )

    def answered(self, answer: Answer, outcomes: Sequence[Outcome]) -> Response[str]:
        came = [outcome.came for outcome in outcomes]
        return page(
            "notify_officials/answered_many.html",
            office=self.office,
            official=self.official,
            act=self.office.act(act_of(answer)),
            outcomes=outcomes,
            recorded=came.count("recorded"),
            before=came.count("decided_before"),
            left=len(came) - came.count("recorded") - came.count("decided_before"),
        )


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


@cache
def _policy() -> dict[str, str]:
    """This very script and no other may run."""
    digest = hashlib.sha256(_script().encode()).digest()
    return {"script-src": f"'sha256-{base64.b64encode(digest).decode()}'"}
