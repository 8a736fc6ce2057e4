"""Notes each message; fails those that say so, or the whole batch."""

import os
from typing import Any

import boto3

table = boto3.client("dynamodb")


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    failed = []
    for record in event["Records"]:
        table.update_item(
            TableName=os.environ["TABLE"],
            Key={"pk": {"S": "seen"}, "sk": {"S": record["body"]}},
            UpdateExpression="ADD times :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )
        if record["body"] == "the whole batch fails":
            raise RuntimeError
        if record["body"].startswith("fails"):
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
