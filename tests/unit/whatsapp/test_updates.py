from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from menwa.errors import Rejected
from menwa.recipient import Recipient
from menwa.whatsapp_updates import InboundMessage, Receipt, updates_in
from tests.unit.whatsapp.bodies import a_body, a_status, a_text


def test_a_text_is_read_with_its_sender_and_time() -> None:
    updates = updates_in(a_body({"messages": [a_text(from_user_id="ID.1")]}))

    assert updates.messages == (
        InboundMessage(
            id="wamid.A",
            sender=Recipient(phone="+6281211110001", user_id="ID.1"),
            kind="text",
            text="MENWA 7K3Q9XAB",
            timestamp=datetime(2025, 6, 8, 20, 59, 43, tzinfo=UTC),
        ),
    )
    assert updates.receipts == ()
    assert updates.set_aside == ()


def test_a_user_without_a_phone_is_known_by_user_id() -> None:
    hidden = a_text(**{"from": None}, from_user_id="ID.13491208655302741918")
    (message,) = updates_in(a_body({"messages": [hidden]})).messages

    assert message.sender == Recipient(user_id="ID.13491208655302741918")


@pytest.mark.parametrize(
    "tapped",
    [
        {"type": "button", "button": {"payload": "TOLAK:1", "text": "Bukan saya"}},
        {
            "type": "interactive",
            "interactive": {
                "type": "button_reply",
                "button_reply": {"id": "TOLAK:1", "title": "Bukan saya"},
            },
        },
        {
            "type": "interactive",
            "interactive": {
                "type": "list_reply",
                "list_reply": {"id": "TOLAK:1", "title": "Bukan saya", "description": "x"},
            },
        },
    ],
)
def test_a_tapped_button_gives_its_payload_without_any_context(tapped: dict[str, Any]) -> None:
    (message,) = updates_in(a_body({"messages": [a_text(text=None, **tapped)]})).messages

    assert (message.kind, message.payload, message.text) == ("button", "TOLAK:1", "Bukan saya")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("image", "media"),
        ("document", "media"),
        ("reaction", "reaction"),
        ("system", "system"),
        ("interactive", "unsupported"),
        ("hologram", "unsupported"),
    ],
)
def test_each_kind_is_told_apart_and_a_new_one_is_unsupported(kind: str, expected: str) -> None:
    (message,) = updates_in(a_body({"messages": [a_text(type=kind, text=None)]})).messages

    assert message.kind == expected


def test_a_receipt_carries_the_attempt_it_is_for() -> None:
    (receipt,) = updates_in(a_body({"statuses": [a_status(pricing={"x": 1})]})).receipts

    assert (receipt.wamid, receipt.status) == ("wamid.B", "delivered")
    assert (receipt.attempt_id, receipt.error_code) == ("MW-0000000000.1", None)


def test_a_failed_receipt_says_why() -> None:
    errors = [{"code": 131047, "title": "Re-engagement message", "href": "https://…"}]
    (receipt,) = updates_in(
        a_body({"statuses": [a_status(status="failed", errors=errors)]})
    ).receipts

    assert (receipt.status, receipt.error_code) == ("failed", 131047)


@pytest.mark.parametrize("errors", [None, [], {}, ["?"], [{"title": "?"}], [{"code": "?"}]])
def test_a_failure_is_heard_of_even_if_its_reason_cannot_be_read(errors: Any) -> None:
    updates = updates_in(a_body({"statuses": [a_status(status="failed", errors=errors)]}))

    assert [(each.status, each.error_code) for each in updates.receipts] == [("failed", None)]


def test_a_receipt_of_a_message_sent_by_hand_has_no_attempt() -> None:
    status = a_status()
    del status["biz_opaque_callback_data"]

    assert updates_in(a_body({"statuses": [status]})).receipts[0].attempt_id is None


def test_an_unknown_status_is_unknown_and_played_is_read() -> None:
    statuses = [a_status(status="teleported"), a_status(status="played")]
    receipts = updates_in(a_body({"statuses": statuses})).receipts

    assert [receipt.status for receipt in receipts] == ["unknown", "read"]


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "wamid.X"},
        a_text(**{"from": None}),
        a_text(**{"from": "nobody"}),
        a_text(text="not an object"),
        a_text(timestamp="yesterday"),
    ],
)
def test_what_cannot_be_read_is_set_aside_and_the_rest_goes_on(broken: dict[str, Any]) -> None:
    updates = updates_in(
        a_body(
            {"messages": [broken, None, a_text()]},
            {"statuses": [{"id": 1, "status": []}, "?", a_status()]},
        )
    )

    assert [message.id for message in updates.messages] == ["wamid.A"]
    assert [receipt.wamid for receipt in updates.receipts] == ["wamid.B"]
    kept = [(each.queue, each.as_it_came) for each in updates.set_aside]
    assert kept == [
        ("inbox", broken),
        ("inbox", None),
        ("receipts", {"id": 1, "status": []}),
        ("receipts", "?"),
    ]


