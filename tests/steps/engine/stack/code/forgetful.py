"""Reads a variable that the template does not give."""

import os
from typing import Any


def handler(_: dict[str, Any], __: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": os.environ["NOT_GIVEN"]}
