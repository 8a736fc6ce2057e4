"""An official who is asked, with their link and the device on which they answer."""

from datetime import timedelta
from typing import Any

from local.demo.browser import hidden_in
from menwa.case import CaseFile
from menwa.cases import Link
from menwa.types import Level, Status, new_case_id
from notify_officials import decision
from tests.builders import CASE_ID, NOW, a_file, a_proven_case, a_wait, found
from tests.steps.browsing import Browser
from tests.steps.calling import Handler, Reply
from tests.steps.world import World

TOKEN = "the-links-own-token-0123456789"
LINK = f"/k/{TOKEN}"
IDS = [new_case_id() for _ in range(70)]
POSTS: dict[Level, str] = {"kasi": "kasi-identitas", "kabid": "kabid-dafduk", "kadis": "kadis"}


def asked(world: World, level: Level = "kasi", **changes: Any) -> CaseFile:
    case = a_proven_case(status=Status.WITH_OFFICIAL, found=found(signed=False), **changes)
    return linked(world, world.have(a_file(case)), level)


def linked(world: World, file: CaseFile, level: Level = "kasi", token: str = TOKEN) -> CaseFile:
    """A question about this case, and its letter's link."""
    wait = a_wait(waiting_for=POSTS[level], asked=level)
    return world.store.save(file, file.opened(wait), link=(token, a_link(level)))


def a_link(level: Level = "kasi", **changes: Any) -> Link:
    known = {
        "case_id": CASE_ID,
        "official": POSTS[level],
        "level": level,
        "visit": a_wait().visit,
        "valid_until": NOW + timedelta(days=9),
        "expires_at": int((NOW + timedelta(days=60)).timestamp()),
    }
    return Link.model_validate(known | changes)


def answered(
    browser: Browser, path: str = LINK, handler: Handler = decision.handler, **form: Any
) -> Reply:
    """By the form that stands on that page."""
    page = browser.get(path, handler)
    return browser.post(path, handler, **{**hidden_in(page.text), **form})
