"""Each test has an office of its own; after it, nothing personal may stand in what it said."""

import io
import logging
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import httpx
import pytest
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from moto import mock_aws

from check_siak import look_again, step
from local.engine.hooks import help_moto
from menwa import aws
from menwa.errors import Misconfigured
from tests.builders import CODE, PHONE, an_applicant
from tests.steps.calling import led_to
from tests.steps.outside import Clock, Internet, Procedure
from tests.steps.roles import PeopleAskedFor, calls_kept, listen_to_calls
from tests.steps.world import ENVIRONMENT, World

PERSONAL = {
    an_applicant().nik,
    an_applicant().name,
    "TAMBUSAI",
    PHONE.removeprefix("+"),
    CODE,
    "task-token",
}


def _never(_function: str, _payload: bytes, _wait: bool) -> tuple[bytes, bool]:
    raise Misconfigured("no function is invoked here")


@pytest.fixture(scope="session", autouse=True)
def calls(worker_id: str) -> Iterator[None]:
    """Kept where `make test` wants them: it asks of them all which permissions nobody needed."""
    wanted = os.environ.get("CALLS_KEPT_IN")
    with calls_kept(Path(wanted, f"{worker_id}.json")) if wanted else nullcontext():
        yield


@pytest.fixture
def world(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[World]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    clock, internet, procedure, logs = Clock(), Internet(), Procedure(), io.StringIO()
    monkeypatch.setattr("menwa.clock.datetime", clock)
    monkeypatch.setattr("menwa.people_store._remembered", PeopleAskedFor())
    monkeypatch.setattr(
        httpx.HTTPTransport, "handle_request", lambda own, request: internet.handle(own, request)
    )
    for handler in _powertools_handlers():
        monkeypatch.setattr(handler, "stream", logs)
    help_moto(_never)  # its transactions are whole only with help
    with mock_aws(config={"stepfunctions": {"execute_state_machine": False}}):
        listen_to_calls()
        leave = procedure.listen(aws.step_functions())
        world = World(clock, internet, procedure, logs)
        world.build()
        led_to.clear()
        yield world
        leave()
    said = logs.getvalue() + caplog.text + str([answer for _, answer in procedure.answers])
    said += capsys.readouterr().out  # metrics
    assert [secret for secret in PERSONAL | world.secrets if secret in said] == []
    assert [secret for secret in PERSONAL if secret in str(led_to)] == []


@pytest.fixture
def no_gateway(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An office whose officers look in SIAK themselves."""
    monkeypatch.setenv("SIAK_URL", "")
    for function in (step, look_again):
        function.environment.cache_clear()
    yield world
    for function in (step, look_again):
        function.environment.cache_clear()


def _powertools_handlers() -> list[logging.StreamHandler[io.StringIO]]:
    known = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    return [
        handler
        for logger in known
        for handler in logger.handlers
        if isinstance(handler, logging.StreamHandler)
        and isinstance(handler.formatter, LambdaPowertoolsFormatter)
    ]
