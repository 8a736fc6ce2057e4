"""Where moto must be helped, through names that it does not promise: hence its exact version.

Each hook goes when moto no longer needs it.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from importlib.metadata import version
from typing import Any

import jsonata
from moto.awslambda.models import LambdaBackend
from moto.core.config import default_user_config
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.ses.models import ses_backends
from moto.sesv2.responses import SESV2Response
from moto.stepfunctions.parser.asl.jsonata import jsonata as moto_jsonata
from moto.stepfunctions.parser.asl.utils.boto_client import boto_client_for
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

from local.engine.expansion import REGION
from local.engine.haste import hasten_moto
from local.engine.identities import ACCOUNT

MOTO = "5.2.5"
Invoke = Callable[[str, bytes, bool], tuple[bytes, bool]]
"""Function, payload, whether to wait for the answer → the answer, whether it is an error."""

if version("moto") != MOTO:
    raise ImportError(f"local/engine/hooks.py was written for moto {MOTO}, not {version('moto')}")

_dynamodb = threading.RLock()
_jsonata = threading.Lock()
_original_call = DynamoHandler.call_action
_original_transaction = DynamoDBBackend.transact_write_items
_original_worker = ExecutionWorker.__init__
_original_mail = SESV2Response.send_email


def help_moto(invoke: Invoke) -> None:
    """`invoke` runs a function; moto would want Docker for it. May be called again."""

    def invoke_here(
        _: Any, function: str, __: Any, body: Any, headers: Any, answered: Any
    ) -> bytes:
        wait = headers.get("X-Amz-Invocation-Type", "RequestResponse") == "RequestResponse"
        payload = body.encode() if isinstance(body, str) else body
        answer, errored = invoke(function, payload or b"{}", wait)
        if errored:
            answered["x-amz-function-error"] = "Unhandled"
        return answer

    for owner, name, ours in (
        (LambdaBackend, "invoke", invoke_here),
        (DynamoHandler, "call_action", _one_at_a_time),
        (DynamoDBBackend, "transact_write_items", _all_or_nothing),
        (Table, "__deepcopy__", lambda table, _: table),
        (ExecutionWorker, "__init__", _begun),
        (SESV2Response, "send_email", _kept_whole),
        (moto_jsonata, "_eval_jsonata", _evaluate),
    ):
        setattr(owner, name, ours)
    hasten_moto()
    boto_client_for(REGION, "lambda")  # alone once: boto3's first client is not for many threads
    default_user_config["stepfunctions"]["execute_state_machine"] = True


def sent_mails() -> list[Mapping[str, Any]]:
    """What SES took, oldest first: source, destinations, and subject with body (its HTML, if it
    has any), or raw_data; `text` and `tags` beside them."""
    return [dict(vars(mail)) for mail in ses_backends[ACCOUNT][REGION].sent_messages]


def _one_at_a_time(self: DynamoHandler) -> Any:
    with _dynamodb:
        return _original_call(self)


def _kept_whole(self: SESV2Response) -> str:
    """Also the plain text beside the HTML, and the tags: moto drops both."""
    asked = json.loads(self.body)
    answer = _original_mail(self)
    body = asked["Content"].get("Simple", {}).get("Body", {})
    sent = ses_backends[ACCOUNT][self.region].sent_messages
    [mail] = [one for one in sent if one.id == json.loads(answer)["MessageId"]]
    mail.text = body.get("Text", {}).get("Data", "")
    mail.tags = {one["Name"]: one["Value"] for one in asked.get("EmailTags", [])}
    return answer


def _all_or_nothing(self: DynamoDBBackend, items: list[dict[str, Any]]) -> None:
    """Keeps the items of this transaction, where moto would copy the whole table each time."""
    with _dynamodb, _restored_on_failure(self, items):
        _original_transaction(self, items)


@contextmanager
def _restored_on_failure(backend: DynamoDBBackend, items: list[dict[str, Any]]) -> Iterator[None]:
    with ExitStack() as undone:
        for table, hash_key, range_key in _keys(backend, items):
            item = deepcopy(table.get_item(hash_key, range_key))
            undone.callback(_put_back, table, hash_key, range_key, item)
        yield
        undone.pop_all()


def _put_back(table: Table, hash_key: Any, range_key: Any, item: Any) -> None:
    table.delete_item(hash_key, range_key)
    if item and range_key:
        table.items[hash_key][range_key] = item
    elif item:
        table.items[hash_key] = item


def _keys(
    backend: DynamoDBBackend, items: list[dict[str, Any]]
) -> Iterator[tuple[Table, Any, Any]]:
    for item in items:
        operation = next(iter(item.values()))
        if table := backend.tables.get(operation["TableName"]):
            attributes = operation.get("Key") or operation["Item"]
            yield table, *backend.get_keys_value(table, attributes)


def _begun(self: ExecutionWorker, *given: Any, **named: Any) -> None:
    """An answer to another execution's token would fail on one that has not begun."""
    _original_worker(self, *given, **named)
    self.env = self._get_evaluation_environment()


def _evaluate(expression: str) -> Any:
    with _jsonata:
        return json.loads(json.dumps(jsonata.Jsonata(expression).evaluate(None)))
