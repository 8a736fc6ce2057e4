"""What MENWA understands of WhatsApp's webhooks: `python -m local.webhook FILE…` (`-` reads stdin)

One line an update. Exits with 0 if all is understood, 1 if something cannot be read, 2 if it was
asked wrongly.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from menwa.errors import Rejected
from menwa.recipient import Recipient
from menwa.whatsapp_updates import (
    AccountNews,
    InboundMessage,
    Receipt,
    SetAside,
    each_update,
)

PROGRAM = "python -m local.webhook"
EPILOG = """\
A file holds one webhook's body, a list of them, or an object that names them (also Meta's
published examples). Numbers are masked, and of what was written only the length is shown."""
PUBLISHED = "webhooks"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog=PROGRAM, description=__doc__, epilog=EPILOG)
    parser.add_argument("files", nargs="+", metavar="FILE")
    asked = parser.parse_args(arguments)
    understood = [_show(name) for name in asked.files]
    return 0 if all(understood) else 1


def _show(name: str) -> bool:
    """Whether all of this file is understood."""
    try:
        bodies = list(bodies_in(_content_of(name)))
    except (OSError, ValueError, RecursionError) as error:
        return _complain(name, f"cannot be read: {_reason(error)}")
    if not bodies:
        return _complain(name, "holds no webhook")
    understood = [_show_body(f"{name}{place}", body) for place, body in bodies]
    return all(understood)


def _show_body(name: str, body: bytes) -> bool:
    try:
        found = list(each_update(body))
    except Rejected as error:
        return _complain(name, str(error))
    for each in found:
        if isinstance(each.update, SetAside):
            _complain(f"{name}: {each.place}", "cannot be read")
        else:
            print(f"{name}: {each.place}: {words_for(each.update)}")
    return not any(isinstance(each.update, SetAside) for each in found)


def bodies_in(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Each body with its place in the file; ValueError if the file is no JSON."""
    whole = json.loads(content)
    if isinstance(whole, dict) and isinstance(whole.get(PUBLISHED), dict):
        whole = whole[PUBLISHED]
    if isinstance(whole, dict) and "entry" in whole:
        yield "", content
    else:
        for place, body in _several(whole):
            yield f"[{place}]", json.dumps(body).encode()


def _several(whole: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(whole, list):
        yield from ((str(place), body) for place, body in enumerate(whole))
    elif isinstance(whole, dict):
        yield from whole.items()


def words_for(update: InboundMessage | Receipt | AccountNews) -> str:
    if isinstance(update, InboundMessage):
        return " ".join(_of_message(update))
    if isinstance(update, Receipt):
        return " ".join(_of_receipt(update))
    trouble = "trouble" if update.concerns_the_operator else "news"
    told = (update.event, update.subject, *map(str, update.codes))
    return " ".join(("account", trouble, update.field, *filter(None, told)))


def _of_message(message: InboundMessage) -> Iterator[str]:
    yield f"message {message.media or message.kind} from {masked(message.sender)}"
    if message.text is not None:
        yield f"({len(message.text)} characters)"
    if message.payload is not None:
        yield f"payload of {len(message.payload)} characters"
    if message.in_reply_to is not None:
        yield "in reply"
    if message.shared_phone is not None:
        yield f"shares {masked(Recipient(phone=message.shared_phone))}"
    if message.change is not None:
        now = f", now {masked(message.change.now)}" if message.change.now else ""
        yield f"changed {message.change.what}{now}"


def _of_receipt(receipt: Receipt) -> Iterator[str]:
    yield f"receipt {receipt.status}"
    if receipt.error_code is not None:
        yield f"error {receipt.error_code}"
    if receipt.recipient is not None:
        yield f"to {masked(receipt.recipient)}"
    if receipt.attempt_id is not None:
        yield f"attempt {receipt.attempt_id}"
    if receipt.price is not None:
        yield f"price {receipt.price.category}/{receipt.price.type}"


def masked(whom: Recipient) -> str:
    """The last digits, enough to tell two apart."""
    phone = f"+…{whom.phone[-4:]}" if whom.phone else ""
    user_id = f"id …{whom.user_id[-4:]}" if whom.user_id else ""
    return " / ".join(filter(None, (phone, user_id)))


def _content_of(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _reason(error: Exception) -> str:
    """Without the content: JSON's own errors carry none of it."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error) if isinstance(error, json.JSONDecodeError) else "not UTF-8"


def _complain(name: str, what: str) -> bool:
    print(f"{name}: {what}", file=sys.stderr)
    return False


if __name__ == "__main__":
    sys.exit(main())
