"""Each test has an office of its own; after it, nothing personal may stand in the logs."""

import io
import logging
from collections.abc import Iterator

import httpx
import pytest
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from moto import mock_aws

from check_siak import look_again, step
from local.engine.hooks import help_moto
from menwa import aws
from menwa.errors import Misconfigured
from tests.builders import CODE, PHONE, an_applicant
from tests.steps.outside import Clock, Internet, Procedure
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


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    clock, internet, procedure, logs = Clock(), Internet(), Procedure(), io.StringIO()
    monkeypatch.setattr("menwa.clock.datetime", clock)
    monkeypatch.setattr("menwa.people_store._remembered", {})
    monkeypatch.setattr(
        httpx.HTTPTransport, "handle_request", lambda own, request: internet.handle(own, request)
    )
    for handler in _powertools_handlers():
        monkeypatch.setattr(handler, "stream", logs)
    help_moto(_never)  # its transactions are whole only with help
    with mock_aws(config={"stepfunctions": {"execute_state_machine": False}}):
        leave = procedure.listen(aws.step_functions())
        world = World(clock, internet, procedure, logs)
        world.build()
        yield world
        leave()
    said = logs.getvalue() + caplog.text + str([answer for _, answer in procedure.answers])
    assert [secret for secret in PERSONAL | world.secrets if secret in said] == []


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
