"""An official's link in others' hands: looking decides nothing, and shows a number at most."""

import pytest

from local.demo.people import until
from local.demo.stage import Stage
from tests.office.table import everything
from tests.office.walking import case_when, words
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

SCANNERS = (
    "Mozilla/5.0 (compatible; Outlook-SafeLinks)",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23.20.0",
    "Mimecast URL Protect",
)


@pytest.fixture
def asked(stage: Stage) -> tuple[str, str]:
    """A case that waits for its Kasi, and the link in the letter."""
    scene = stage.scene("dok-003")
    case_id = scene.begin()
    case_when(stage, case_id, "with the Kasi", lambda file: file.wait is not None)
    phone = stage.official(scene.document["document_type"], "kasi").phone

    def link() -> str | None:
        letters = [one for one in phone.messages() if case_id in one["text"]]
        return next((button["value"] for one in letters for button in one["buttons"]), None)

    return case_id, until("the Kasi's letter", link)


def test_scanners_that_open_a_link_decide_nothing(
    stage: Stage, asked: tuple[str, str], phone_browser: Watch
) -> None:
    case_id, link = asked
    until("the citizen was told", lambda: _is_at_rest(stage, case_id))
    before = everything(stage)
    for agent in SCANNERS:
        for method in ("GET", "HEAD", "OPTIONS", "GET"):
            stage.http.request(method, link, headers={"User-Agent": agent})
    page = phone_browser.page()
    page.goto(link)
    page.wait_for_load_state("networkidle")
    assert everything(stage) == before
    assert stage.status_of(case_id) == "RUNNING"
    shown = words(stage.http.get(link).text)
    assert case_id in shown
    assert "Kartu Keluarga" not in shown


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "..%2f..%2fmeja", "x" * 3000])
def test_an_unknown_link_says_so_and_tells_nothing(stage: Stage, method: str, token: str) -> None:
    before = everything(stage)
    page = stage.http.request(method, f"/k/{token}", data={"answer": "signed"})
    assert page.status_code == 404
    assert "Tautan ini tidak kami kenali" in words(page.text)
    assert everything(stage) == before


def _is_at_rest(stage: Stage, case_id: str) -> bool:
    """Whatever asking entails is stored: the citizen's news as well."""
    told = f"SEEN#waiting_for_signature:{case_id}:1"
    return any(item["pk"]["S"] == told for item in everything(stage))
