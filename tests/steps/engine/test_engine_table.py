"""The table: transactions are atomic, also when a hundred race."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.engine.office import LocalOffice

RACERS = 100


def put(office: LocalOffice, sk: str, **more: Any) -> dict[str, Any]:
    table = office.template.tables[0].physical_name
    item = {"pk": {"S": "race"}, "sk": {"S": sk}, **more}
    return {
        "Put": {
            "TableName": table,
            "Item": item,
            "ConditionExpression": "attribute_not_exists(pk)",
        }
    }


def keys(office: LocalOffice) -> list[str]:
    found = office.aws.client("dynamodb").query(
        TableName=office.template.tables[0].physical_name,
        KeyConditionExpression="pk = :race",
        ExpressionAttributeValues={":race": {"S": "race"}},
    )
    return [item["sk"]["S"] for item in found["Items"]]


def test_of_a_hundred_that_race_one_wins_and_leaves_one_entry(office: LocalOffice) -> None:
    dynamodb = office.aws.client("dynamodb")

    def decide(racer: int) -> str:
        try:
            dynamodb.transact_write_items(
                TransactItems=[put(office, f"entry {racer}"), put(office, "decision")]
            )
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return "won"

    with ThreadPoolExecutor(20) as racers:
        outcomes = list(racers.map(decide, range(RACERS)))
    assert sorted(outcomes) == ["TransactionCanceledException"] * (RACERS - 1) + ["won"]
    assert keys(office) == ["decision", f"entry {outcomes.index('won')}"]


def test_a_transaction_that_fails_leaves_what_was_there(office: LocalOffice) -> None:
    dynamodb, table = office.aws.client("dynamodb"), office.template.tables[0].physical_name
    key = {"pk": {"S": "kept"}, "sk": {"S": "kept"}}
    dynamodb.put_item(TableName=table, Item={**key, "count": {"N": "1"}})
    update = {
        "TableName": table,
        "Key": key,
        "UpdateExpression": "ADD #count :one",
        "ExpressionAttributeNames": {"#count": "count"},
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    taken = put(office, "taken")
    dynamodb.transact_write_items(TransactItems=[taken])
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=[{"Update": update}, taken])
    assert dynamodb.get_item(TableName=table, Key=key)["Item"]["count"] == {"N": "1"}
    dynamodb.transact_write_items(TransactItems=[{"Update": update}])
    assert dynamodb.get_item(TableName=table, Key=key)["Item"]["count"] == {"N": "2"}


def test_a_transaction_that_fails_undoes_nobody_elses_work(office: LocalOffice) -> None:
    dynamodb, table = office.aws.client("dynamodb"), office.template.tables[0].physical_name
    dynamodb.put_item(TableName=table, Item={"pk": {"S": "race"}, "sk": {"S": "in the way"}})
    update = {
        "TableName": table,
        "Key": {"pk": {"S": "counter"}, "sk": {"S": "counter"}},
        "UpdateExpression": "ADD #count :one",
        "ExpressionAttributeNames": {"#count": "count"},
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }

    def count(racer: int) -> None:
        if racer % 2:
            dynamodb.update_item(**update)
        else:
            with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
                items = [{"Update": update}, put(office, "in the way")]
                dynamodb.transact_write_items(TransactItems=items)

    with ThreadPoolExecutor(20) as racers:
        list(racers.map(count, range(2 * RACERS)))
    counted = dynamodb.get_item(TableName=table, Key=update["Key"])["Item"]["count"]
    assert counted == {"N": str(RACERS)}
