"""Puts the world of the moment in the place of AWS, of the internet and of the clock."""

import logging
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import cache
from typing import Any

import httpx
import pytest

from check_siak import arrivals, content, gate
from menwa import aws, people_store
from menwa.people_changes import People
from tests.builders import OFFICE
from tests.chaos.world import World
from tests.steps.world import CONFIGURATION, ENVIRONMENT, TABLE
from tests.unit.siak_setting import a_pki


class Stage:
    """`world` is what the functions find around them."""

    world: World

    def now(self, _zone: object = None) -> datetime:
        return self.world.clock.now()

    def answer(self, _transport: object, request: httpx.Request) -> httpx.Response:
        hosts: dict[str, Any] = {"graph.test": self.world.whatsapp, "siak.test": self.world.siak}
        answered: httpx.Response = hosts[request.url.host].handle_request(request)
        return answered


@contextmanager
def stage() -> Iterator[Stage]:
    here = Stage()
    with pytest.MonkeyPatch.context() as patch:
        _dress(patch, here)
        logging.disable(logging.CRITICAL)
        try:
            yield here
        finally:
            logging.disable(logging.NOTSET)


def _dress(patch: pytest.MonkeyPatch, here: Stage) -> None:
    for name, value in ENVIRONMENT.items():
        patch.setenv(name, value)
    clients = {
        "dynamodb": lambda: here.world.table,
        "s3": lambda: here.world.bucket,
        "sqs": lambda: here.world.queues,
        "step_functions": lambda: here.world.procedure,
        "mail": lambda: here.world.mail,
    }
    for name, client in clients.items():
        patch.setattr(aws, name, client)
    patch.setattr("menwa.settings.secrets_manager", lambda: here.world.secrets)
    patch.setattr("menwa.clock.datetime", here)
    patch.setattr("menwa.office.s3", lambda: here.world.bucket)
    patch.setattr(httpx.HTTPTransport, "handle_request", lambda *asked: here.answer(*asked))
    patch.setattr("menwa.counting.single_metric", lambda **_: nullcontext(_Uncounted()))
    patch.setattr(time, "sleep", lambda _seconds: None)
    patch.setitem(people_store._remembered, TABLE, (math.inf, People()))
    patch.setattr(arrivals, "examined", _once)
    patch.setattr(content, "_folded", cache(content._folded))  # of the same few texts each time
    _seen.clear()


def furnish(world: World) -> None:
    """What an office has before its first request."""
    world.bucket.objects[CONFIGURATION, "office.json"] = OFFICE_JSON
    world.bucket.objects[CONFIGURATION, "trust.json"] = TRUST_JSON


class _Uncounted:
    def add_dimension(self, *_: object, **__: object) -> None:
        """Nobody counts here."""


_seen: dict[bytes, gate.Examined] = {}


def _once(pdf: bytes, *more: Any) -> gate.Examined:
    """The gate judges the same bytes alike: its work is done once."""
    if pdf not in _seen:
        _seen[pdf] = gate.examined(pdf, *more)
    return _seen[pdf]


OFFICE_JSON = OFFICE.model_dump_json().encode()
TRUST_JSON = a_pki().trust_policy_json().encode()
