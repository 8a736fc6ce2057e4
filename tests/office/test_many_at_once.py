"""Twenty citizens press Send in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from local.demo.people import Phone
from local.demo.stage import Scene, Stage
from menwa.card import first_broken
from menwa.types import Status
from tests.office.walking import holds_exactly

pytestmark = pytest.mark.xdist_group("office")

DOCUMENTS = ("dok-014", "dok-019", "dok-027", "dok-032")
CITIZENS = 20


def test_twenty_requests_at_once_are_all_delivered_and_none_twice(stage: Stage) -> None:
    for document_id in DOCUMENTS:
        stage.change(document_id, recorded_phone="yes")
    scenes = [_scene(stage, number) for number in range(CITIZENS)]
    with ThreadPoolExecutor(CITIZENS) as citizens:
        cases = list(citizens.map(Scene.begin, scenes))
    assert len(set(cases)) == CITIZENS
    for scene, case_id in zip(scenes, cases, strict=True):
        file = stage.ended(case_id)
        assert file.case.status is Status.DELIVERED
        assert holds_exactly(stage, scene, case_id)
        assert len(scene.citizen.phone.documents()) == 1
        assert first_broken(file.entries, file.case.card_length, file.case.card_head) is None


def _scene(stage: Stage, number: int) -> Scene:
    """Each with a phone of their own, five to a document."""
    document = next(
        one for one in stage.documents() if one["id"] == DOCUMENTS[number % len(DOCUMENTS)]
    )
    roles = stage.office.office.documents[document["document_type"]].roles
    person = next(
        one for one in document["parties"] if one["role"] in roles and one["birth_date"] < "2005"
    )
    known = stage.scene("dok-001")
    phone = Phone(stage.http, f"+62899000005{number:02}")
    return Scene(document, replace(known.citizen, person=person, phone=phone))
