"""An emulator of AWS that others wrote (requirements/rehearsal.in), on this machine."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import httpx

from deploy.account import Account
from deploy.checks import REGION

PYTHON = Path(__file__).parent.parent / ".venv-rehearsal" / "bin" / "python"
LOOPBACK = "127.0.0.1"
PATIENCE = 60.0


class NotRunning(Exception):
    """It did not come up; the text has its last words."""


@contextmanager
def emulated() -> Iterator[Account]:
    """An empty account in it; `AWS_ENDPOINT_URL` leads there meanwhile, as it would for anyone."""
    if not PYTHON.exists():
        raise NotRunning("the emulator is not installed: make rehearse does it")
    port = _free_port()
    url = f"http://{LOOPBACK}:{port}"
    with tempfile.TemporaryDirectory() as place, _running(port, Path(place), url):
        before = os.environ.get("AWS_ENDPOINT_URL")
        os.environ["AWS_ENDPOINT_URL"] = url
        try:
            yield Account(boto3.Session("rehearsal", "rehearsal", region_name=REGION))
        finally:
            os.environ.pop("AWS_ENDPOINT_URL")
            if before is not None:
                os.environ["AWS_ENDPOINT_URL"] = before


@contextmanager
def _running(port: int, place: Path, url: str) -> Iterator[None]:
    environment = {
        **os.environ,
        "BIND_HOST": LOOPBACK,
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "TMPDIR": str(place),
    }
    log = place / "log"
    with log.open("w") as written:
        emulator = subprocess.Popen(
            [PYTHON, "-m", "ministack"],
            env=environment,
            cwd=place,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            _await(emulator, url, log)
            yield
        finally:
            emulator.terminate()
            emulator.wait(timeout=PATIENCE)


def _await(emulator: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and emulator.poll() is None:
        try:
            if httpx.get(f"{url}/_ministack/health", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise NotRunning(log.read_text()[-2000:])


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind((LOOPBACK, 0))
        return int(asked.getsockname()[1])
