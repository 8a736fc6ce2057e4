"""A call of botocore's as IAM looks at it: actions on what the template calls by these names."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tests.infra.reading import deployed, template
from tests.infra.roles import Call, written
from tests.steps.world import ENVIRONMENT

WRITES = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
S3_ACTIONS = {
    "HeadObject": "GetObject",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
}
IDENTITIES = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}"
IN_A_FOLDER = re.compile(r"(?<=/).*")
# Of a kind's many items; the only one of its kind keeps its name
ONE_OF_MANY = re.compile(r"(?<=#)(?!OFFICE$|sending$|written_first$).*")


def calls_in(service: str, operation: str, params: Mapping[str, Any]) -> Iterator[Call]:
    match service:
        case "dynamodb":
            yield from _of_the_table(operation, params)
        case "s3":
            action = S3_ACTIONS.get(operation, operation)
            action += "Version" if "VersionId" in params else ""
            if operation.startswith("List") or "Key" in params:  # else a form: heard when signed
                yield in_bucket(f"s3:{action}", params["Bucket"], params.get("Key"))
        case "sqs":
            yield Call("sqs:SendMessage", f"${{{_name(params['QueueUrl'])}.Arn}}")
        case "stepfunctions":
            yield Call(f"states:{operation}", named(ENVIRONMENT["STATE_MACHINE_ARN"]))
        case "secretsmanager":
            yield Call(f"secretsmanager:{operation}", named(params["SecretId"]))
        case "sesv2":
            yield from _letter(operation, params)


def in_bucket(action: str, bucket: str, key: str | None = None) -> Call:
    path = f"/{IN_A_FOLDER.sub('…', key)}" if key else ""
    return Call(action, f"${{{_name(bucket)}.Arn}}{path}")


def named(value: str) -> str:
    """What the template gives to the variable that has this value in tests; other things, that
    only tests have, by their own names."""
    return _given().get(value, value)


def _name(value: str) -> str:
    return named(value).removeprefix("${").removesuffix("}")


@cache
def _given() -> dict[str, str]:
    return {
        ENVIRONMENT[variable]: written(value)
        for function in deployed(template()).values()
        for variable, value in function["Environment"]["Variables"].items()
        if variable in ENVIRONMENT
    }


def _of_the_table(operation: str, params: Mapping[str, Any]) -> Iterator[Call]:
    if operation == "TransactWriteItems":
        for write in params["TransactItems"]:
            [(kind, one)] = write.items()
            yield _table_call(WRITES[kind], one["TableName"], [_key_of(one)])
    elif operation == "BatchGetItem":
        for table, asked in params["RequestItems"].items():
            yield _table_call(operation, table, [key["pk"]["S"] for key in asked["Keys"]])
    elif operation == "Query":
        first = next(iter(params["ExpressionAttributeValues"].values()))["S"]
        index = params.get("IndexName")
        path = f"/index/{index}" if index else ""
        yield _table_call(operation, params["TableName"], [] if index else [first], path)
    else:
        yield _table_call(operation, params["TableName"], [_key_of(params)])


def _table_call(action: str, table: str, keys: list[str], path: str = "") -> Call:
    kinds = sorted({ONE_OF_MANY.sub("…", key) for key in keys})
    return Call(f"dynamodb:{action}", f"${{{_name(table)}.Arn}}{path}", (*kinds,) or ("",))


def _key_of(one: Mapping[str, Any]) -> str:
    key: str = (one.get("Key") or one["Item"])["pk"]["S"]
    return key


def _letter(operation: str, params: Mapping[str, Any]) -> Iterator[Call]:
    sender = (named(params["FromEmailAddress"]),)
    yield Call(f"ses:{operation}", f"{IDENTITIES}:identity/…", sender)
    if "ConfigurationSetName" in params:
        configuration = named(params["ConfigurationSetName"])
        yield Call(f"ses:{operation}", f"{IDENTITIES}:configuration-set/{configuration}", sender)
