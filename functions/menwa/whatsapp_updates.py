"""What Meta's webhook brings: messages from people, receipts for what MENWA sent, and news.

Meta adds fields and kinds at will, sends up to 1,000 updates at once, some of them twice and in
any order: what is not understood is let through as such, or set aside alone, and breaks nothing.
"""

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from menwa.errors import Rejected
from menwa.whatsapp_account import AccountNews, news_of
from menwa.whatsapp_inbound import IdentityChange, InboundMessage
from menwa.whatsapp_queued import SetAside
from menwa.whatsapp_receipts import Price, Receipt

__all__ = [
    "AccountNews",
    "Found",
    "IdentityChange",
    "InboundMessage",
    "Price",
    "Receipt",
    "SetAside",
    "Updates",
    "each_update",
    "signature_is_valid",
    "updates_in",
]

Update = InboundMessage | Receipt | AccountNews | SetAside


@dataclass(frozen=True)
class Found:
    """`place` leads to it in the body: `entry[0].changes[1].value.messages[2]`."""

    place: str
    update: Update


@dataclass(frozen=True)
class Updates:
    messages: tuple[InboundMessage, ...]
    receipts: tuple[Receipt, ...]
    news: tuple[AccountNews, ...]
    set_aside: tuple[SetAside, ...]


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
    updates = [found.update for found in each_update(raw, phone_number_id)]
    return Updates(
        messages=tuple(each for each in updates if isinstance(each, InboundMessage)),
        receipts=tuple(each for each in updates if isinstance(each, Receipt)),
        news=tuple(each for each in updates if isinstance(each, AccountNews)),
        set_aside=tuple(each for each in updates if isinstance(each, SetAside)),
    )


def each_update(raw: bytes, phone_number_id: str | None = None) -> Iterator[Found]:
    """In the body's order. Rejected as in `updates_in`."""
    for entry_place, entry in _each(_parsed(raw), "entry"):
        if not isinstance(entry, dict):
            continue
        for place, change in _each(entry, "changes", f"{entry_place}."):
            value = change.get("value") if isinstance(change, dict) else None
            if isinstance(value, dict) and phone_number_id in (None, _number_of(value)):
                yield from _in_value(change.get("field"), value, f"{place}.value")


def _in_value(field: object, value: dict[str, Any], place: str) -> Iterator[Found]:
    if field == "user_id_update":
        for at, found in _each(value, "user_id_update", f"{place}."):
            yield Found(at, _message(found))
        return
    if field != "messages":
        yield Found(place, news_of(field, value))
        return
    for at, found in _each(value, "messages", f"{place}."):
        yield Found(at, _message(found))
    for at, found in _each(value, "statuses", f"{place}."):
        yield Found(at, _receipt(found))
    if value.get("errors"):
        yield Found(f"{place}.errors", news_of(field, value))


def _message(found: object) -> InboundMessage | SetAside:
    try:
        return InboundMessage.read(found)
    except ValidationError:
        return SetAside(queue="inbox", as_it_came=found)


def _receipt(found: object) -> Receipt | SetAside:
    try:
        return Receipt.read(found)
    except ValidationError:
        return SetAside(queue="receipts", as_it_came=found)


def _hmac(secret: str, raw: bytes) -> bytes:
    return hmac.new(secret.encode(), raw, "sha256").hexdigest().encode()


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        body = from_json(raw)
    except ValueError:
        body = _parsed_with_whole_characters(raw)
    if not isinstance(body, dict):
        raise Rejected("the webhook's body is not an object")
    return body


def _parsed_with_whole_characters(raw: bytes) -> Any:
    """Half an emoji, cut off on some phone, must not cost the whole batch."""
    try:
        whole = json.dumps(json.loads(raw), ensure_ascii=False).encode(errors="replace")
        return from_json(whole)
    except (ValueError, RecursionError) as error:
        raise Rejected("the webhook's body is not JSON") from error


def _number_of(value: dict[str, Any]) -> object:
    metadata = value.get("metadata")
    return metadata.get("phone_number_id") if isinstance(metadata, dict) else None


def _each(holder: dict[str, Any], name: str, place: str = "") -> Iterator[tuple[str, Any]]:
    held = holder.get(name)
    for index, item in enumerate(held if isinstance(held, list) else ()):
        yield f"{place}{name}[{index}]", item
