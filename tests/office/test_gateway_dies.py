"""SIAK's gateway dies in the middle of twenty requests: none is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest

from local.demo.desk import SiakDesk
from local.demo.people import until
from local.demo.stage import Scene, Stage
from menwa.case import DESK, CaseFile
from menwa.types import Status
from tests.office.mishaps import Mishaps
from tests.office.walking import case_when, holds_exactly

pytestmark = pytest.mark.xdist_group("office")
FETCHED_BEFORE = 6
LOOK_AGAIN = "CheckSiakLookAgainFunction"


@pytest.fixture
def dying(stage: Stage) -> Iterator[None]:
    """Some PDFs are fetched; then there is no answer any more."""
    siak, faults = stage.office.siak, stage.office.engine.aws.faults
    for _ in range(FETCHED_BEFORE):
        faults.before("CheckSiakFunction", "PutObject", lambda: None)
    faults.before("CheckSiakFunction", "PutObject", partial(siak.faults.switch, "down"))
    yield
    siak.faults.switch("none")


def waits_or_ended(file: CaseFile) -> bool:
    wait = file.wait
    at_desk = wait is not None and (wait.waiting_for, wait.reason) == (DESK, "siak_unavailable")
    return at_desk or file.case.status is Status.DELIVERED


@pytest.mark.usefixtures("dying")
def test_what_the_gateway_leaves_is_finished_by_officers_or_by_itself(
    stage: Stage, twenty: list[Scene], mishaps: Mishaps
) -> None:
    with ThreadPoolExecutor(len(twenty)) as citizens:
        cases = list(citizens.map(Scene.begin, twenty))
    files = [case_when(stage, each, "waits or is delivered", waits_or_ended) for each in cases]
    left = [file.case.id for file in files if file.case.status is not Status.DELIVERED]
    assert 1 <= len(left) < len(twenty)
    by_officers, by_itself = left[: len(left) // 2], left[len(left) // 2 :]
    desk = SiakDesk(stage.office, stage.http, stage.officer())
    for case_id in by_officers:
        desk.look_up(case_id)
        stage.ended(case_id)
    stage.office.siak.faults.switch("none")
    for case_id in by_itself:
        mishaps.pass_time(case_id, timedelta(hours=1))
    assert not stage.office.engine.schedules.run_now(LOOK_AGAIN).errored
    for scene, case_id in zip(twenty, cases, strict=True):
        assert stage.ended(case_id).case.status is Status.DELIVERED
        until(f"{case_id}'s PDF", partial(holds_exactly, stage, scene, case_id))
