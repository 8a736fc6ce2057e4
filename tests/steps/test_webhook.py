"""Meta's webhook: what is signed is queued, whatever else is not."""

import hmac
import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

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


def a_body(
    *, messages: Any = (), statuses: Any = (), value: Any = None, field: str = "messages"
) -> bytes:
    brought = LINE.value() | {"messages": list(messages), "statuses": list(statuses)}
    change = {"value": value or brought, "field": field}
    entry = {"id": LINE.account_id, "changes": [change]}
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


def waiting(name: str) -> int:
    url = ENVIRONMENT[f"{name.upper()}_QUEUE_URL"]
    answer = aws.sqs().get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    return int(answer["Attributes"]["ApproximateNumberOfMessages"])


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
def test_a_wrong_signature_is_refused_noted_and_nothing_is_queued(world: World) -> None:
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
    assert world.logs.getvalue().count("not signed as Meta does") == 8


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
    message = InboundMessage.model_validate_json(next(in_queue("inbox")))
    assert message.text == "Terima kasih \U0001f64f"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe", b"[" * 5000])
@pytest.mark.usefixtures("world")
def test_signed_garbage_is_not_sent_again_by_meta_and_queues_nothing(body: bytes) -> None:
    event = http_event("POST", PATH, headers=signature(body))
    event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
    assert invoked(webhook.handler, event)["statusCode"] == 200
    assert queued() == []


def test_what_cannot_be_read_is_kept_alone_in_its_own_queue(world: World) -> None:
    broken = {"id": "wamid.9", "timestamp": "yesterday", "from": PHONE}
    assert posted(a_body(messages=[broken, a_message(1)], statuses=[{}])).status == 200
    kept = [*in_queue("inbox"), *in_queue("receipts")]
    assert [json.loads(one).get("set_aside") for one in kept] == [None, broken, {}]
    with pytest.raises(ValidationError):
        InboundMessage.model_validate_json(kept[1])
    assert '"count":2' in world.logs.getvalue()


@pytest.mark.usefixtures("world")
def test_half_an_emoji_or_a_character_that_sqs_refuses_holds_up_nobody() -> None:
    texts = ["halo \ud83d", "halo \uffff\x01", "halo"]
    assert posted(a_body(messages=map(a_message, range(3), texts))).status == 200
    kept = [InboundMessage.model_validate_json(one).text for one in in_queue("inbox")]
    assert kept == ["halo ?", "halo \uffff\x01", "halo"]


def test_trouble_with_the_account_is_reported_and_counted(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    paused = {"event": "PAUSED", "message_template_name": "dokumen_siap"}
    calm = {"event": "APPROVED", "message_template_name": "dokumen_siap"}
    for value in (paused, calm):
        body = a_body(value=value, field="message_template_status_update")
        assert posted(body).status == 200
    assert "Meta reports trouble with the account" in world.logs.getvalue()
    assert capsys.readouterr().out.count('"WhatsAppAccountTrouble":[1.0]') == 1
    assert queued() == []


class Door:
    """Notes what goes out to SQS, and lets so many of its answers fail."""

    def __init__(self, failing: int = 0) -> None:
        self.sizes: list[int] = []
        self._failing = failing

    def __call__(self, params: dict[str, Any], **_: Any) -> Any:
        entries = json.loads(params["body"])["Entries"]
        self.sizes.append(len(entries))
        if self._failing == 0:
            return None
        self._failing -= 1
        failed = {"Id": entries[-1]["Id"], "SenderFault": False, "Code": "InternalError"}
        return type("Ok", (), {"status_code": 200})(), {"Successful": [], "Failed": [failed]}


@pytest.fixture
def door(request: pytest.FixtureRequest, world: World) -> Iterator[Door]:
    assert world.begun() == []
    door = Door(failing=getattr(request, "param", 0))
    aws.sqs().meta.events.register("before-call.sqs.SendMessageBatch", door)
    yield door
    aws.sqs().meta.events.unregister("before-call.sqs.SendMessageBatch", door)


@pytest.mark.parametrize(
    ("messages", "statuses", "sizes"),
    [
        (25, 0, [10, 10, 5]),
        (25, 11, [10, 10, 10, 5, 1]),
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
    assert sorted(door.sizes, reverse=True) == sizes
    assert len(set(queued())) == messages + statuses


def test_a_thousand_updates_are_queued_in_a_hundred_calls_and_one(door: Door) -> None:
    body = a_body(messages=map(a_message, range(505)), statuses=map(a_status, range(495)))
    assert posted(body).status == 200
    assert len(door.sizes) <= 1 + 1000 / 10
    assert (waiting("inbox"), waiting("receipts")) == (505, 495)


def test_no_batch_is_larger_than_sqs_takes(door: Door) -> None:
    words = [{"id": f"wamid.{one}", "garbage": "x" * 300_000} for one in range(9)]
    assert posted(a_body(messages=words)).status == 200
    assert sorted(door.sizes) == [3, 3, 3]
    assert len(queued()) == 9


@pytest.mark.usefixtures("world")
def test_one_update_that_is_larger_than_sqs_takes_is_kept_in_part() -> None:
    monster = {"id": "wamid.9", "garbage": '"' * 1_500_000}
    assert posted(a_body(messages=[monster, a_message(1)])).status == 200
    message, kept = in_queue("inbox")
    assert InboundMessage.model_validate_json(message).id == "wamid.1"
    assert "wamid.9" in json.loads(kept)["set_aside"]
    with pytest.raises(ValidationError):
        InboundMessage.model_validate_json(kept)


@pytest.mark.parametrize("door", [1], indirect=True)
def test_what_sqs_did_not_take_is_offered_once_more(door: Door) -> None:
    assert posted(a_body(messages=[a_message(1), a_message(2)])).status == 200
    assert door.sizes == [2, 1]
    assert [json.loads(one)["id"] for one in queued()] == ["wamid.2"]


@pytest.mark.parametrize("door", [2], indirect=True)
def test_what_was_not_queued_is_not_answered_so_that_meta_repeats_it(door: Door) -> None:
    with pytest.raises(Unavailable):
        posted(a_body(messages=[a_message(1)]))
    assert door.sizes == [1, 1]


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
