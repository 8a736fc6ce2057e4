"""A task that does as it is told, and at first sometimes not."""

import json
import os
import time
from typing import Any

import boto3

table = boto3.client("dynamodb")
states = boto3.client("stepfunctions")


class NotSigned(Exception):
    pass


def handler(event: dict[str, Any], _: Any) -> None:
    attempt = note(event)
    match event["does"]:
        case "raise":
            raise NotSigned
        case "hang":
            time.sleep(60)
        case "exit":
            os._exit(7)
        case "exit at first" if attempt == 1:
            os._exit(7)
        case "leave it":
            return
    answer(event["token"], f"attempt {attempt}")


def note(event: dict[str, Any]) -> int:
    """Leaves the token where a test finds it; returns which attempt this is."""
    noted = table.update_item(
        TableName=os.environ["TABLE"],
        Key={"pk": {"S": "task"}, "sk": {"S": event["id"]}},
        UpdateExpression="SET the_token = :token, pid = :pid ADD attempts :one",
        ExpressionAttributeValues={
            ":token": {"S": event["token"]},
            ":pid": {"N": str(os.getpid())},
            ":one": {"N": "1"},
        },
        ReturnValues="ALL_NEW",
    )
    return int(noted["Attributes"]["attempts"]["N"])


def answer(token: str, said: str) -> None:
    states.send_task_success(taskToken=token, output=json.dumps({"said": said}))
