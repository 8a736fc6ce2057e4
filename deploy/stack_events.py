"""What happens to a stack's resources, told as it happens."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Say = Callable[[str], None]


class Failed(Exception):
    """The stack is as it was before, or rolled back to nothing; the text says why."""


class StackEvents:
    """Those from now on, of a stack by its id: one that is gone is not found by its name."""

    def __init__(self, cloudformation: Any, stack_id: str, say: Say, pause: float) -> None:
        self._cloudformation, self._id = cloudformation, stack_id
        self._say, self._pause = say, pause
        self._seen: set[str] = set()
        self._new()

    def told_until_it_rests(self) -> None:
        """By its own events: its state may still be that of before. Failed, with the reasons, once
        it has rolled back."""
        reasons: list[str] = []
        while True:
            for event in self._new():
                self._tell(event, reasons)
                if (state := _resting_state(event)) is None:
                    continue
                if "ROLLBACK" in state or state.endswith("_FAILED"):
                    raise Failed("\n".join([state, *reasons]))
                return
            time.sleep(self._pause)

    def _tell(self, event: Mapping[str, Any], reasons: list[str]) -> None:
        """What began is not told, only what became of it."""
        status = event["ResourceStatus"]
        if status.endswith("_IN_PROGRESS"):
            return
        reason = event.get("ResourceStatusReason", "")
        line = f"{event['LogicalResourceId']}: {reason}"
        if status.endswith("_FAILED") and "cancelled" not in reason:
            reasons.append(line)
        self._say(f"  {event['Timestamp']:%H:%M:%S}  {status:17}  {line.removesuffix(': ')}")

    def _new(self) -> Sequence[dict[str, Any]]:
        """Oldest first; they come newest first."""
        new: list[dict[str, Any]] = []
        pages = self._cloudformation.get_paginator("describe_stack_events")
        for page in pages.paginate(StackName=self._id):
            fresh = [each for each in page["StackEvents"] if each["EventId"] not in self._seen]
            new += fresh
            if len(fresh) < len(page["StackEvents"]):
                break
        self._seen.update(each["EventId"] for each in new)
        return new[::-1]


def _resting_state(event: Mapping[str, Any]) -> str | None:
    state: str = event["ResourceStatus"]
    is_its_own = event.get("PhysicalResourceId") == event["StackId"]
    return state if is_its_own and not state.endswith("_IN_PROGRESS") else None
