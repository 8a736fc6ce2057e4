"""Notes the key of each object that arrived."""

import json
import os
from typing import Any
from urllib.parse import unquote_plus

import boto3

table = boto3.client("dynamodb")


def handler(event: dict[str, Any], _: Any) -> None:
    for record in event["Records"]:
        for arrived in json.loads(record["body"]).get("Records", []):
            key = unquote_plus(arrived["s3"]["object"]["key"])
            table.put_item(
                TableName=os.environ["TABLE"], Item={"pk": {"S": "arrived"}, "sk": {"S": key}}
            )
