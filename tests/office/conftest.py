"""One running office for all of these tests, and a browser; whatever they reach is watched."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from local.demo.stage import Scene, Stage
from local.find_browser import ADVICE, find_browser
from local.sample_office import SampleOffice, running
from tests.office.mishaps import Mishaps
from tests.office.table import items_of, table_of
from tests.office.twenty import twenty_citizens
from tests.office.watching import Watch, well_behaved

PHONE_WIDTH, PHONE_HEIGHT = 360, 740


@pytest.fixture(scope="package")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="package")
def office(logs: Path) -> Iterator[SampleOffice]:
    with running(logs=logs) as office:
        yield office


@pytest.fixture(scope="package")
def http(office: SampleOffice) -> Iterator[httpx.Client]:
    hooks = {"response": [well_behaved]}
    with httpx.Client(
        base_url=office.url, timeout=30, trust_env=False, event_hooks=hooks
    ) as client:
        yield client


@pytest.fixture(scope="package")
def stage(office: SampleOffice, http: httpx.Client) -> Stage:
    return Stage(office, http)


@pytest.fixture(autouse=True)
def _nobody_was_served_before(request: pytest.FixtureRequest) -> None:
    """Else who asks in one test would be known in the next, where they have another phone; nor was
    anything asked too often."""
    if "office" not in request.fixturenames:
        return
    office: SampleOffice = request.getfixturevalue("office")
    dynamodb = office.engine.aws.client("dynamodb")
    for item in items_of(office):
        key = {name: item.attrs[name].to_regular_json() for name in ("pk", "sk")}
        if key["pk"]["S"].startswith(("PERSON#", "LIMIT#")):
            dynamodb.delete_item(TableName=table_of(office), Key=key)


@pytest.fixture
def twenty(stage: Stage) -> Iterator[list[Scene]]:
    with twenty_citizens(stage) as scenes:
        yield scenes


@pytest.fixture
def mishaps(stage: Stage) -> Iterator[Mishaps]:
    arranged = Mishaps(stage)
    yield arranged
    arranged.mend()
    assert not arranged.waiting_to_strike, "a mishap that was arranged never struck"


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser() or pytest.fail(ADVICE))
        yield browser
        browser.close()


@pytest.fixture
def phone_browser(chromium: Browser, office: SampleOffice) -> Iterator[Watch]:
    yield from _watched(chromium, office, javascript=True)


@pytest.fixture
def scriptless_browser(chromium: Browser, office: SampleOffice) -> Iterator[Watch]:
    yield from _watched(chromium, office, javascript=False)


def _watched(chromium: Browser, office: SampleOffice, *, javascript: bool) -> Iterator[Watch]:
    context = chromium.new_context(
        base_url=office.url,
        viewport={"width": PHONE_WIDTH, "height": PHONE_HEIGHT},
        java_script_enabled=javascript,
        locale="id-ID",
    )
    context.set_default_timeout(20_000)
    watch = Watch(context)
    yield watch
    context.close()
    assert not watch.complaints, watch.complaints
