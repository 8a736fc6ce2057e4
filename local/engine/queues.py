"""What Lambda's event source mappings do on AWS: take messages off queues, in batches."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.engine.answers import Answer
from local.engine.aws import LocalAws
from local.engine.deployed import EventSource
from local.engine.expansion import REGION
from local.engine.functions import Closing, Functions

_LONG_POLL = 1
_AFTER_TROUBLE = 0.2


class Poller:
    """One queue's. What fails stays, and comes back when its visibility timeout is over."""

    def __init__(
        self, source: EventSource, aws: LocalAws, functions: Functions, workers: int
    ) -> None:
        batches = min(workers, source.concurrency or workers)
        self._source = source
        self._sqs = aws.client("sqs")
        self._functions = functions
        self._queue_url = self._sqs.get_queue_url(QueueName=source.queue_arn.split(":")[-1])[
            "QueueUrl"
        ]
        self._free = threading.Semaphore(batches)
        self._batches = ThreadPoolExecutor(batches, thread_name_prefix=f"batch-{source.function}")
        self._closing = threading.Event()
        self._thread = threading.Thread(
            target=self._poll, daemon=True, name=f"poll-{source.function}"
        )

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """What was taken and not yet handed over stays in its queue."""
        self._closing.set()
        self._batches.shutdown(wait=False, cancel_futures=True)

    def _poll(self) -> None:
        while not self._closing.is_set():
            with self._free:
                messages = self._receive()
            if messages and not self._closing.is_set():
                self._free.acquire()
                self._batches.submit(self._carry, messages)

    def _receive(self) -> list[dict[str, Any]]:
        try:
            received = self._sqs.receive_message(
                QueueUrl=self._queue_url,
                MaxNumberOfMessages=min(self._source.batch_size, 10),
                WaitTimeSeconds=_LONG_POLL,
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
        except (BotoCoreError, ClientError):
            self._closing.wait(_AFTER_TROUBLE)
            return []
        messages: list[dict[str, Any]] = received.get("Messages", [])
        return messages

    def _carry(self, messages: list[dict[str, Any]]) -> None:
        try:
            records = [self._record(message) for message in messages]
            event = json.dumps({"Records": records}).encode()
            failed = failures(
                self._functions.invoke(self._source.function, event),
                {record["messageId"] for record in records},
                partial=self._source.partial_failures,
            )
            for message in messages:
                if message["MessageId"] not in failed:
                    self._sqs.delete_message(
                        QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"]
                    )
        except (Closing, BotoCoreError, ClientError):
            return
        finally:
            self._free.release()

    def _record(self, message: dict[str, Any]) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": {
                name: {key[0].lower() + key[1:]: each for key, each in attribute.items()}
                for name, attribute in message.get("MessageAttributes", {}).items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._source.queue_arn,
            "awsRegion": REGION,
        }


def failures(answer: Answer, sent: set[str], *, partial: bool) -> set[str]:
    """The ids that failed: all of them where the answer is unreadable or names another."""
    if answer.errored:
        return sent
    if not partial:
        return set()
    told = json.loads(answer.payload) or {}
    try:
        failed = {each["itemIdentifier"] for each in told.get("batchItemFailures") or []}
    except (AttributeError, KeyError, TypeError):
        return sent
    return failed if failed <= sent else sent
