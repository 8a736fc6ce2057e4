import threading

import httpx
import pytest

from local.whatsapp import SampleWhatsApp
from local.whatsapp.faults import Faults
from menwa.errors import OutcomeUnknown
from menwa.recipient import Recipient
from menwa.whatsapp import WhatsAppClient
from tests.unit.whatsapp.setting import (
    A_QUESTION,
    HIDDEN,
    NUMBER_ID,
    RATNA,
    SITI,
    TOKEN,
    Office,
    listening,
    until,
)


def send(address: str, attempt_id: str = "MW-1.1") -> str:
    client = WhatsAppClient(f"{address}/_meta/v26.0", NUMBER_ID, TOKEN)
    try:
        return client.send_template(Recipient(phone=RATNA), A_QUESTION, attempt_id)
    finally:
        client.close()


def test_what_someone_types_reaches_the_office_signed_and_escaped(sample: SampleWhatsApp) -> None:
    office = Office()
    with listening(sample, office):
        message_id = sample.write(SITI, "terima kasih 🙏 é").id
        until(lambda: bool(office.messages))

    (message,) = office.messages
    assert (message.id, message.text, message.kind) == (message_id, "terima kasih 🙏 é", "text")
    assert message.sender.phone == SITI
    assert office.bodies[0].isascii()
    assert rb"\u00e9" in office.bodies[0]
    assert sample.chats.on_phone(SITI)[0].statuses == ("delivered",)


def test_a_person_with_a_username_writes_without_a_phone(sample: SampleWhatsApp) -> None:
    office = Office()
    with listening(sample, office):
        sample.write(HIDDEN, "Halo")
        until(lambda: bool(office.messages))

    assert office.messages[0].sender == Recipient(user_id=sample.chats.phone(HIDDEN).user_id)
    assert HIDDEN[1:].encode() not in office.bodies[0]


def test_a_tapped_button_brings_its_payload(sample: SampleWhatsApp) -> None:
    office = Office()
    with listening(sample, office) as address:
        wamid = send(address)
        assert sample.tap(RATNA, wamid, 0) is None
        assert sample.tap(SITI, wamid, 1) is None
        assert sample.tap(RATNA, wamid, 1) is not None
        until(lambda: bool(office.messages))

    (message,) = office.messages
    assert (message.kind, message.payload, message.text) == ("button", "OTHER:tok1", "Bukan saya")


def test_receipts_come_in_order_and_read_once_the_phone_is_opened(sample: SampleWhatsApp) -> None:
    office = Office()
    with listening(sample, office) as address:
        wamid = send(address)
        until(lambda: len(office.receipts) == 2)
        assert httpx.get(f"{address}/_kantor/hp/{RATNA}").status_code == 200
        sample.write(RATNA, "sudah saya baca")
        until(lambda: bool(office.messages))

    assert office.statuses(wamid) == ["sent", "delivered", "read"]
    assert {receipt.attempt_id for receipt in office.receipts} == {"MW-1.1"}


def test_a_message_is_read_only_once(sample: SampleWhatsApp) -> None:
    office = Office()
    sample.write(SITI, "Halo")
    body = {"messaging_product": "whatsapp", "to": SITI, "text": {"body": "Selamat pagi"}}
    wamid = sample.accept(body)[0].id
    sample.open_chat(SITI)
    sample.open_chat(SITI)
    with listening(sample, office):
        until(lambda: "delivered" in office.statuses(wamid))

    assert sorted(office.statuses(wamid)) == ["delivered", "read", "sent"]


def test_an_office_that_stumbles_hears_it_again(sample: SampleWhatsApp) -> None:
    office = Office(answers=(500, 204))
    with listening(sample, office):
        sample.write(SITI, "Halo")
        until(lambda: bool(office.messages))

    assert office.refused == 2
    assert len(office.messages) == 1


def test_receipts_may_come_twice(sample: SampleWhatsApp) -> None:
    office = Office()
    sample.faults.turn_to(Faults(duplicate_receipts=True))
    with listening(sample, office) as address:
        wamid = send(address)
        until(lambda: len(office.receipts) == 4)

    assert office.statuses(wamid) == ["sent", "sent", "delivered", "delivered"]


def test_receipts_may_come_in_the_wrong_order(sample: SampleWhatsApp) -> None:
    office = Office()
    sample.faults.turn_to(Faults(reversed_receipts=True))
    with listening(sample, office) as address:
        wamid = send(address)
        until(lambda: len(office.receipts) == 2)

    assert office.statuses(wamid) == ["delivered", "sent"]


def test_a_failed_receipt_says_why_and_nothing_arrives(sample: SampleWhatsApp) -> None:
    office = Office()
    sample.faults.turn_to(Faults(failed_code=131026))
    with listening(sample, office) as address:
        wamid = send(address)
        until(lambda: bool(office.receipts))

    (receipt,) = office.receipts
    assert (receipt.wamid, receipt.status, receipt.error_code) == (wamid, "failed", 131026)
    assert sample.chats.on_phone(RATNA) == []


def test_receipts_may_never_come(sample: SampleWhatsApp) -> None:
    office = Office()
    sample.faults.turn_to(Faults(no_receipts=True, times=1))
    with listening(sample, office) as address:
        silent, heard = send(address, "MW-1.1"), send(address, "MW-1.2")
        until(lambda: len(office.receipts) == 2)

    assert office.statuses(silent) == []
    assert office.statuses(heard) == ["sent", "delivered"]


@pytest.mark.parametrize("faults", [Faults(close_connection=True), Faults(html_answer=True)])
def test_a_lost_answer_is_unknown_although_the_message_arrives(
    sample: SampleWhatsApp, faults: Faults
) -> None:
    office = Office()
    sample.faults.turn_to(faults)
    with listening(sample, office) as address:
        with pytest.raises(OutcomeUnknown):
            send(address)
        until(lambda: len(office.receipts) == 2)

    assert {receipt.attempt_id for receipt in office.receipts} == {"MW-1.1"}
    assert len(sample.chats.on_phone(RATNA)) == 1


def test_an_answer_may_hang_although_the_message_arrives(sample: SampleWhatsApp) -> None:
    office = Office()
    sample.faults.turn_to(Faults(hang_seconds=60))
    body = {"messaging_product": "whatsapp", "to": SITI, "text": {"body": "Halo"}}
    with listening(sample, office) as address:
        sample.write(SITI, "Halo")
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(
                f"{address}/_meta/v26.0/{NUMBER_ID}/messages",
                json=body,
                headers={"Authorization": f"Bearer {TOKEN}"},
                timeout=0.2,
            )
        until(lambda: len(office.receipts) == 2)


def test_many_at_once_lose_nothing(sample: SampleWhatsApp) -> None:
    office = Office(answers=(500,))
    with listening(sample, office):
        threads = [
            threading.Thread(target=sample.write, args=(SITI, str(number))) for number in range(50)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        until(lambda: len(office.messages) == 50)

    assert {message.text for message in office.messages} == {str(number) for number in range(50)}


def test_what_happened_before_the_start_is_told_and_a_stop_leaves_no_thread(
    sample: SampleWhatsApp,
) -> None:
    office = Office()
    sample.write(SITI, "Halo")
    with listening(sample, office):
        until(lambda: bool(office.messages))
        assert "whatsapp-webhooks" in {thread.name for thread in threading.enumerate()}
        sample.stop()
        assert "whatsapp-webhooks" not in {thread.name for thread in threading.enumerate()}
