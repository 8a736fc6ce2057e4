"""What Meta's published examples lack: each kind of update, as one webhook in tests/events."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local.webhook import main
from local.whatsapp.graph_errors import KNOWN
from local.whatsapp.phones import ChatMessage, Content, SamplePhone
from local.whatsapp.webhook_bodies import Line, receipt, signed_body, typed
from menwa.recipient import Recipient
from menwa.whatsapp_updates import (
    AccountNews,
    IdentityChange,
    InboundMessage,
    Price,
    Receipt,
    SetAside,
    updates_in,
)
from tests.unit.whatsapp.bodies import an_event, event_names
from tests.unit.whatsapp.test_error_table import ROWS

OLD, NEW = "ID.24817305912873645029", "ID.90017305912873640000"
SITI = Recipient(phone="+6281211110001", user_id="ID.13491208655302741918")
HIDDEN = Recipient(user_id=OLD)
LINE = Line("102290129340398", "106540352242922", "+6276112345")
MESSAGE = ChatMessage(
    id="wamid.A",
    phone=SamplePhone("+6281211110001", "Siti Aminah"),
    from_office=True,
    content=Content("text", "Halo"),
    at=datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
    attempt_id="MW-1.1",
)


def a_message(name: str) -> InboundMessage:
    found = an_event(name)
    assert isinstance(found, InboundMessage)
    return found


def a_receipt(name: str) -> Receipt:
    found = an_event(name)
    assert isinstance(found, Receipt)
    return found


def test_nothing_in_it_is_set_aside() -> None:
    assert [name for name in event_names() if isinstance(an_event(name), SetAside)] == []


@pytest.mark.parametrize(
    ("name", "kind", "media", "text"),
    [
        ("text", "text", None, "MENWA 7K3Q-9XAB"),
        ("half an emoji", "text", None, "Terima kasih ?"),
        ("voice note", "media", "voice", None),
        ("audio file", "media", "audio", None),
        ("sticker", "media", "sticker", None),
        ("picture with words", "media", "image", "Ini KTP saya"),
        ("document", "media", "document", None),
        ("video", "media", "video", None),
        ("location", "unsupported", None, None),
        ("unsupported", "unsupported", None, None),
        ("a kind that is new", "unsupported", None, None),
        ("reaction", "reaction", None, None),
        ("flow reply", "form", None, None),
        ("flow reply without token", "form", None, None),
    ],
)
def test_each_kind_is_known(name: str, kind: str, media: str | None, text: str | None) -> None:
    message = a_message(name)

    assert (message.kind, message.media, message.text) == (kind, media, text)
    assert message.sender == SITI


@pytest.mark.parametrize(
    ("name", "payload", "in_reply_to"),
    [
        ("template button", "WRONG:tok1", "wamid.HBgN9000"),
        ("template button without context", "WRONG:tok1", None),
        ("reply button", "WRONG:tok1", "wamid.HBgN9000"),
        ("list reply", "TYPE:kk", "wamid.HBgN9000"),
    ],
)
def test_a_button_says_what_it_carries(name: str, payload: str, in_reply_to: str | None) -> None:
    message = a_message(name)

    assert (message.kind, message.payload) == ("button", payload)
    assert message.in_reply_to == in_reply_to


@pytest.mark.parametrize(
    ("name", "shared"),
    [
        ("own number, at our request", "+6281211110009"),
        ("own number, without a wa_id", "+6281211110009"),
        ("somebody else's number", None),
    ],
)
def test_a_shared_number_is_the_senders_only_if_we_asked_for_it(
    name: str, shared: str | None
) -> None:
    message = a_message(name)

    assert (message.kind, message.sender, message.shared_phone) == ("contact", HIDDEN, shared)


@pytest.mark.parametrize(
    ("name", "sender", "change"),
    [
        (
            "another number",
            SITI,
            IdentityChange(what="number", now=Recipient(phone="+6281399990000", user_id=NEW)),
        ),
        (
            "another user id, from nobody",
            HIDDEN,
            IdentityChange(what="user_id", now=Recipient(user_id=NEW)),
        ),
        (
            "another user id, as a field of its own",
            Recipient(phone="+6281211110001", user_id=OLD),
            IdentityChange(what="user_id", now=Recipient(phone="+6281211110001", user_id=NEW)),
        ),
        ("whatsapp set up anew", SITI, IdentityChange(what="device")),
    ],
)
def test_who_has_changed_is_known_by_the_old_name_and_the_new(
    name: str, sender: Recipient, change: IdentityChange
) -> None:
    message = a_message(name)

    assert (message.kind, message.sender, message.change) == ("system", sender, change)


@pytest.mark.parametrize(
    ("name", "status", "price"),
    [
        ("sent, priced", "sent", Price(category="utility", type="regular")),
        ("delivered, free", "delivered", Price(category="service", type="free_customer_service")),
        ("read", "read", None),
        ("failed", "failed", None),
        ("a status that is new", "unknown", None),
    ],
)
def test_a_receipt_says_to_whom_and_at_what_price(
    name: str, status: str, price: Price | None
) -> None:
    receipt = a_receipt(name)

    assert (receipt.status, receipt.price, receipt.recipient) == (status, price, SITI)
    assert receipt.attempt_id == "MW-00000000000.1"


def test_a_receipt_of_a_person_without_a_phone_is_by_user_id() -> None:
    assert a_receipt("read by a person without a phone").recipient == HIDDEN


def test_a_failure_carries_metas_code() -> None:
    assert a_receipt("failed").error_code == 131047


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_each_code_of_the_table_is_understood_in_a_receipt_as_meta_writes_it(
    code: int, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    raw, _ = signed_body(LINE, [receipt(LINE, MESSAGE, "failed", MESSAGE.at, code)], "secret")
    (found,) = updates_in(raw).receipts
    assert (found.status, found.error_code, found.attempt_id) == ("failed", code, "MW-1.1")
    (tmp_path / "failed.json").write_bytes(raw)
    assert main([str(tmp_path / "failed.json")]) == 0
    assert f": receipt failed error {code} to +…0001" in capsys.readouterr().out


def test_the_sample_knows_each_code_of_the_table() -> None:
    assert {code for code, *_ in ROWS} - {201, 250, 298, 299} == set(KNOWN)


def test_a_batch_of_a_thousand_is_read_whole_whoever_is_in_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    people = [
        SamplePhone(f"+62812{place:08}", "Warga", hides_number=place % 3 == 0)
        for place in range(500)
    ]
    said = [replace(MESSAGE, phone=one, id=f"wamid.{place}") for place, one in enumerate(people)]
    updates = [typed(LINE, each) for each in said]
    updates += [receipt(LINE, each, "delivered", each.at) for each in said]
    raw, _ = signed_body(LINE, updates, "secret")
    found = updates_in(raw)
    assert (len(found.messages), len(found.receipts), found.set_aside) == (500, 500, ())
    assert sum(each.sender.phone is None for each in found.messages) == 167
    assert {each.price for each in found.receipts} == {Price(category="service", type="regular")}
    (tmp_path / "batch.json").write_bytes(raw)
    assert main([str(tmp_path / "batch.json")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1000


@pytest.mark.parametrize(
    ("name", "event", "subject", "trouble"),
    [
        ("template paused", "PAUSED", "dokumen_siap", True),
        ("template approved", "APPROVED", "dokumen_siap", False),
        ("template is now marketing", "MARKETING", "kabar_permintaan", True),
        ("template disliked", "RED", "kabar_permintaan", True),
        ("number disliked", "FLAGGED", "TIER_250", True),
        ("alert", "CRITICAL", "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED", True),
        ("account restricted", "ACCOUNT_RESTRICTION", "", True),
        ("more people a day", "TIER_2K", "", False),
        ("pin changed", "PIN_CHANGED", "", True),
        ("marketing stopped", "", "", False),
        ("a field that is new", "", "", False),
        ("an error of the account", "", "", True),
    ],
)
def test_news_of_the_account_is_trouble_or_not(
    name: str, event: str, subject: str, trouble: bool
) -> None:
    news = an_event(name)

    assert isinstance(news, AccountNews)
    assert (news.event, news.subject) == (event, subject)
    assert news.concerns_the_operator is trouble


def test_news_of_the_account_holds_nothing_of_a_person() -> None:
    news = [an_event(name) for name in event_names()]
    told = " ".join(each.model_dump_json() for each in news if isinstance(each, AccountNews))

    assert "6281211110001" not in told
    assert "Siti" not in told
