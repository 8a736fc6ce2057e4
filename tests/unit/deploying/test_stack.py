"""A stack is watched by its own events, and told briefly."""

from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.stack_events import Failed, StackEvents

ID = "arn:stack/menwa-uji/1"
AT = datetime(2026, 11, 23, 3, 41, 2, tzinfo=UTC)


def event(number: int, name: str, status: str, reason: str = "") -> dict[str, Any]:
    return {
        "EventId": str(number),
        "StackId": ID,
        "PhysicalResourceId": ID if name == "menwa-uji" else name.lower(),
        "LogicalResourceId": name,
        "ResourceStatus": status,
        "ResourceStatusReason": reason,
        "Timestamp": AT,
    }


class CloudFormation:
    """Says at each look what `looks` has for it, newest first, ten a page."""

    def __init__(self, *looks: list[dict[str, Any]]) -> None:
        self.looks = iter(looks)
        self.happened: list[dict[str, Any]] = []
        self.pages = 0

    def get_paginator(self, name: str) -> "CloudFormation":
        assert name == "describe_stack_events"
        return self

    def paginate(self, StackName: str) -> Any:  # noqa: N803  boto3's
        assert StackName == ID
        self.happened = [*reversed(next(self.looks)), *self.happened]
        for start in range(0, len(self.happened), 10):
            self.pages += 1
            yield {"StackEvents": self.happened[start : start + 10]}


def told(*looks: list[dict[str, Any]]) -> list[str]:
    said: list[str] = []
    StackEvents(CloudFormation(*looks), ID, said.append, 0).told_until_it_rests()
    return said


BEFORE = [event(1, "menwa-uji", "CREATE_COMPLETE")]


def test_what_became_of_each_is_told_once_and_in_order() -> None:
    said = told(
        BEFORE,
        [event(2, "menwa-uji", "UPDATE_IN_PROGRESS"), event(3, "Table", "UPDATE_IN_PROGRESS")],
        [event(4, "Table", "UPDATE_COMPLETE"), event(5, "Queue", "UPDATE_COMPLETE")],
        [event(6, "menwa-uji", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")],
        [event(7, "menwa-uji", "UPDATE_COMPLETE")],
    )
    assert [line.split() for line in said] == [
        ["03:41:02", "UPDATE_COMPLETE", "Table"],
        ["03:41:02", "UPDATE_COMPLETE", "Queue"],
        ["03:41:02", "UPDATE_COMPLETE", "menwa-uji"],
    ]


def test_a_stack_that_does_not_move_yet_is_waited_for() -> None:
    """Right after a change set is carried out, the stack may still rest as before."""
    assert len(told(BEFORE, [], [], [event(2, "menwa-uji", "UPDATE_COMPLETE")])) == 1


def test_a_rollback_fails_with_its_first_reasons() -> None:
    with pytest.raises(Failed) as failed:
        told(
            BEFORE,
            [
                event(2, "Table", "UPDATE_FAILED", "Too many indexes"),
                event(3, "Queue", "UPDATE_FAILED", "Resource update cancelled"),
                event(4, "menwa-uji", "UPDATE_ROLLBACK_IN_PROGRESS"),
                event(5, "menwa-uji", "UPDATE_ROLLBACK_COMPLETE"),
            ],
        )
    assert str(failed.value) == "UPDATE_ROLLBACK_COMPLETE\nTable: Too many indexes"


def test_only_new_pages_are_read() -> None:
    old = [event(number, "Table", "CREATE_COMPLETE") for number in range(100, 195)]
    cloudformation = CloudFormation(old, [event(2, "menwa-uji", "UPDATE_COMPLETE")])
    events = StackEvents(cloudformation, ID, lambda _line: None, 0)
    before = cloudformation.pages
    events.told_until_it_rests()
    assert (before, cloudformation.pages) == (10, 11)
