"""The whole office on this machine: started, and stopped without a trace, as one."""

import signal
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from flask import Blueprint

from local.engine.aws import LocalAws
from local.engine.deployed import Template
from local.engine.functions import Functions
from local.engine.hooks import help_moto
from local.engine.http_api import HttpApi
from local.engine.identities import arn
from local.engine.plan import Plan
from local.engine.queues import Poller
from local.engine.resources import create
from local.engine.schedules import Scheduler
from local.engine.server import OfficeServer
from local.engine.template import read_template


class LocalOffice:
    """`with LocalOffice(Plan(…)) as office:`; the address is known before it starts."""

    def __init__(self, plan: Plan, blueprints: Sequence[Blueprint] = ()) -> None:
        self.plan = plan
        self.secrets = plan.secrets
        self._server = OfficeServer(plan.port)
        self.url = self._server.url
        self.aws = LocalAws()
        self.mount(*blueprints)

    def mount(self, *blueprints: Blueprint) -> None:
        """Sample counterparts, under `/_…`; before the start."""
        for blueprint in blueprints:
            self._server.mount(blueprint)

    def start(self) -> None:
        """What was started already is stopped again where a later part cannot start."""
        with ExitStack() as parts:
            parts.callback(self._server.close)
            parts.callback(self.aws.stop)
            self.aws.start()
            self._deploy(parts)
            self._open(parts)
            self._parts = parts.pop_all()

    def stop(self) -> None:
        self._parts.close()

    def kill_workers(self, function: str) -> None:
        """As `kill -9`, also in the middle of an event."""
        self.functions.kill_workers(function)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _deploy(self, parts: ExitStack) -> None:
        self.template = self._read_template()
        self.functions = Functions(
            self.template.functions, self.aws.url, self.plan.logs, self.plan.workers
        )
        parts.callback(self.functions.close)
        help_moto(self._invoke)
        create(self.aws, self.template, self._secret_values())
        self._configure()

    def _open(self, parts: ExitStack) -> None:
        for source in self.template.event_sources:
            poller = Poller(source, self.aws, self.functions, self.plan.workers)
            poller.start()
            parts.callback(poller.close)
        self.schedules = Scheduler(self.template.schedules, self.functions)
        self.schedules.start()
        parts.callback(self.schedules.close)
        http_api = HttpApi(self.template.routes, self.functions, self.plan.rewrites)
        parts.callback(http_api.close)
        self._server.start(http_api)
        parts.callback(self._server.stop)
        if self.plan.warm:
            self.functions.warm_up()

    def _read_template(self) -> Template:
        counterparts = {
            "PublicUrl": self.url,
            "SiakUrl": f"{self.url}/_siak",
            "WhatsAppUrl": f"{self.url}/_meta/v26.0",
        }
        parameters = counterparts | dict(self.plan.parameters)
        return read_template(self.plan.template, parameters, self.aws.url)

    def _secret_values(self) -> dict[str, str]:
        """Each secret's, by the variable in which functions find its ARN."""
        variables = {
            value: variable
            for function in self.template.functions.values()
            for variable, value in function.environment.items()
        }
        return {
            secret.name: self.secrets.value_for(
                variables[arn("secretsmanager", f"secret:{secret.physical_name}")]
            )
            for secret in self.template.secrets
        }

    def _configure(self) -> None:
        environments = [each.environment for each in self.template.functions.values()]
        for bucket in {each.get("CONFIGURATION_BUCKET") for each in environments} - {None}:
            for key, content in self.plan.configuration.items():
                self.aws.client("s3").put_object(Bucket=bucket, Key=key, Body=content)
        for sender in {each.get("MAIL_SENDER") for each in environments} - {None}:
            self.aws.client("sesv2").create_email_identity(EmailIdentity=sender)

    def _invoke(self, function: str, payload: bytes, wait: bool) -> tuple[bytes, bool]:
        if not wait:
            self.functions.invoke_later(function, payload)
            return b"", False
        answer = self.functions.invoke(function, payload)
        return answer.payload, answer.errored


def wait_for_the_end() -> None:
    """Until Ctrl-C or SIGTERM: call from the main thread, inside the `with`."""
    ended = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: ended.set())
    ended.wait()
