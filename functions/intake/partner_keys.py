"""What partners were answered, by idempotency key, and how much each may send."""

from datetime import datetime
from typing import TYPE_CHECKING

from menwa.cases import hash_of
from menwa.stored import Stored
from menwa.table import Item, Table, contents_of

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

MOST_A_MINUTE = 60
MINUTE = 60


class Answered(Stored):
    """`meaning` is the request's, `proof_hash` that of the code in its answer."""

    meaning: str
    case_id: str
    proof_hash: str
    begun_at: datetime
    expires_at: int


class PartnerKeys:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def answered(self, partner_id: str, idempotency_key: str, now: datetime) -> Answered | None:
        found = self._table.get(_key(partner_id, idempotency_key), "KEY", consistent=True)
        if found is None or found["expires_at"] <= now.timestamp():
            return None
        return Answered.model_validate(found)

    def keeping(self, partner_id: str, idempotency_key: str, answered: Answered) -> Item:
        """A write: as long as its code, this key stands for this answer."""
        begun = int(answered.begun_at.timestamp())
        return self._table.putting(
            _key(partner_id, idempotency_key),
            "KEY",
            contents_of(answered),
            ConditionExpression="attribute_not_exists(pk) OR expires_at <= :begun",
            ExpressionAttributeValues={":begun": {"N": str(begun)}},
        )

    def may_send(self, partner_id: str, now: datetime) -> bool:
        """At most so many a minute, and this one counted."""
        minute = int(now.timestamp() // MINUTE)
        pk = f"LIMIT#{hash_of(f'partner:{partner_id}')}#{minute}"
        return self._table.take(pk, "LIMIT", MOST_A_MINUTE, (minute + 2) * MINUTE)


def seconds_to_wait(now: datetime) -> int:
    return MINUTE - int(now.timestamp()) % MINUTE


def _key(partner_id: str, idempotency_key: str) -> str:
    return f"KEY#{partner_id}#{idempotency_key}"
