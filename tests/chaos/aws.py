"""AWS in memory, as far as the functions use it; each call is an effect that may go wrong."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from tests.chaos.faults import ONCE, READS, WRITES, Faults, Kind
from tests.memory_table import MemoryTable
from tests.steps.world import CONFIGURATION


def failing(operation: str) -> Callable[[Kind], Exception]:
    def error(kind: Kind) -> Exception:
        if kind is Kind.LOST:
            return ReadTimeoutError(endpoint_url="https://aws.test")
        return client_error("ThrottlingException", operation)

    return error


def client_error(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "refused"}}, operation)


class PlainTable(MemoryTable):
    """Of few items: they lie as they came."""

    @staticmethod
    def packed(item: dict[str, Any]) -> dict[str, Any]:
        return item

    @staticmethod
    def unpacked(packed: dict[str, Any]) -> dict[str, Any]:
        return packed


class FaultyTable:
    """A transaction bears a token of the client's: repeated, it is carried out once."""

    exceptions = MemoryTable.exceptions

    def __init__(self, table: MemoryTable, faults: Faults) -> None:
        self.table, self._faults = table, faults

    def __getattr__(self, operation: str) -> Any:
        do = getattr(self.table, operation)
        kinds = {"get_item": READS, "batch_get_item": READS, "transact_write_items": ONCE}

        def called(**asked: Any) -> Any:
            what, error = f"table.{operation}", failing(operation)
            return self._faults.effect(
                what, lambda: do(**asked), error, kinds.get(operation, WRITES)
            )

        return called

    def get_paginator(self, _operation: str) -> "FaultyTable":
        return self

    def paginate(self, **query: Any) -> Iterator[dict[str, Any]]:
        def pages() -> Iterator[dict[str, Any]]:
            return self.table.paginate(**query)

        return self._faults.effect("table.query", pages, failing("Query"), READS)


class NoSuchKey(ClientError):
    pass


@dataclass
class Bucket:
    """Each PDF that arrives under `incoming/` is told of. The office's own files are read once by a
    warm function: nothing goes wrong there."""

    faults: Faults
    told: Callable[[str], None]
    objects: dict[tuple[str, str], bytes] = field(default_factory=dict)

    class exceptions:  # noqa: N801  as boto3 spells it
        NoSuchKey = NoSuchKey

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **_: Any) -> dict[str, Any]:  # noqa: N803
        def put() -> dict[str, Any]:
            self.objects[Bucket, Key] = Body
            if Key.startswith("incoming/"):
                self.told(Key)
            return {}

        return self.faults.effect("bucket.put_object", put, failing("PutObject"), WRITES)

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803
        def get() -> dict[str, Any]:
            if (Bucket, Key) not in self.objects:
                raise NoSuchKey({"Error": {"Code": "NoSuchKey", "Message": Key}}, "GetObject")
            return {"Body": io.BytesIO(self.objects[Bucket, Key])}

        if Bucket == CONFIGURATION:
            return get()
        return self.faults.effect("bucket.get_object", get, failing("GetObject"), READS)

    def head_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803
        def head() -> dict[str, Any]:
            if (Bucket, Key) not in self.objects:
                raise client_error("404", "HeadObject")
            return {}

        return self.faults.effect("bucket.head_object", head, failing("HeadObject"), READS)


@dataclass
class Queues:
    """`put` takes a message for the queue of that address."""

    faults: Faults
    put: Callable[[str, str], None]

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803
        def send() -> dict[str, Any]:
            for entry in Entries:
                self.put(QueueUrl, entry["MessageBody"])
            return {"Successful": [{"Id": entry["Id"]} for entry in Entries]}

        error = failing("SendMessageBatch")
        return self.faults.effect("queue.send_message_batch", send, error, WRITES)


@dataclass
class Mail:
    faults: Faults
    take: Callable[[str, str], None]
    """Whom it is to, and its words."""

    def send_email(self, *, Destination: Any, Content: Any, **_: Any) -> dict[str, str]:  # noqa: N803
        def send() -> dict[str, str]:
            [to] = Destination["ToAddresses"]
            self.take(to, Content["Simple"]["Body"]["Text"]["Data"])
            return {"MessageId": "mail"}

        return self.faults.effect("mail.send_email", send, failing("SendEmail"), WRITES)


@dataclass(frozen=True)
class Secrets:
    """Read once by a warm function: nothing goes wrong there."""

    values: Mapping[str, object]

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803
        return {"SecretString": json.dumps(self.values[SecretId])}
