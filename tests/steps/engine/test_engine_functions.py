"""Functions in processes of their own, as Lambda keeps them."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from local.engine.answers import Answer
from local.engine.office import LocalOffice
from tests.steps.engine.eventually import eventually


def invoke(office: LocalOffice, function: str, event: dict[str, Any]) -> Answer:
    return office.functions.invoke(function, json.dumps(event).encode())


def echo(office: LocalOffice, wish: str = "") -> dict[str, Any]:
    answer = invoke(office, "EchoFunction", {"queryStringParameters": {"wish": wish}})
    told: dict[str, Any] = json.loads(answer.payload)
    return told if answer.errored else json.loads(told["body"])


def test_a_function_has_the_templates_variables_and_none_of_this_machines(
    office: LocalOffice,
) -> None:
    environment = echo(office)["environment"]
    assert environment["GREETING"] == "salam, dunia"
    assert environment["PUBLIC_URL"] == office.url
    assert environment["WHATSAPP_URL"] == f"{office.url}/_meta/v26.0"
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == "EchoFunction"
    assert environment["AWS_ACCESS_KEY_ID"] == "EchoFunction"
    assert not {"HOME", "USER", "VIRTUAL_ENV", "PYTEST_CURRENT_TEST"} & environment.keys()


def test_a_function_knows_its_time_and_its_name(office: LocalOffice) -> None:
    told = echo(office)
    assert 1000 < told["milliseconds"] <= 2000
    assert told["function"].endswith(":function:EchoFunction")


def test_a_function_that_raises_keeps_its_process(office: LocalOffice) -> None:
    before = echo(office)["process"]
    raised = echo(office, "raise")
    assert (raised["errorType"], raised["errorMessage"]) == ("ValueError", "as wished")
    assert echo(office)["process"] == before


def test_two_at_once_are_two_processes_and_a_third_waits(office: LocalOffice) -> None:
    with ThreadPoolExecutor(3) as three:
        told = list(three.map(lambda _: echo(office), range(12)))
    assert len({each["process"] for each in told}) <= 2


def test_after_a_timeout_there_is_a_new_process(office: LocalOffice) -> None:
    before = echo(office)["process"]
    assert echo(office, "sleep")["errorType"] == "Sandbox.Timedout"
    after = echo(office)["process"]
    assert after != before
    assert not os.path.exists(f"/proc/{before}/cmdline")  # noqa: PTH110


def test_a_handler_that_cannot_be_imported_says_so_each_time(office: LocalOffice) -> None:
    for _ in range(2):
        answer = invoke(office, "BrokenFunction", {})
        assert answer.errored
        assert json.loads(answer.payload)["errorType"] == "Runtime.ImportModuleError"


def test_what_a_function_prints_can_be_read(office: LocalOffice) -> None:
    echo(office, "raise")
    assert "ValueError: as wished" in (office.plan.logs / "EchoFunction.log").read_text()


def test_a_schedule_runs_when_told(office: LocalOffice) -> None:
    answer = office.schedules.run_now("SweepFunction")
    assert not answer.errored


def test_a_function_can_be_woken_without_waiting(office: LocalOffice) -> None:
    event = json.dumps({"queryStringParameters": {"wish": "raise"}})
    log = office.plan.logs / "SweepFunction.log"
    response = office.aws.client("lambda").invoke(
        FunctionName="SweepFunction", InvocationType="Event", Payload=event
    )
    assert response["StatusCode"] == 202
    eventually(lambda: "as wished" in log.read_text())
