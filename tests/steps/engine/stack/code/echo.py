"""Answers with the event and the environment that it was given."""

import base64
import json
import os
import time
from typing import Any


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    wish = event.get("queryStringParameters", {}).get("wish")
    if wish == "raise":
        raise ValueError("as wished")
    if wish == "sleep":
        time.sleep(10)
    if wish == "cookies":
        return {
            "statusCode": 303,
            "headers": {"location": "/k/lain", "content-type": "text/html; charset=utf-8"},
            "cookies": ["a=1; HttpOnly", "b=2"],
        }
    if wish == "bytes":
        body = base64.b64encode(b"%PDF-\xff").decode()
        return {"statusCode": 200, "body": body, "isBase64Encoded": True}
    if wish == "large":
        return {"statusCode": 200, "body": "x" * 7_000_000}
    told = {
        "event": event,
        "environment": dict(os.environ),
        "process": os.getpid(),
        "milliseconds": context.get_remaining_time_in_millis(),
        "function": context.invoked_function_arn,
    }
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(told),
    }
