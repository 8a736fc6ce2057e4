"""A small stack, deployed on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.engine.office import LocalOffice
from local.engine.plan import Plan

STACK = Path(__file__).parent / "stack"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalOffice]:
    plan = Plan(
        template=STACK / "template.yaml",
        parameters={"Greeting": "salam"},
        logs=tmp_path_factory.mktemp("logs"),
        warm=False,
    )
    with LocalOffice(plan) as office:
        yield office
