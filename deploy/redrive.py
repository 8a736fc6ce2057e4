"""`make redrive QUEUE=inbox`: what failed for good is tried once more; first it is only looked at.

A message leaves the dead letters when its queue, or its function, has it again. Killed between the
two it is there twice: what a handler is given twice has one effect. Nothing of a message is shown.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from deploy.account import Account
from deploy.stack import Stack

QUEUES = {
    "inbox": "InboxDeadLetters",
    "receipts": "ReceiptsDeadLetters",
    "incoming": "IncomingDeadLetters",
    "reports": "ReportsDeadLetters",
    "schedule": "ScheduleDeadLetters",
}
HIDDEN = 300
"""Seconds for which nobody else sees what was taken."""
PATIENCE = 2
"""Seconds until an empty answer of SQS is believed."""
SCHEDULED = "Scheduled Event"


@dataclass(frozen=True)
class Letter:
    """`sent_at`: when it first came into its queue."""

    id: str
    receipt: str
    body: str
    sent_at: datetime


@dataclass(frozen=True)
class DeadLetters:
    sqs: Any
    functions: Any
    url: str

    def taken(self) -> list[Letter]:
        """All that there is now; what fails again meanwhile is not among them."""
        letters: dict[str, Letter] = {}
        while found := self._received():
            letters |= {letter.id: letter for letter in found}
        return sorted(letters.values(), key=lambda letter: letter.sent_at)

    def put_back(self, letters: Sequence[Letter]) -> None:
        for letter in letters:
            self.sqs.change_message_visibility(
                QueueUrl=self.url, ReceiptHandle=letter.receipt, VisibilityTimeout=0
            )

    def redrive(self, letters: Sequence[Letter]) -> int:
        """How often something was handed over: a schedule's own calls count once together."""
        queue = self._source()
        handed_over: set[str] = set()
        for letter in letters:
            if queue is not None:
                self.sqs.send_message(QueueUrl=queue, MessageBody=letter.body)
                handed_over.add(letter.id)
            elif (once := occasion_of(letter)) not in handed_over:
                self._invoke(letter)
                handed_over.add(once)
            self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=letter.receipt)
        return len(handed_over)

    def _received(self) -> list[Letter]:
        answer = self.sqs.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=HIDDEN,
            WaitTimeSeconds=PATIENCE,
            AttributeNames=["SentTimestamp"],
        )
        return [_letter(one) for one in answer.get("Messages", [])]

    def _source(self) -> str | None:
        """The queue whose dead letters these are; None: they are of functions that failed."""
        found = self.sqs.list_dead_letter_source_queues(QueueUrl=self.url)["queueUrls"]
        return str(found[0]) if found else None

    def _invoke(self, letter: Letter) -> None:
        function, payload = _failed_call(letter)
        self.functions.invoke(
            FunctionName=function, InvocationType="Event", Payload=json.dumps(payload).encode()
        )


def occasion_of(letter: Letter) -> str:
    """The same for calls of which one does it all: a sweep does whatever is due when it runs."""
    function, payload = _failed_call(letter)
    own = isinstance(payload, dict) and payload.get("detail-type") == SCHEDULED
    return f"{function} {'' if own else json.dumps(payload, sort_keys=True)}"


def _failed_call(letter: Letter) -> tuple[str, Any]:
    """As Lambda describes to a failure's destination what it was asked."""
    failure = json.loads(letter.body)
    return failure["requestContext"]["functionArn"], failure["requestPayload"]


def _letter(message: dict[str, Any]) -> Letter:
    sent_at = datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC)
    return Letter(message["MessageId"], message["ReceiptHandle"], message["Body"], sent_at)


def told(letters: Sequence[Letter]) -> Iterator[str]:
    for letter in letters:
        yield f"{letter.sent_at:%Y-%m-%d %H:%M} UTC  {letter.id}"


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m deploy.redrive", description=__doc__)
    options.add_argument("--stage", required=True)
    options.add_argument("--queue", required=True, choices=QUEUES)
    options.add_argument("--really", action="store_true", help="else it is only looked at")
    asked, account = options.parse_args(arguments), Account()
    stack = Stack(account.client("cloudformation"), f"menwa-{asked.stage}")
    url = stack.resources().get(QUEUES[asked.queue])
    if not url:
        print(f"There is no stack menwa-{asked.stage} with such a queue.", file=sys.stderr)
        return 1
    dead = DeadLetters(account.client("sqs"), account.client("lambda"), url)
    letters = dead.taken()
    for line in told(letters):
        print(line)
    if not asked.really:
        dead.put_back(letters)
        print(f"{len(letters)} dead letters; REALLY=yes tries them once more.")
        return 0
    print(f"{len(letters)} dead letters, handed over {dead.redrive(letters)} times.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
