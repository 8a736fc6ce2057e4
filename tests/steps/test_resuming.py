"""`make failed`, `make resume`: a procedure that ended where none should goes on, once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from deploy import failed
from deploy.resuming import Procedures, case_of
from deploy.stack import Stack
from menwa import aws
from menwa.answering import start
from menwa.case import CaseFile
from menwa.types import Status
from send_pdf import receipts, step
from tests.builders import CASE_ID, NOW, a_file, a_proven_case, a_wait
from tests.steps.calling import queued, visited
from tests.steps.outside import Refused
from tests.steps.test_receipts import a_receipt, sent
from tests.steps.world import MACHINE, TABLE, World

DEPLOYED = {"CasesTable": TABLE, "Procedure": MACHINE}
VISIT = "2026-11-23T03:00:00.000Z"


@dataclass
class Redrives:
    """Step Functions' side of a redrive, which moto does not have: two weeks long it goes on."""

    too_late: bool = False
    redriven: list[str] = field(default_factory=list)

    def __call__(self, params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        if self.too_late:
            error = {"Code": "ExecutionNotRedrivable", "Message": "too late"}
            return Refused(400), {"Error": error, "ResponseMetadata": {}}
        self.redriven.append(json.loads(params["body"])["executionArn"].rpartition(":")[2])
        return Refused(200), {"ResponseMetadata": {}}


class Account:
    """With the clients at which the redrives are listened to."""

    def client(self, service: str) -> Any:
        return {"stepfunctions": aws.step_functions, "dynamodb": aws.dynamodb}.get(service, dict)()


@pytest.fixture
def redrives(world: World) -> Iterator[Redrives]:  # noqa: ARG001
    redrives = Redrives()
    events: Any = aws.step_functions().meta.events
    events.register("before-call.sfn.RedriveExecution", redrives)
    yield redrives
    events.unregister("before-call.sfn.RedriveExecution", redrives)


@pytest.fixture
def procedures(world: World) -> Procedures:
    return Procedures(world.store, aws.step_functions(), MACHINE)


def stopped(world: World, file: CaseFile) -> CaseFile:
    start(aws.step_functions(), MACHINE, file.case)
    world.end(file.case.id)
    return file


def asked(world: World) -> CaseFile:
    return stopped(world, world.have(a_file(a_proven_case(), wait=a_wait())))


def test_a_failed_execution_is_listed_with_its_case(world: World, procedures: Procedures) -> None:
    asked(world)
    [one] = procedures.stopped()
    assert (one.case_id, one.execution, one.how) == (CASE_ID, CASE_ID, "ABORTED")


def test_what_has_ended_or_goes_on_is_not_listed(world: World, procedures: Procedures) -> None:
    file = asked(world)
    world.store.save(file, file.updated(run=2))
    assert procedures.stopped() == []
    assert case_of(f"{CASE_ID}-2") == CASE_ID


def test_it_goes_on_from_where_it_stopped(
    world: World, procedures: Procedures, redrives: Redrives
) -> None:
    before = asked(world)
    assert procedures.resume(CASE_ID, NOW) == "goes on"
    assert redrives.redriven == [CASE_ID]
    assert world.file() == before


def test_a_state_that_is_entered_again_sends_nothing_twice(
    world: World, procedures: Procedures, redrives: Redrives
) -> None:
    """It stopped after the PDF had left: the state runs again, as the same visit."""
    file = sent(world)
    assert file.wait is not None
    file = world.store.save(file, file.opened(file.wait.model_copy(update={"visit": VISIT})))
    stopped(world, file)
    assert procedures.resume(CASE_ID, NOW) == "goes on"
    visited(step.handler, CASE_ID, visit=VISIT, token="task-token-2", run=redrives.redriven[0])
    world.secrets.discard("task-token-2")
    assert world.on_phone() == []
    queued(receipts.handler, a_receipt("delivered"))
    assert [token for token, _ in world.procedure.answers] == ["task-token-2"]


def test_after_two_weeks_a_new_run_looks_in_siak_again(
    world: World, procedures: Procedures, redrives: Redrives
) -> None:
    asked(world)
    redrives.too_late = True
    assert procedures.resume(CASE_ID, NOW) == "anew"
    file = world.file()
    assert (file.case.run, file.case.status, file.entries[-1].act) == (2, "checking", "resumed")
    assert world.begun()[0] == f"{CASE_ID}-2"
    assert procedures.resume(CASE_ID, NOW) == "under way"
    assert len(world.begun()) == 2


@pytest.mark.parametrize(
    ("arrived", "outcome", "run", "status"),
    [
        (None, "may have left", 1, Status.SENDING),
        (True, "arrived", 1, Status.DELIVERED),
        (False, "anew", 2, Status.CHECKING),
    ],
)
def test_a_pdf_that_may_be_on_its_way_is_settled_by_a_person_first(
    world: World,
    procedures: Procedures,
    redrives: Redrives,
    arrived: bool | None,
    outcome: str,
    run: int,
    status: Status,
) -> None:
    file = sent(world)
    stopped(world, world.store.save(file, file.updated(status=Status.SENDING)))
    redrives.too_late = True
    assert procedures.resume(CASE_ID, NOW, arrived=arrived) == outcome
    after = world.file().case
    assert (after.run, after.status) == (run, status)


def test_what_has_ended_is_left_alone(world: World, procedures: Procedures) -> None:
    file = asked(world)
    ended = file.updated(status=Status.CLOSED, ended_at=NOW + timedelta(hours=1))
    world.store.save(file, ended)
    assert procedures.resume(CASE_ID, NOW) == "has ended"
    assert world.file().case.run == 1


def test_the_commands_say_what_they_did(
    world: World, redrives: Redrives, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(world)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(failed, "Account", Account)
        patch.setattr(Stack, "resources", lambda _self: DEPLOYED)
        assert failed.main(["--stage", "uji"]) == 0
        assert f"{CASE_ID}  ABORTED in " in capsys.readouterr().out
        assert failed.main(["--stage", "uji", "--resume", CASE_ID]) == 0
        assert "goes on from the state" in capsys.readouterr().out
        assert failed.main(["--stage", "uji", "--resume", "MW-11111111111"]) == 1
    assert redrives.redriven == [CASE_ID]
    assert "There is no request" in capsys.readouterr().err
