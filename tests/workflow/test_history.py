"""That the checks on an execution's history find what must not stand there."""

import json
from typing import Any

from tests.workflow.history import (
    failures,
    leaks,
    more_than_words,
    states_entered,
    tokens_handed_on,
)

NIK = "9971014209770001"


def entered(name: str, **said: Any) -> dict[str, Any]:
    details = {"name": name, "input": json.dumps(said)}
    return {"type": "TaskStateEntered", "stateEnteredEventDetails": details}


def test_the_states_stand_in_their_order() -> None:
    events = [entered("CheckSiak"), {"type": "TaskScheduled"}, entered("SendPdf")]
    assert states_entered(events) == ["CheckSiak", "SendPdf"]


def test_a_person_is_found_wherever_they_stand() -> None:
    cause = {"type": "TaskFailed", "taskFailedEventDetails": {"error": "X", "cause": f"for {NIK}"}}
    assert leaks([entered("CheckSiak", case_id="MW-1")], {NIK}) == set()
    assert leaks([cause], {NIK, "+6289900000101"}) == {NIK}
    assert failures([cause]) == ["X"]


def test_a_token_that_is_handed_on_is_found() -> None:
    left = {"output": json.dumps({"answer": "signed", "token": "AAA"})}
    kept = {"assignedVariables": {"link": '"AAA"', "level": '"kasi"'}}
    begun = {"input": json.dumps({"case_id": "MW-1", "nik": NIK})}
    events = [
        {"type": "TaskStateExited", "stateExitedEventDetails": left},
        {"type": "PassStateExited", "stateExitedEventDetails": kept},
        {"type": "ExecutionStarted", "executionStartedEventDetails": begun},
    ]
    assert more_than_words(events) == {"token", "link", "nik"}
    assert more_than_words([entered("AskDesk", reason="wrong_entry")]) == set()


def test_a_token_is_found_also_under_another_name() -> None:
    asked = {"parameters": json.dumps({"Payload": {"token": "AAA"}})}
    scheduled = {"type": "TaskScheduled", "taskScheduledEventDetails": asked}
    assert tokens_handed_on([scheduled, entered("AskDesk", reason="wrong_entry")]) == set()
    assert tokens_handed_on([scheduled, entered("AskDesk", reason="AAA")]) == {"AAA"}
