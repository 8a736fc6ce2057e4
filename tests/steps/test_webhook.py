"""Meta's webhook: what is signed is queued, whatever else is not."""

import hmac
import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest

from intake import webhook
from local.whatsapp.webhook_bodies import Line
from menwa import aws
from menwa.errors import Unavailable
from menwa.whatsapp_updates import InboundMessage, Receipt
from tests.builders import NOW, PHONE
from tests.steps.calling import Reply, http_event, invoked, requested
from tests.steps.world import (
    APP_SECRET,
    ENVIRONMENT,
    NUMBER_ID,
    OLD_SECRET,
    VERIFY,
    World,
)

PATH = "/webhook/whatsapp"
LINE = Line("102290129340398", NUMBER_ID, "+62811000714")
MOMENT = str(int(NOW.timestamp()))


def a_message(number: int, text: str = "Halo") -> dict[str, Any]:
    return {
        "from": PHONE.removeprefix("+"),
        "id": f"wamid.{number}",
        "timestamp": MOMENT,
        "type": "text",
        "text": {"body": text},
    }


def a_status(number: int) -> dict[str, Any]:
    known = {"id": f"wamid.{number}", "status": "delivered", "timestamp": MOMENT}
    return known | {"biz_opaque_callback_data": f"MW-00000000000.{number}"}


