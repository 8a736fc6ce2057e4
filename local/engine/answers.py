"""What a function answers, and how AWS words it where the function itself could not."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    payload: bytes
    errored: bool = False


def exited(request_id: str, status: int) -> Answer:
    """`status` as subprocess has it: negative for a signal."""
    how = f"exit status {status}" if status >= 0 else "signal: killed"
    return _failure("Runtime.ExitError", f"RequestId: {request_id} Error: Runtime exited: {how}")


def timed_out(request_id: str, seconds: int) -> Answer:
    return _failure(
        "Sandbox.Timedout",
        f"RequestId: {request_id} Error: Task timed out after {seconds:.2f} seconds",
    )


def _failure(kind: str, message: str) -> Answer:
    payload = json.dumps({"errorType": kind, "errorMessage": message}).encode()
    return Answer(payload, errored=True)
