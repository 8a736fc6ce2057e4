"""What AWS itself would measure of this office, as far as there is something like it here."""

from collections.abc import Iterator

from local.engine.office import LocalOffice
from local.kantor.dasbor_metrics import Point

SQS, STATES = "AWS/SQS", "AWS/States"
KNOWN = frozenset({"MENWA", SQS, STATES})
"""Namespaces of which the sample office has anything."""
ENDED = {
    "SUCCEEDED": "ExecutionsSucceeded",
    "FAILED": "ExecutionsFailed",
    "TIMED_OUT": "ExecutionsTimedOut",
    "ABORTED": "ExecutionsAborted",
}


def aws_points(engine: LocalOffice, now: float) -> Iterator[Point]:
    """Of queues only how it is now."""
    yield from _queues(engine, now)
    yield from _executions(engine)


def _queues(engine: LocalOffice, now: float) -> Iterator[Point]:
    sqs = engine.aws.client("sqs")
    for queue in engine.template.queues:
        name = queue.physical_name
        waiting = sqs.get_queue_attributes(
            QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"],
            AttributeNames=["ApproximateNumberOfMessages"],
        )["Attributes"]["ApproximateNumberOfMessages"]
        metric = "ApproximateNumberOfMessagesVisible"
        yield Point(SQS, metric, now, float(waiting), {"QueueName": name})


def _executions(engine: LocalOffice) -> Iterator[Point]:
    for machine in engine.template.state_machines:
        of_machine = {"StateMachineArn": machine.arn}
        pages = engine.aws.client("stepfunctions").get_paginator("list_executions")
        for page in pages.paginate(stateMachineArn=machine.arn):
            for one in page["executions"]:
                began = one["startDate"].timestamp()
                yield Point(STATES, "ExecutionsStarted", began, 1, of_machine)
                if one["status"] in ENDED:
                    ended = one["stopDate"].timestamp()
                    yield Point(STATES, ENDED[one["status"]], ended, 1, of_machine)
