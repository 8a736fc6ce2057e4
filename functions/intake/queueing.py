"""Many messages into queues, with as few calls as SQS allows."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from menwa.errors import Unavailable

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

    Entries = list[SendMessageBatchRequestEntryTypeDef]

MOST_ENTRIES = 10
MOST_BYTES = 1_048_576 - 10_000  # SQS counts a little more than the bodies
AT_ONCE = 10


def enqueue(sqs: "SQSClient", bodies_by_queue: Mapping[str, Sequence[str]]) -> None:
    """Bodies in ASCII, by the queue's address. Unavailable if anything may not be queued: some of
    it may be then, and comes again."""
    batches = [
        (url, batch) for url, bodies in bodies_by_queue.items() for batch in batches_of(bodies)
    ]
    if len(batches) < 2:
        for url, batch in batches:
            _send(sqs, url, batch)
        return
    with ThreadPoolExecutor(min(AT_ONCE, len(batches))) as pool:
        for _ in pool.map(lambda one: _send(sqs, *one), batches):
            pass


def batches_of(bodies: Sequence[str]) -> "Iterator[Entries]":
    batch: Entries = []
    size = 0
    for body in bodies:
        if batch and (len(batch) == MOST_ENTRIES or size + len(body) > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append({"Id": str(len(batch)), "MessageBody": body})
        size += len(body)
    if batch:
        yield batch


def _send(sqs: "SQSClient", url: str, batch: "Entries") -> None:
    """What SQS did not take is offered once more."""
    failed = _not_taken(sqs, url, batch)
    left = [entry for entry in batch if entry["Id"] in failed]
    if left and _not_taken(sqs, url, left):
        raise Unavailable(f"{len(left)} messages were not queued")


def _not_taken(sqs: "SQSClient", url: str, batch: "Entries") -> set[str]:
    answer = sqs.send_message_batch(QueueUrl=url, Entries=batch)
    return {each["Id"] for each in answer.get("Failed", [])}
