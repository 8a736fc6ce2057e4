"""Second phase of answering: the recorded answer goes to the state machine."""

import json
from typing import TYPE_CHECKING

from menwa.case import Case, CaseFile

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient


def carry_on(procedure: "SFNClient", file: CaseFile) -> None:
    """Send the answer that stands on the open wait; a token that is gone counts as done."""
    wait = file.wait
    if wait is None or wait.answer is None or not wait.token:
        return
    gone = (
        procedure.exceptions.TaskTimedOut,
        procedure.exceptions.TaskDoesNotExist,
        procedure.exceptions.InvalidToken,
    )
    try:
        if "error" in wait.answer:
            procedure.send_task_failure(taskToken=wait.token, error=wait.answer["error"])
        else:
            procedure.send_task_success(taskToken=wait.token, output=json.dumps(wait.answer))
    except gone:
        return


def name_of_run(case: Case) -> str:
    """Of the execution that is this case's run at present."""
    return case.id if case.run == 1 else f"{case.id}-{case.run}"


def start(procedure: "SFNClient", state_machine: str, case: Case) -> None:
    """Start a run of a case's procedure once, however often this is called."""
    known = json.dumps({"case_id": case.id})
    try:
        procedure.start_execution(
            stateMachineArn=state_machine, name=name_of_run(case), input=known
        )
    except procedure.exceptions.ExecutionAlreadyExists:
        return
