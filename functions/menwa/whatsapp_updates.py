"""What Meta's webhook brings: messages from people, and receipts for what MENWA sent.

Meta adds fields and kinds at will, sends up to 1,000 updates at once, some of them twice and in
any order: whatever is not understood is let through as such, or counted, and breaks nothing.
"""

import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

from menwa.errors import Rejected
from menwa.recipient import Recipient
from menwa.whatsapp_wire import Kind, Status, WireMessage, WireStatus

U = TypeVar("U")


class _Update(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class InboundMessage(_Update):
    """`payload` is what the tapped button carries; `text` what was typed, or the button's label."""

    id: str
    sender: Recipient
    kind: Kind
    text: str | None = None
    payload: str | None = None
    timestamp: AwareDatetime


class Receipt(_Update):
    wamid: str
    status: Status
    attempt_id: str | None = None
    timestamp: AwareDatetime
    error_code: int | None = None


class Updates(_Update):
    messages: tuple[InboundMessage, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    unreadable: int = 0


def signature_is_valid(raw: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """`header` is X-Hub-Signature-256; `secrets` the app's secret and, while it is changed, its
    predecessor. `raw` must be the bytes as they came: JSON written anew has another signature."""
    given = (header or "").encode()
    expected = (b"sha256=" + _hmac(secret, raw) for secret in secrets if secret)
    return any(hmac.compare_digest(given, signature) for signature in expected)


def updates_in(raw: bytes, phone_number_id: str | None = None) -> Updates:
    """With `phone_number_id`, only what belongs to that number of the account.

    Rejected if the body is no JSON object at all.
    """
    values = list(_values(_parsed(raw), phone_number_id))
    messages = [_read(_message, found) for found in _each(values, "messages")]
    receipts = [_read(_receipt, found) for found in _each(values, "statuses")]
    return Updates(
        messages=tuple(message for message in messages if message is not None),
        receipts=tuple(receipt for receipt in receipts if receipt is not None),
        unreadable=messages.count(None) + receipts.count(None),
    )


def _hmac(secret: str, raw: bytes) -> bytes:
    return hmac.new(secret.encode(), raw, "sha256").hexdigest().encode()


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        body = from_json(raw)
    except ValueError as error:
        raise Rejected("the webhook's body is not JSON") from error
    if not isinstance(body, dict):
        raise Rejected("the webhook's body is not an object")
    return body


def _values(body: dict[str, Any], phone_number_id: str | None) -> Iterator[dict[str, Any]]:
    for change in _each(_each([body], "entry"), "changes"):
        value = change.get("value")
        if change.get("field") == "messages" and isinstance(value, dict):
            metadata = value.get("metadata")
            number = metadata.get("phone_number_id") if isinstance(metadata, dict) else None
            if phone_number_id in (None, number):
                yield value


def _each(holders: Iterable[dict[str, Any]], name: str) -> Iterator[dict[str, Any]]:
    for holder in holders:
        held = holder.get(name)
        if isinstance(held, list):
            yield from (item for item in held if isinstance(item, dict))


def _read(read: Callable[[dict[str, Any]], U], found: dict[str, Any]) -> U | None:
    try:
        return read(found)
    except ValidationError:
        return None


def _message(found: dict[str, Any]) -> InboundMessage:
    wire = WireMessage.model_validate(found)
    return InboundMessage(
        id=wire.id,
        sender=wire.sender,
        kind=wire.kind,
        text=wire.words,
        payload=wire.payload,
        timestamp=wire.timestamp,
    )


def _receipt(found: dict[str, Any]) -> Receipt:
    wire = WireStatus.model_validate(found)
    return Receipt(
        wamid=wire.id,
        status=wire.known_status,
        attempt_id=wire.biz_opaque_callback_data,
        timestamp=wire.timestamp,
        error_code=wire.error_code,
    )