def test_what_was_set_aside_fails_in_its_queue_and_is_read_once_it_can_be() -> None:
    readable, broken = a_text(), a_text(timestamp="yesterday")
    (aside,) = updates_in(a_body({"messages": [broken]})).set_aside
    with pytest.raises(ValidationError):
        InboundMessage.model_validate_json(aside.for_queue())

    mended = aside.model_copy(update={"as_it_came": readable})
    assert InboundMessage.model_validate_json(mended.for_queue()) == InboundMessage.read(readable)
    mended = aside.model_copy(update={"as_it_came": a_status()})
    assert Receipt.model_validate_json(mended.for_queue()) == Receipt.read(a_status())


def test_what_was_set_aside_is_never_quoted() -> None:
    (aside,) = updates_in(a_body({"messages": [a_text(timestamp="secret")]})).set_aside
    with pytest.raises(ValidationError) as caught:
        InboundMessage.model_validate_json(aside.for_queue())

    assert "secret" not in f"{caught.value} {aside!r}"


def test_half_an_emoji_costs_no_more_than_itself() -> None:
    body = a_body({"messages": [a_text(text={"body": "halo HALF"}), a_text(id="wamid.C")]})
    messages = updates_in(body.replace(b"HALF", rb"\ud83d")).messages

    assert [message.text for message in messages] == ["halo ?", "MENWA 7K3Q9XAB"]


def test_a_very_long_text_is_cut() -> None:
    (message,) = updates_in(a_body({"messages": [a_text(text={"body": "x" * 65_536})]})).messages

    assert len(message.text or "") == 4096


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b'{"entry": null}',
        b'{"entry": [null, {"changes": 1}, {"changes": [{"field": "messages"}]}]}',
        b'{"entry": [{"changes": [{"field": "messages", "value": {"messages": {}}}]}]}',
        b'{"entry": [{"changes": [{"field": "flows", "value": {"messages": [{"id": "1"}]}}]}]}',
        b'{"entry": [{"changes": [null, {"field": 1, "value": {}}]}]}',
    ],
)
def test_bodies_without_messages_bring_nothing(raw: bytes) -> None:
    updates = updates_in(raw)

    assert (updates.messages, updates.receipts, updates.set_aside) == ((), (), ())


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[]", b"\xff", b'"text"', b"[" * 500 + b"]" * 500, b"[" * 200_000]
)
def test_what_is_no_object_at_all_is_rejected(raw: bytes) -> None:
    with pytest.raises(Rejected):
        updates_in(raw)


def test_another_number_of_the_same_account_is_left_alone() -> None:
    raw = a_body({"messages": [a_text()]})

    assert updates_in(raw, "1065").messages
    assert not updates_in(raw, "another").messages


def test_a_batch_of_a_thousand_comes_through_whole_and_in_order() -> None:
    messages = [a_text(id=f"wamid.{number}") for number in range(500)]
    statuses = [a_status(id=f"wamid.{number}") for number in range(500)]
    updates = updates_in(a_body({"messages": messages}, {"statuses": statuses}))

    assert [message.id for message in updates.messages] == [each["id"] for each in messages]
    assert [receipt.wamid for receipt in updates.receipts] == [each["id"] for each in statuses]


def test_duplicates_are_alike_so_that_they_can_be_told() -> None:
    messages = updates_in(a_body({"messages": [a_text()]}, {"messages": [a_text()]})).messages

    assert len(messages) == 2
    assert len(set(messages)) == 1


def test_updates_travel_as_compact_json_in_ascii() -> None:
    emoji = a_text(text={"body": "terima kasih 🙏 \uffff\x01"}, from_user_id="ID.1")
    updates = updates_in(a_body({"messages": [emoji]}, {"statuses": [a_status()]}))
    message, receipt = updates.messages[0], updates.receipts[0]

    assert InboundMessage.model_validate_json(message.for_queue()) == message
    assert Receipt.model_validate_json(receipt.for_queue()) == receipt
    assert ": " not in receipt.for_queue()
    assert message.for_queue().isascii()


def test_what_could_not_be_read_is_never_quoted() -> None:
    with pytest.raises(ValueError) as caught:
        Recipient(phone="0812-secret")

    assert "secret" not in str(caught.value)
