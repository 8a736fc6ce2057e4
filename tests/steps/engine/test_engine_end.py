"""How an office ends: nothing of it is left."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Blueprint

from local.engine.office import LocalOffice
from local.engine.plan import Plan
from local.engine.server import PortBusy
from tests.steps.engine.eventually import eventually

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
STACK = HERE / "stack" / "template.yaml"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.steps.engine.open_office", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        yield process, json.loads(process.stdout.readline())
        process.kill()


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def is_open(url: str) -> bool:
    try:
        httpx.get(url, trust_env=False)
    except httpx.ConnectError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_stays_behind(
    opened: tuple[subprocess.Popen[str], dict[str, Any]], how: signal.Signals
) -> None:
    office, told = opened
    assert is_running(told["worker"])
    assert is_open(told["url"])
    office.send_signal(how)
    assert office.wait(timeout=10) == (-how if how == signal.SIGKILL else 0)
    eventually(lambda: not is_running(told["worker"]))
    assert not is_open(told["url"])


def test_a_busy_port_is_said_to_be_busy(tmp_path: Path) -> None:
    plan = Plan(template=STACK, logs=tmp_path, warm=False)
    with LocalOffice(plan) as office:
        port = int(office.url.rpartition(":")[2])
        with pytest.raises(PortBusy, match=f"{port} sedang dipakai"):
            LocalOffice(Plan(port=port))


def test_an_office_can_open_again_afresh(tmp_path: Path) -> None:
    counterpart = Blueprint("counterpart", __name__)
    counterpart.add_url_rule("/_siak/v1/hello", "hello", lambda: "sampai jumpa")
    for _ in range(2):
        with LocalOffice(Plan(template=STACK, logs=tmp_path, warm=True), [counterpart]) as office:
            assert httpx.get(f"{office.url}/_siak/v1/hello", trust_env=False).text == "sampai jumpa"
            assert httpx.get(f"{office.url}/k/x", trust_env=False).status_code == 200
            key = {"pk": {"S": "left"}, "sk": {"S": "behind"}}
            table = office.template.tables[0].physical_name
            assert "Item" not in office.aws.client("dynamodb").get_item(TableName=table, Key=key)
            office.aws.client("dynamodb").put_item(TableName=table, Item=key)
    eventually(lambda: not [each for each in threading.enumerate() if "EchoFunction" in each.name])


def test_an_office_that_cannot_start_gives_its_port_back(tmp_path: Path) -> None:
    office = LocalOffice(Plan(template=STACK, logs=tmp_path, parameters={"Unknown": "x"}))
    with pytest.raises(LookupError, match="Unknown"):
        office.start()
    with LocalOffice(Plan(template=STACK, logs=tmp_path, port=int(office.url.rpartition(":")[2]))):
        pass
