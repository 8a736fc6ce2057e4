"""Queues: batches, partial failures, dead letters; and what an arriving object sets off."""

import time
from typing import Any

from local.engine.answers import Answer
from local.engine.office import LocalOffice
from local.engine.queues import failures
from tests.steps.engine.eventually import eventually


def url(office: LocalOffice, queue: str) -> str:
    name = next(each.physical_name for each in office.template.queues if each.name == queue)
    address: str = office.aws.client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
    return address


def send(office: LocalOffice, *bodies: str) -> None:
    entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
    office.aws.client("sqs").send_message_batch(QueueUrl=url(office, "Work"), Entries=entries)


def noted(office: LocalOffice, pk: str, sk: str) -> dict[str, Any] | None:
    item: dict[str, Any] | None = (
        office.aws.client("dynamodb")
        .get_item(
            TableName=office.template.tables[0].physical_name,
            Key={"pk": {"S": pk}, "sk": {"S": sk}},
        )
        .get("Item")
    )
    return item


def times(office: LocalOffice, body: str) -> int:
    item = noted(office, "seen", body)
    return int(item["times"]["N"]) if item else 0


def dead_letters(office: LocalOffice) -> list[str]:
    received = office.aws.client("sqs").receive_message(
        QueueUrl=url(office, "WorkDeadLetters"), MaxNumberOfMessages=10, VisibilityTimeout=0
    )
    return [message["Body"] for message in received.get("Messages", [])]


def test_a_message_wakes_its_function_at_once(office: LocalOffice) -> None:
    send(office, "the first, for which a process starts")
    eventually(lambda: times(office, "the first, for which a process starts"))
    begun = time.monotonic()
    send(office, "the second")
    eventually(lambda: times(office, "the second"))
    assert time.monotonic() - begun < 0.5


def test_only_what_failed_comes_again_and_ends_with_the_dead_letters(office: LocalOffice) -> None:
    send(office, "succeeds", "fails", "succeeds too")
    eventually(lambda: "fails" in dead_letters(office))
    assert [times(office, each) for each in ("succeeds", "fails", "succeeds too")] == [1, 2, 1]


def test_a_batch_whose_function_fails_comes_again_whole(office: LocalOffice) -> None:
    send(office, "the whole batch fails")
    eventually(lambda: "the whole batch fails" in dead_letters(office))
    assert times(office, "the whole batch fails") == 2


def test_an_object_under_the_prefix_wakes_its_function(office: LocalOffice) -> None:
    bucket = office.template.buckets[0].physical_name
    for key in ("elsewhere/b.pdf", "incoming/a.pdf"):
        office.aws.client("s3").put_object(Bucket=bucket, Key=key, Body=b"%PDF")
    eventually(lambda: noted(office, "arrived", "incoming/a.pdf"))
    assert noted(office, "arrived", "elsewhere/b.pdf") is None


def test_an_answer_about_an_unknown_message_fails_the_batch() -> None:
    odd = Answer(b'{"batchItemFailures": [{"itemIdentifier": "other"}]}')
    assert failures(odd, {"a", "b"}, partial=True) == {"a", "b"}
    assert failures(Answer(b'{"batchItemFailures": 1}'), {"a"}, partial=True) == {"a"}
    assert failures(Answer(b"null"), {"a"}, partial=True) == set()
