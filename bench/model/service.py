"""How long a function takes: what it asks of others, counted, times what each such thing takes.

The seconds are assumptions, on the slow side; they are not measured on AWS (docs/performance.md).
"""

from collections.abc import Mapping

COLD_START = 1.5
A_CALL = {
    "GetItem": 0.005,
    "Query": 0.007,
    "BatchGetItem": 0.008,
    "PutItem": 0.007,
    "UpdateItem": 0.007,
    "TransactWriteItems": 0.020,
    "GetObject": 0.030,
    "PutObject": 0.060,
    "SendMessageBatch": 0.010,
    "StartExecution": 0.030,
    "SendTaskSuccess": 0.025,
    "SendEmail": 0.100,
}
REMEMBERED = "GetSecretValue"
OUTSIDE = {  # the citizen's answer by WhatsApp; SIAK twice; a PDF uploaded to Meta, and sent
    "IntakeInboxFunction": 0.4,
    "CheckSiakFunction": 0.8,
    "SendPdfFunction": 1.0,
}
OWN = {"CheckSiakGatePdfFunction": 0.3}
LITTLE = 0.03


def seconds(function: str, calls: Mapping[str, int]) -> float:
    asked = sum(A_CALL[name] * count for name, count in calls.items() if name != REMEMBERED)
    return asked + OUTSIDE.get(function, 0) + OWN.get(function, LITTLE)


def billed_seconds(path: Mapping[str, Mapping[str, int]]) -> float:
    return sum(seconds(function, calls) for function, calls in path.items())
