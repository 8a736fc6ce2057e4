"""Twenty citizens of twenty documents, none of whom has to do with another's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from local.demo.people import Phone
from local.demo.stage import ADULTS_BORN_BEFORE, Scene, Stage
from local.siak.entries import Change

# In this order somebody is left for each who may ask and has not asked yet.
DOCUMENTS = (25, 46, 39, 7, 34, 18, 1, 22, 8, 17, 3, 5, 24, 19, 21, 28, 35, 9, 15, 33)
READY = Change(signed=True, active=True, wrong_entry=False, recorded_phone="yes")


@contextmanager
def twenty_citizens(stage: Stage) -> Iterator[list[Scene]]:
    """Each with a phone of their own, which SIAK takes for the recorded one; mended afterwards."""
    siak = stage.office.siak
    ids = [f"dok-{number:03}" for number in DOCUMENTS]
    before = {entry.document.id: entry for entry in siak.entries()}
    for document_id in ids:
        siak.change(document_id, READY)
    try:
        yield list(_scenes(stage, ids))
    finally:
        for document_id in ids:
            was = before[document_id]
            known = {name: getattr(was, name) for name in READY.model_fields_set}
            siak.change(document_id, Change(**known))


def _scenes(stage: Stage, ids: list[str]) -> Iterator[Scene]:
    documents = {one["id"]: one for one in stage.documents()}
    known: set[str] = set()
    for number, document_id in enumerate(ids):
        document = documents[document_id]
        roles = stage.office.office.documents[document["document_type"]].roles
        person = next(
            one
            for one in document["parties"]
            if one["role"] in roles
            and one["birth_date"] < ADULTS_BORN_BEFORE
            and one["nik"] not in known
        )
        known |= {person["nik"], document["subject"]["nik"]}
        phone = Phone(stage.http, f"+62899000005{number:02}")
        yield Scene(document, replace(stage.scene("dok-001").citizen, person=person, phone=phone))
