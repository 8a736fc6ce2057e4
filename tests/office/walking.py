"""What tests ask of the running office on a citizen's behalf."""

import html
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from local.demo.browser import Browser
from local.demo.officials import Official
from local.demo.people import Phone, until
from local.demo.stage import Scene, Stage
from menwa.case import CaseFile
from tests.office.watching import Watch


def case_when(stage: Stage, case_id: str, what: str, holds: Callable[[CaseFile], bool]) -> CaseFile:
    def look() -> CaseFile | None:
        file = stage.office.file(case_id)
        return file if holds(file) else None

    return until(f"{case_id} {what}", look)


def at_work(browser: Watch, stage: Stage, officer: str = "sari.dewi") -> Page:
    """A page of a browser in which this officer has signed in."""
    return _with_cookies_of(stage.officer(officer), browser, stage)


def on_their_device(browser: Watch, stage: Stage, official: Official, link: str) -> Page:
    """A page of a browser that this official has enrolled, if need be with this link."""
    official.enrol(link)
    return _with_cookies_of(official, browser, stage)


def _with_cookies_of(person: Browser, browser: Watch, stage: Stage) -> Page:
    url = stage.office.url.replace("http:", "https:")  # Chromium wants it for Secure ones
    cookies = person.cookies.items()
    browser.context.add_cookies(
        [{"name": name, "value": value, "url": url, "secure": True} for name, value in cookies]
    )
    return browser.page()


def at_desk(stage: Stage, case_id: str) -> CaseFile:
    return case_when(
        stage,
        case_id,
        "at the desk",
        lambda file: file.wait is not None and file.wait.waiting_for == "desk",
    )


def pdfs_of(stage: Stage, case_id: str) -> list[dict[str, Any]]:
    """The messages with a PDF that WhatsApp accepted for this case, whoever got them."""
    sent = stage.http.get("/_kantor/api/whatsapp/pesan").json()["messages"]
    ours = [one for one in sent if (one["attempt_id"] or "").startswith(f"{case_id}.")]
    return [one for one in ours if one["document"]]


def holds_exactly(stage: Stage, scene: Scene, case_id: str) -> bool:
    """The phone got one PDF for this case, byte for byte what SIAK signed."""
    sent = pdfs_of(stage, case_id)
    here = [one for one in sent if one["phone"] == scene.citizen.phone.number and one["arrived"]]
    if len(sent) != 1 or len(here) != 1:
        return False
    address = f"/_kantor/api/hp/{scene.citizen.phone.number}/dokumen"
    held = stage.http.get(f"{address}/{here[0]['document']['media_id']}").content
    return held == stage.signed_by_siak(scene.id)


def told(phone: Phone, case_id: str) -> str:
    """All that the phone was told about a case."""
    return "\n".join(one["text"] for one in phone.messages() if case_id in one["text"])


def words(page: str) -> str:
    """What a page says: without its tags and its stylesheet."""
    bare = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())
