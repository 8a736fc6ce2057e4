"""The table as it stands, read where moto keeps it: a scan takes a second, and there are many."""

import time
from functools import partial
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import Item

from local.demo.people import until
from local.demo.stage import Stage
from local.engine.expansion import REGION
from local.engine.identities import ACCOUNT
from local.sample_office import SampleOffice

LONG_ENOUGH = 0.2


def everything(stage: Stage) -> list[dict[str, Any]]:
    """To see that nothing was stored: as it stands once what came before has come to rest."""
    return until("a table at rest", partial(_at_rest, stage))


def _at_rest(stage: Stage) -> list[dict[str, Any]] | None:
    before = _by_keys(stage)
    time.sleep(LONG_ENOUGH)
    return before if _by_keys(stage) == before else None


def _by_keys(stage: Stage) -> list[dict[str, Any]]:
    found = [item.to_json()["Attributes"] for item in items_of(stage.office)]
    return sorted(found, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


def items_of(office: SampleOffice) -> list[Item]:
    """Copies of its dictionaries, as the office writes meanwhile."""
    kept = dynamodb_backends[ACCOUNT][REGION].tables[table_of(office)].items
    return [item for under in list(kept.values()) for item in list(under.values())]


def table_of(office: SampleOffice) -> str:
    return office.engine.template.tables[0].physical_name
