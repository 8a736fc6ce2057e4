"""Meta's own examples: what concerns us of them is parsed or produced."""

import json
import re
from typing import Any

import pytest

from menwa.recipient import Recipient
from menwa.whatsapp import (
    Choices,
    ReplyButton,
    TemplateButton,
    TemplateDocument,
    TemplateMessage,
    WhatsAppClient,
)
from menwa.whatsapp_updates import AccountNews, each_update, updates_in
from tests.unit.whatsapp.meta import ACCEPTED, SITI, a_client, answering
from tests.unit.whatsapp.setting import published_examples

A_DOCUMENT = TemplateDocument(media_id="77", filename="kk.pdf")
TWO = (ReplyButton(id="WRONG:1", title="Data salah"), ReplyButton(id="MINE:1", title="Bukan saya"))
QUICK = tuple(TemplateButton(kind="quick_reply", value=each.id) for each in TWO)
# Of Meta's requests these are not ours, whatever stands in their place.
NOT_OURS = {
    "the office sends no such media": r"(Audio|Image|Sticker|Video) Message",
    "the office sends no contacts or places": r"(Contact|Location) Message",
    "a link would put a document on a public address": r"Document Message by URL",
    "the office sells nothing": r"Catalog|Product|Order",
    "forms are the web's": r"Flow",
    "a list is more than three answers": r"List Message",
    "an answer stands by itself": r"Reply (to|with)",
    "links stand on buttons": r"Preview URL",
    "its example has no parameters of ours": r"Sample|Test Message",
}


def _sent(send: str) -> dict[str, Any]:
    """What our client makes of it."""
    meta = answering(200, ACCEPTED)
    client = a_client(meta)
    _SENDERS[send](client)
    body: dict[str, Any] = meta.body
    return body


_TEXT = TemplateMessage(name="kabar", values={"1": "a", "2": "b", "3": "c"})
_SENDERS: dict[str, Any] = {
    "Send Document Message by ID": lambda client: _document(client),
    "Send Text Message": lambda client: client.send_text(SITI, "Halo"),
    "Send Reply Button": lambda client: client.send_choices(SITI, Choices(text="?", buttons=TWO)),
    "Send Message Template Text": lambda client: client.send_template(SITI, _TEXT, "1"),
    "Send Message Template Media": lambda client: client.send_template(
        SITI, _TEXT.model_copy(update={"document": A_DOCUMENT}), "1"
    ),
    "Send Message Template Interactive": lambda client: client.send_template(
        SITI, _TEXT.model_copy(update={"document": A_DOCUMENT, "buttons": QUICK}), "1"
    ),
    "Send typing indicator and read receipt": lambda client: client.mark_read("w", typing=True),
}


def _document(client: WhatsAppClient) -> None:
    client.send_document(Recipient(phone=SITI.phone), "77", "kk.pdf", "Ini", "1")


def test_every_published_request_is_produced_or_known_not_to_be_ours() -> None:
    published = published_examples()["messages_requests"]
    left = set(published) - set(_SENDERS)

    assert set(_SENDERS) <= set(published)
    assert [
        name for name in left if not any(re.search(each, name) for each in NOT_OURS.values())
    ] == []
    assert [
        why for why, each in NOT_OURS.items() if not any(re.search(each, n) for n in left)
    ] == []


@pytest.mark.parametrize("name", _SENDERS)
def test_our_requests_have_the_published_form(name: str) -> None:
    published = published_examples()["messages_requests"][name]

    assert form(_sent(name)) == form(published)


def form(body: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The paths of all fields. Not told apart: which kind of parameter, media or header it is;
    how a media is named; and what only we add."""
    if isinstance(body, list):
        return set().union(*(form(each, path) for each in body))
    if not isinstance(body, dict):
        return set()
    found: set[tuple[str, ...]] = set()
    for name, value in body.items():
        if name in {"biz_opaque_callback_data", "currency", "date_time"} or "document" in path[-1:]:
            continue
        here = (*path, "document" if name == "image" else name)
        found |= {here} | (set() if here[-1] == "document" and path else form(value, here))
    return found


def test_every_published_answer_is_understood() -> None:
    for name, answer in published_examples()["messages_responses_200"].items():
        client = a_client(answering(200, answer))
        if "messages" in answer:
            assert client.send_text(SITI, "Halo") == answer["messages"][0]["id"], name
        else:
            client.mark_read("wamid.7", typing=True)


def test_every_published_webhook_is_read() -> None:
    kinds: dict[str, list[str]] = {}
    for name, webhook in published_examples()["webhooks"].items():
        raw = json.dumps(webhook).encode()
        assert updates_in(raw).set_aside == (), name
        kinds[name] = [
            found.update.field
            if isinstance(found.update, AccountNews)
            else getattr(found.update, "kind", "receipt")
            for found in each_update(raw)
        ]

    assert kinds == {
        "Text Message": ["text"],
        "Text Message with Context (Product Inquiry)": ["text"],
        "Text Message from Click to WhatsApp Ad": ["text"],
        "Reaction Message": ["reaction"],
        "Image Message": ["media"],
        "Location Message": ["unsupported"],
        "Contact Sharing Message": ["contact"],
        "Unsupported Message": ["unsupported"],
        "Button Message": ["button"],
        "Interactive List Reply Message": ["button"],
        "Interactive Button Reply Message": ["button"],
        "Order Message": ["unsupported"],
        "System Message": ["system"],
        # Groups are none of the office's: known by their field, and let be.
        "Group Create Message": ["group_lifecycle_update"],
        "Group Settings Update": ["group_settings_update"],
        "Group Remove Participants": ["group_participants_update"],
    }


def test_a_published_change_of_number_names_both() -> None:
    webhook = published_examples()["webhooks"]["System Message"]
    (message,) = updates_in(json.dumps(webhook).encode()).messages

    assert message.sender == Recipient(phone="+16505551234")
    assert message.change is not None
    assert message.change.now == Recipient(phone="+12195555358")


def test_a_published_contact_is_nobodys_own_number() -> None:
    webhook = published_examples()["webhooks"]["Contact Sharing Message"]
    (message,) = updates_in(json.dumps(webhook).encode()).messages

    assert message.shared_phone is None