def a_body(*, messages: Any = (), statuses: Any = ()) -> bytes:
    value = LINE.value() | {"messages": list(messages), "statuses": list(statuses)}
    entry = {"id": LINE.account_id, "changes": [{"value": value, "field": "messages"}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def signature(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, "sha256").hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


def posted(body: bytes, secret: str = APP_SECRET) -> Reply:
    return requested(webhook.handler, "POST", PATH, body=body, headers=signature(body, secret))


def in_queue(name: str) -> Iterator[str]:
    url = ENVIRONMENT[f"{name.upper()}_QUEUE_URL"]
    while found := aws.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        yield from (message["Body"] for message in found)


def queued() -> list[str]:
    return [*in_queue("inbox"), *in_queue("receipts")]


@pytest.mark.usefixtures("world")
def test_what_is_signed_is_queued_and_answered_at_once() -> None:
    answer = posted(a_body(messages=[a_message(1, "MENWA AB12-CD34")], statuses=[a_status(2)]))
    assert (answer.status, answer.text) == (200, "")
    message = InboundMessage.model_validate_json(next(in_queue("inbox")))
    assert (message.id, message.text) == ("wamid.1", "MENWA AB12-CD34")
    assert message.sender.phone == PHONE
    receipt = Receipt.model_validate_json(next(in_queue("receipts")))
    assert (receipt.wamid, receipt.attempt_id) == ("wamid.2", "MW-00000000000.2")


@pytest.mark.usefixtures("world")
def test_a_wrong_signature_is_refused_and_nothing_is_queued() -> None:
    body = a_body(messages=[a_message(1)])
    for headers in (
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256=" + "0" * 64},
        signature(body, "another secret"),
        signature(body, ""),
        signature(body + b" "),
        {"X-Hub-Signature-256": signature(body)["X-Hub-Signature-256"].removeprefix("sha256=")},
        {"X-Hub-Signature": signature(body)["X-Hub-Signature-256"]},
    ):
        assert requested(webhook.handler, "POST", PATH, body=body, headers=headers).status == 401
    assert queued() == []


@pytest.mark.usefixtures("world")
def test_while_the_secret_is_changed_the_old_one_still_counts() -> None:
    assert posted(a_body(messages=[a_message(1)]), OLD_SECRET).status == 200
    assert len(queued()) == 1


@pytest.mark.usefixtures("world")
def test_a_body_in_base64_is_verified_as_it_came() -> None:
    body = a_body(messages=[a_message(1, "Terima kasih \U0001f64f")])
    event = http_event("POST", PATH, headers=signature(body))
    event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
    assert invoked(webhook.handler, event)["statusCode"] == 200
    assert "Terima kasih \U0001f64f" in next(in_queue("inbox"))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe", b"[" * 5000])
@pytest.mark.usefixtures("world")
def test_signed_garbage_is_not_sent_again_by_meta_and_queues_nothing(body: bytes) -> None:
    event = http_event("POST", PATH, headers=signature(body))
    event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
    assert invoked(webhook.handler, event)["statusCode"] == 200
    assert queued() == []


def test_what_cannot_be_read_does_not_hold_up_the_rest(world: World) -> None:
    broken = {"id": "wamid.9", "timestamp": "yesterday", "from": PHONE}
    assert posted(a_body(messages=[broken, a_message(1)], statuses=[{}])).status == 200
    assert len(queued()) == 1
    assert '"count":2' in world.logs.getvalue()


class Door:
    """Counts what goes out to SQS, and may let some of it fail."""

    def __init__(self, failing: bool = False) -> None:
        self.sizes: list[int] = []
        self._failing = failing

    def __call__(self, params: dict[str, Any], **_: Any) -> Any:
        self.sizes.append(len(json.loads(params["body"])["Entries"]))
        if not self._failing:
            return None
        failed = [{"Id": "0", "SenderFault": False, "Code": "InternalError"}]
        return type("Ok", (), {"status_code": 200})(), {"Successful": [], "Failed": failed}


@pytest.fixture
def door(request: pytest.FixtureRequest, world: World) -> Iterator[Door]:
    assert world.begun() == []
    door = Door(failing=getattr(request, "param", False))
    aws.sqs().meta.events.register("before-call.sqs.SendMessageBatch", door)
    yield door
    aws.sqs().meta.events.unregister("before-call.sqs.SendMessageBatch", door)


@pytest.mark.parametrize(
    ("messages", "statuses", "sizes"),
    [
        (25, 0, [10, 10, 5]),
        (25, 11, [10, 10, 5, 10, 1]),
        (10, 0, [10]),
        (0, 1, [1]),
        (0, 0, []),
    ],
)
def test_many_updates_go_ten_at_a_time(
    door: Door, messages: int, statuses: int, sizes: list[int]
) -> None:
    body = a_body(messages=map(a_message, range(messages)), statuses=map(a_status, range(statuses)))
    assert posted(body).status == 200
    assert door.sizes == sizes
    assert len(set(queued())) == messages + statuses


@pytest.mark.parametrize("door", [True], indirect=True)
def test_what_was_not_queued_is_not_answered_so_that_meta_repeats_it(door: Door) -> None:
    with pytest.raises(Unavailable):
        posted(a_body(messages=[a_message(1)]))
    assert door.sizes == [1]


def shaken(**query: str) -> Reply:
    return requested(webhook.handler, "GET", PATH, query=query)


@pytest.mark.usefixtures("world")
def test_meta_is_known_by_the_token_that_was_agreed() -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    answer = shaken(**asked, **{"hub.verify_token": VERIFY})
    assert (answer.status, answer.text) == (200, "1158201444")
    assert answer.headers["Content-Type"] == "text/plain"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"hub.mode": "subscribe", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": ""},
        {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": "t\u00e9bak"},
        {"hub.mode": "unsubscribe", "hub.challenge": "1", "hub.verify_token": VERIFY},
        {"hub.challenge": "1", "hub.verify_token": VERIFY},
    ],
)
@pytest.mark.usefixtures("world")
def test_nobody_else_shakes_hands(query: dict[str, str]) -> None:
    answer = shaken(**query)
    assert (answer.status, answer.text) == (403, "")


def test_of_what_was_written_nothing_is_logged(world: World) -> None:
    posted(a_body(messages=[a_message(1, "MENWA AB12-CD34 9971014209770001")]))
    posted(b"{" + PHONE.encode())
    assert "signed, but no JSON" in world.logs.getvalue()
