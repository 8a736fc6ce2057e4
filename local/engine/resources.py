"""Creates in AWS what the template keeps there."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from local.engine.aws import LocalAws
from local.engine.deployed import Resource, Template
from local.engine.expansion import REGION
from local.engine.identities import ACCOUNT

_TABLE = (
    "AttributeDefinitions",
    "KeySchema",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "ProvisionedThroughput",
)
_QUEUE = (
    "VisibilityTimeout",
    "MessageRetentionPeriod",
    "DelaySeconds",
    "ReceiveMessageWaitTimeSeconds",
    "MaximumMessageSize",
    "FifoQueue",
    "ContentBasedDeduplication",
)


def create(aws: LocalAws, template: Template, secrets: Mapping[str, str]) -> None:
    """`secrets` are the values of those that the template does not make up itself, by name."""
    for table in template.tables:
        _create_table(aws, table)
    _create_queues(aws, template.queues)
    for bucket in template.buckets:
        _create_bucket(aws, bucket)
    for secret in template.secrets:
        aws.client("secretsmanager").create_secret(
            Name=secret.physical_name, SecretString=secrets[secret.name]
        )
    for machine in template.state_machines:
        aws.client("stepfunctions").create_state_machine(
            name=machine.name,
            definition=machine.definition,
            type=machine.kind,
            roleArn=f"arn:aws:iam::{ACCOUNT}:role/engine",
        )


def _create_table(aws: LocalAws, table: Resource) -> None:
    dynamodb = aws.client("dynamodb")
    properties = table.properties
    dynamodb.create_table(
        TableName=table.physical_name, **{k: properties[k] for k in _TABLE if k in properties}
    )
    if ttl := properties.get("TimeToLiveSpecification"):
        dynamodb.update_time_to_live(TableName=table.physical_name, TimeToLiveSpecification=ttl)


def _create_queues(aws: LocalAws, queues: Iterable[Resource]) -> None:
    """Dead-letter queues first: moto looks for them when a queue names its own."""
    sqs = aws.client("sqs")
    for queue in sorted(queues, key=lambda queue: "RedrivePolicy" in queue.properties):
        attributes = {k: str(queue.properties[k]) for k in _QUEUE if k in queue.properties}
        if redrive := queue.properties.get("RedrivePolicy"):
            attributes["RedrivePolicy"] = json.dumps(redrive)
        sqs.create_queue(QueueName=queue.physical_name, Attributes=attributes)


def _create_bucket(aws: LocalAws, bucket: Resource) -> None:
    s3, name = aws.client("s3"), bucket.physical_name
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    aws.uploads.rules[name] = bucket.properties.get("CorsConfiguration", {}).get("CorsRules", [])
    if versioning := bucket.properties.get("VersioningConfiguration"):
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioning)
    if notifications := bucket.properties.get("NotificationConfiguration"):
        s3.put_bucket_notification_configuration(
            Bucket=name,
            NotificationConfiguration={
                "QueueConfigurations": [
                    _notification(each) for each in notifications["QueueConfigurations"]
                ]
            },
        )


def _notification(each: Mapping[str, Any]) -> dict[str, Any]:
    """CloudFormation's spelling in, S3's out."""
    rules = each.get("Filter", {}).get("S3Key", {}).get("Rules", [])
    return {
        "QueueArn": each["Queue"],
        "Events": [each["Event"]],
        "Filter": {"Key": {"FilterRules": rules}},
    }
