"""What a template deploys, as values the engine can run."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.engine.routes import Route
from local.engine.state_machine import StateMachine

_FUNCTION_IN_ARN = re.compile(r":function:([\w-]+)")


@dataclass(frozen=True)
class Function:
    name: str
    physical_name: str
    handler: str
    code: Path
    runtime: str
    timeout: int
    memory: int
    log_format: str
    environment: Mapping[str, str]


@dataclass(frozen=True)
class EventSource:
    queue_arn: str
    function: str
    batch_size: int
    partial_failures: bool
    concurrency: int | None


@dataclass(frozen=True)
class Schedule:
    name: str
    function: str
    expression: str
    timezone: str
    input: str | None


@dataclass(frozen=True)
class Resource:
    """One that AWS keeps (queue, bucket, table, secret, alarm), with its template's properties."""

    name: str
    physical_name: str
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Template:
    functions: dict[str, Function]
    routes: tuple[Route, ...]
    event_sources: tuple[EventSource, ...]
    schedules: tuple[Schedule, ...]
    state_machines: tuple[StateMachine, ...]
    queues: tuple[Resource, ...]
    buckets: tuple[Resource, ...]
    tables: tuple[Resource, ...]
    secrets: tuple[Resource, ...]
    alarms: tuple[Resource, ...] = ()
    dashboards: tuple[Resource, ...] = ()


def called(function: str) -> str:
    """The name in a function's ARN, qualified or not; a bare name is itself."""
    found = _FUNCTION_IN_ARN.search(function)
    return found.group(1) if found else function
