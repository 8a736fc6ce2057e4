"""A worker: one process that runs one function, one event at a time."""

import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from local.engine.answers import Answer, exited, timed_out
from local.engine.deployed import Function
from local.engine.expansion import REGION
from local.engine.runtime_api import Invocation, RuntimeApi

_FIRST_STEPS = Path(__file__).with_name("worker.py")
_MILLISECONDS = 1000


def environment(function: Function, aws_url: str, runtime_api: str) -> Mapping[str, str]:
    """What AWS sets itself, and what the template gives: nothing of this machine's."""
    log_format = {"AWS_LAMBDA_LOG_FORMAT": "JSON"} if function.log_format == "JSON" else {}
    return {
        "AWS_ACCESS_KEY_ID": function.name,
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "token",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": function.physical_name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.physical_name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "LAMBDA_TASK_ROOT": str(function.code),
        "PYTHONPATH": str(function.code),
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TZ": ":UTC",
        "_HANDLER": function.handler,
        **log_format,
        **function.environment,
    }


class Worker:
    """Started at once; its output goes to the end of `log`."""

    def __init__(self, function: Function, aws_url: str, log: Path) -> None:
        self._function = function
        self._api = RuntimeApi()
        self._invocation: Invocation | None = None
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_FIRST_STEPS)],
                cwd=function.code,
                env=environment(function, aws_url, self._api.address),
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        threading.Thread(target=self._watch, daemon=True, name=f"watch-{function.name}").start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Or until it has ended: a handler that cannot be imported never asks for work."""
        self._api.ready.wait()

    def run(self, request_id: str, function_arn: str, payload: bytes) -> Answer:
        """Never raises: whatever becomes of the worker has an answer."""
        self.wait_until_ready()
        if self._api.init_error:
            return self._api.init_error
        deadline = time.time() + self._function.timeout
        invocation = Invocation(request_id, function_arn, payload, int(deadline * _MILLISECONDS))
        self._invocation = invocation
        self._api.hand_over(invocation)
        if not self.alive:
            self._settle_as_exited()
        try:
            return invocation.answer.result(timeout=self._function.timeout)
        except TimeoutError:
            invocation.settle(timed_out(request_id, self._function.timeout))
            self.kill()
            return invocation.answer.result()

    def kill(self) -> None:
        """As `kill -9` would; returns when the process is gone."""
        self._process.kill()
        self._process.wait()

    def _watch(self) -> None:
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._settle_as_exited()
        self._api.ready.set()
        self._api.close()

    def _settle_as_exited(self) -> None:
        if invocation := self._invocation:
            invocation.settle(exited(invocation.request_id, self._process.wait()))
