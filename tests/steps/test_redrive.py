"""`make redrive`: dead letters go back to where they failed, and what they ask is done once."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from deploy import redrive
from deploy.account import Account
from deploy.redrive import QUEUES, DeadLetters, Letter, occasion_of
from menwa import aws
from menwa.types import Status
from send_pdf import receipts
from tests.builders import NOW
from tests.infra.reading import resources, template
from tests.steps.calling import queued
from tests.steps.test_receipts import a_receipt, sent
from tests.steps.world import ENVIRONMENT, World

SOURCE = ENVIRONMENT["RECEIPTS_QUEUE_URL"]
SWEEP = "arn:aws:lambda:us-east-1:123456789012:function:menwa-Sweep"
BOUNCES = "arn:aws:lambda:us-east-1:123456789012:function:menwa-Bounces"


@pytest.fixture(autouse=True)
def _no_time_to_lose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redrive, "PATIENCE", 0)


@pytest.fixture
def dead(world: World) -> DeadLetters:  # noqa: ARG001  the queues are there
    url = aws.sqs().create_queue(QueueName="menwa-dead")["QueueUrl"]
    arn = aws.sqs().get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    policy = {"deadLetterTargetArn": arn["Attributes"]["QueueArn"], "maxReceiveCount": "5"}
    aws.sqs().set_queue_attributes(
        QueueUrl=SOURCE, Attributes={"RedrivePolicy": json.dumps(policy)}
    )
    return DeadLetters(aws.sqs(), None, url)


def died(dead: DeadLetters, *bodies: str) -> None:
    for body in bodies:
        aws.sqs().send_message(QueueUrl=dead.url, MessageBody=body)


def bodies(url: str) -> Iterator[str]:
    while found := aws.sqs().receive_message(QueueUrl=url).get("Messages"):
        for one in found:
            yield one["Body"]
            aws.sqs().delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])


def test_a_redriven_receipt_delivers_once(world: World, dead: DeadLetters) -> None:
    sent(world)
    died(dead, a_receipt("delivered"))
    assert dead.redrive(dead.taken()) == 1
    assert dead.redrive(dead.taken()) == 0
    assert queued(receipts.handler, *bodies(SOURCE)) == []
    assert world.file().case.status is Status.DELIVERED
    assert len(world.procedure.answers) == 1


def test_a_redrive_that_is_killed_halfway_has_one_effect(world: World, dead: DeadLetters) -> None:
    """The queue has it again, and so have the dead letters: it comes twice."""
    sent(world)
    died(dead, a_receipt("delivered"))
    letters = dead.taken()

    class Killed:
        """SQS, up to the moment at which it dies."""

        def __getattr__(self, name: str) -> Any:
            if name == "delete_message":
                raise KeyboardInterrupt
            return getattr(aws.sqs(), name)

    with pytest.raises(KeyboardInterrupt):
        DeadLetters(Killed(), None, dead.url).redrive(letters)
    dead.put_back(letters)
    assert dead.redrive(dead.taken()) == 1
    came = list(bodies(SOURCE))
    assert len(came) == 2
    assert queued(receipts.handler, *came) == []
    assert len(world.procedure.answers) == 1


def failed_call(function: str, **payload: Any) -> Letter:
    body = {"requestContext": {"functionArn": function}, "requestPayload": payload}
    return Letter("1", "handle", json.dumps(body), NOW)


def test_a_sweep_that_failed_often_runs_once_and_each_bounce_by_itself() -> None:
    sweeps = {occasion_of(failed_call(SWEEP, **scheduled(turn))) for turn in range(3)}
    bounces = {occasion_of(failed_call(BOUNCES, detail={"post": post})) for post in "abb"}
    assert (len(sweeps), len(bounces)) == (1, 2)
    reports = {occasion_of(failed_call(SWEEP, kind=kind)) for kind in ("harian", "bulanan")}
    assert len(reports | sweeps) == 3


def scheduled(turn: int) -> dict[str, str]:
    return {"detail-type": "Scheduled Event", "id": str(turn), "time": f"2026-11-23T03:0{turn}:00Z"}


def test_every_dead_letter_queue_can_be_redriven_by_name() -> None:
    queues = resources(template(), "AWS::SQS::Queue")
    assert set(QUEUES.values()) == {name for name in queues if name.endswith("DeadLetters")}


@pytest.fixture
def deployed(world: World) -> str:  # noqa: ARG001
    """A stack with one queue and its dead letters, whose address this is."""
    queue = {"Type": "AWS::SQS::Queue"}
    arn = {"Fn::GetAtt": ["ReceiptsDeadLetters", "Arn"]}
    policy = {"RedrivePolicy": {"deadLetterTargetArn": arn, "maxReceiveCount": 5}}
    kept = {"ReceiptsDeadLetters": queue, "ReceiptsQueue": {**queue, "Properties": policy}}
    stacks = Account().client("cloudformation")
    stacks.create_stack(StackName="menwa-uji", TemplateBody=json.dumps({"Resources": kept}))
    found = stacks.describe_stack_resource(
        StackName="menwa-uji", LogicalResourceId="ReceiptsDeadLetters"
    )
    return str(found["StackResourceDetail"]["PhysicalResourceId"])


def test_it_is_looked_at_first_and_nothing_of_it_is_shown(
    deployed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.sqs().send_message(QueueUrl=deployed, MessageBody="Nurhayati menulis")
    asked = ["--stage", "uji", "--queue", "receipts"]
    for _ in range(2):
        assert redrive.main(asked) == 0
        said = capsys.readouterr().out
        assert re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d UTC  [0-9a-f-]{36}$", said, re.MULTILINE)
        assert "1 dead letters; REALLY=yes" in said
        assert "Nurhayati" not in said
    assert redrive.main([*asked, "--really"]) == 0
    assert "handed over 1 times" in capsys.readouterr().out
    assert list(bodies(deployed)) == []


def test_without_such_a_stack_it_says_so(
    world: World,  # noqa: ARG001
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        redrive.main(["--stage", "uji", "--queue", "letters"])
    assert "invalid choice" in capsys.readouterr().err
