"""What an execution's history tells, and what it must not."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

Event = Mapping[str, Any]
MAY_SAY = {"case_id", "found", "reason", "answer"}


def states_entered(events: Iterable[Event]) -> list[str]:
    return [
        event["stateEnteredEventDetails"]["name"]
        for event in events
        if event["type"].endswith("StateEntered")
    ]


def failures(events: Iterable[Event]) -> list[str]:
    """The errors of tasks, also of those that were tried again."""
    return [
        event["taskFailedEventDetails"]["error"]
        for event in events
        if "taskFailedEventDetails" in event
    ]


def failures_at(events: Iterable[Event]) -> list[datetime]:
    return [event["timestamp"] for event in events if "taskFailedEventDetails" in event]


def leaks(events: Iterable[Event], private: Iterable[str]) -> set[str]:
    """Which of these stand anywhere in the history."""
    told = json.dumps(list(events), default=str, ensure_ascii=False)
    return {value for value in private if value in told}


def handed_on(events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    """Inputs, outputs and variables of the execution and of its states."""
    for event in events:
        for name, details in event.items():
            if name.startswith(("state", "execution")) and isinstance(details, Mapping):
                for part in ("input", "output"):
                    if part in details:
                        yield json.loads(details[part])
                yield {k: json.loads(v) for k, v in details.get("assignedVariables", {}).items()}


def more_than_words(events: Iterable[Event]) -> set[str]:
    """Names of what is handed on beside the case's id and words for outcomes."""
    return {name for said in handed_on(events) for name in said} - MAY_SAY - {"level", "looks"}


def tokens_handed_on(events: Iterable[Event]) -> set[str]:
    """Task tokens belong in the payload of their own task, and nowhere else."""
    events = list(events)
    scheduled = [
        each["taskScheduledEventDetails"] for each in events if "taskScheduledEventDetails" in each
    ]
    tokens = {json.loads(each["parameters"])["Payload"]["token"] for each in scheduled}
    said = json.dumps(list(handed_on(events)))
    return {token for token in tokens if token in said}
