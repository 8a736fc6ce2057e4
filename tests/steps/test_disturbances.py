"""Where AWS itself fails for the moment: steps are retried, people read that nothing is lost."""

from collections.abc import Iterator

import pytest

from check_siak import ask_desk, desk
from check_siak import step as check_siak
from intake import web
from menwa import aws
from menwa.errors import Unavailable
from notify_officials import decision
from notify_officials import step as notify_officials
from report import card
from report import web as report
from send_pdf import step as send_pdf
from tests.builders import CASE_ID
from tests.steps.calling import Handler, requested, visited
from tests.steps.world import TABLE, World
from tests.unit.test_form import FIELDS


@pytest.fixture(autouse=True)
def _the_table_is_gone(world: World) -> Iterator[None]:
    aws.dynamodb().delete_table(TableName=TABLE)
    yield
    assert world.on_phone() == []


@pytest.mark.parametrize(
    ("handler", "more"),
    [
        (check_siak.handler, {"level": "kasi"}),
        (ask_desk.handler, {"reason": "gate_refused"}),
        (notify_officials.handler, {"level": "kasi"}),
        (send_pdf.handler, {}),
    ],
)
def test_a_step_fails_by_a_name_that_the_state_machine_retries(
    handler: Handler, more: dict[str, str]
) -> None:
    with pytest.raises(Unavailable, match=r"^[A-Za-z]+$"):
        visited(handler, CASE_ID, **more)


@pytest.mark.parametrize(
    ("handler", "method", "path", "form", "officer"),
    [
        (web.handler, "POST", "/permohonan", FIELDS, None),
        (decision.handler, "GET", "/k/a-token", None, None),
        (decision.handler, "POST", "/k/a-token", {"answer": "signed"}, None),
        (desk.handler, "GET", "/meja", None, "siti.aminah"),
        (desk.handler, "POST", f"/meja/{CASE_ID}", {"answer": "closed"}, "siti.aminah"),
        (report.handler, "GET", "/laporan", None, "siti.aminah"),
        (card.handler, "GET", f"/kartu/{CASE_ID}", None, "siti.aminah"),
    ],
)
def test_a_page_says_that_it_is_ours_to_mend(
    handler: Handler, method: str, path: str, form: dict[str, str] | None, officer: str | None
) -> None:
    page = requested(handler, method, path, form=form, officer=officer)
    assert page.status == 503
    assert "Maaf, ada gangguan di pihak kami" in page.text
