"""What a request costs on AWS, from what was counted. US list prices: Jakarta's may differ."""

from collections.abc import Mapping
from dataclasses import dataclass

A_MILLION = {
    "transition": 25.0,
    "lambda request": 0.20,
    "lambda GB-s": 13.33,
    "HTTP API request": 1.0,
    "write unit": 0.625,
    "read unit": 0.125,
    "S3 write": 5.0,
    "S3 read": 0.4,
    "SQS request": 0.4,
    "log GB": 500_000.0,
}
S3_WRITES = frozenset({"PutObject", "CopyObject"})
S3_READS = frozenset({"GetObject", "HeadObject"})
READS = {"GetItem": 0.5, "Query": 1.0, "BatchGetItem": 1.0}
POLLED = 3  # to take a message from a queue: receive it, delete it, and an idle look
GIGABYTES, LOGGED_GB = 0.5, 2e-6


@dataclass(frozen=True)
class Counted:
    """Of one request, all functions together. `billed_seconds` is an assumption of the model's."""

    calls: Mapping[str, int]
    transitions: int
    invocations: int
    http: int
    write_units: float
    billed_seconds: float


def priced(one: Counted) -> dict[str, float]:
    """Dollars for a thousand such requests, by what is paid for."""
    queued = one.calls.get("SendMessageBatch", 0)
    units = {
        "transition": float(one.transitions),
        "lambda request": float(one.invocations),
        "lambda GB-s": one.billed_seconds * GIGABYTES,
        "HTTP API request": float(one.http),
        "write unit": one.write_units,
        "read unit": sum(READS.get(name, 0) * count for name, count in one.calls.items()),
        "S3 write": float(sum(one.calls.get(name, 0) for name in S3_WRITES)),
        "S3 read": float(sum(one.calls.get(name, 0) for name in S3_READS)),
        "SQS request": float(queued + POLLED * queued),
        "log GB": one.invocations * LOGGED_GB,
    }
    return {what: 1000 * count * A_MILLION[what] / 1_000_000 for what, count in units.items()}
