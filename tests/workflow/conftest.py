"""The sample office of a hurried copy of the template, one for each module."""

from collections.abc import Iterator
from functools import partial

import httpx
import pytest

from local import sample_office
from local.demo.stage import Stage
from local.engine.plan import Plan
from tests.workflow.hurry import hurried_template
from tests.workflow.play import Play


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    folder = tmp_path_factory.mktemp("procedure")
    with pytest.MonkeyPatch.context() as patch:
        hurried = partial(Plan, template=hurried_template(folder), warm=False)
        patch.setattr(sample_office, "Plan", hurried)
        with (
            sample_office.running(logs=folder / "logs") as office,
            httpx.Client(base_url=office.url, timeout=30, trust_env=False) as http,
        ):
            yield Play(Stage(office, http))


@pytest.fixture
def play(opened: Play) -> Iterator[Play]:
    """Whatever a test breaks is whole again for the next one."""
    yield opened
    opened.mend()
