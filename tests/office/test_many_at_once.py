"""Twenty citizens press Send in the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from local.demo.stage import Scene, Stage
from menwa.card import first_broken
from menwa.types import Status
from tests.office.walking import holds_exactly

pytestmark = pytest.mark.xdist_group("office")


def test_twenty_requests_at_once_are_all_delivered_and_none_twice(
    stage: Stage, twenty: list[Scene]
) -> None:
    before = [len(scene.citizen.phone.documents()) for scene in twenty]
    with ThreadPoolExecutor(len(twenty)) as citizens:
        cases = list(citizens.map(Scene.begin, twenty))
    assert len(set(cases)) == len(twenty) == 20
    for scene, case_id, held in zip(twenty, cases, before, strict=True):
        file = stage.ended(case_id)
        assert file.case.status is Status.DELIVERED
        assert holds_exactly(stage, scene, case_id)
        assert len(scene.citizen.phone.documents()) == held + 1
        assert first_broken(file.entries, file.case.card_length, file.case.card_head) is None
