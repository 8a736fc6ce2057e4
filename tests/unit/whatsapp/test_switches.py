"""What is switched on until it is switched off again."""

import pytest
from flask.testing import FlaskClient

from local.whatsapp import SampleWhatsApp
from local.whatsapp.faults import Faults
from local.whatsapp.limits import Limits
from local.whatsapp.switches import Switches
from menwa.errors import MessageRefused, OutcomeUnknown, WhatsAppUnavailable
from menwa.recipient import Recipient
from menwa.whatsapp import TemplateButton, TemplateMessage, WhatsAppClient
from menwa.whatsapp_updates import each_update
from tests.unit.whatsapp.setting import (
    A_QUESTION,
    HIDDEN,
    NUMBER_ID,
    PDF,
    RATNA,
    SITI,
    TOKEN,
    Clock,
    Office,
    listening,
    until,
)

SWITCHES = "/_kantor/api/whatsapp/switches"
TEMPLATES = "/_kantor/api/whatsapp/templates"


def ask(client: WhatsAppClient) -> str:
    return client.send_template(Recipient(phone=RATNA), A_QUESTION, "MW-1.1")


def test_a_person_takes_45_at_once_and_then_one_in_six_seconds(
    sample: SampleWhatsApp, client: WhatsAppClient, clock: Clock
) -> None:
    sample.switch(Switches(limits=True))
    for _ in range(45):
        ask(client)
    with pytest.raises(WhatsAppUnavailable) as refused:
        ask(client)
    assert refused.value.code == 131056
    clock.pass_by(seconds=6)
    assert ask(client)
    with pytest.raises(WhatsAppUnavailable):
        ask(client)
    clock.pass_by(seconds=6 * 45)
    assert ask(client)


def test_a_number_takes_80_a_second_for_all() -> None:
    limits = Limits()
    taken = [limits.refusal_of(f"+62{person}", 0.0) for person in range(81)]
    assert taken == [None] * 80 + [130429]
    assert limits.refusal_of("+62900", 1 / 80) is None


def test_without_the_switch_nothing_is_too_fast(client: WhatsAppClient) -> None:
    assert len({ask(client) for _ in range(100)}) == 100


def test_metas_clock_may_run_ahead_of_the_offices(
    sample: SampleWhatsApp, client: WhatsAppClient, http: FlaskClient
) -> None:
    sample.write(SITI, "Halo")
    media_id = client.upload_pdf(PDF, "kk.pdf")
    http.post(SWITCHES, json={"hours_ahead": 24})
    client.send_text(Recipient(phone=SITI), "terlambat")
    assert [one.arrived for one in sample.chats.sent_by_office()] == [False]

    http.post(SWITCHES, json={"hours_ahead": 24 * 30})
    with pytest.raises(MessageRefused):
        client.send_document(Recipient(phone=SITI), media_id, "kk.pdf", "", "MW-1.2")
    assert http.post(SWITCHES, json={}).get_json()["hours_ahead"] == 0


@pytest.mark.parametrize("wrong", [{"speed": 1}, {"hours_ahead": -1}, {"signature": "none"}])
def test_an_unknown_switch_is_refused(http: FlaskClient, wrong: dict[str, object]) -> None:
    assert http.post(SWITCHES, json=wrong).status_code == 422


def test_what_is_held_comes_at_once(sample: SampleWhatsApp) -> None:
    office = Office()
    sample.write(SITI, "0")
    with listening(sample, office):
        until(lambda: len(office.messages) == 1)
        sample.switch(Switches(hold_webhooks=True))
        for number in range(1, 1201):
            sample.write(SITI, str(number))
        sample.switch(Switches())
        until(lambda: len(office.messages) == 1201)

    assert [len(list(each_update(body))) for body in office.bodies] == [1, 1000, 200]
    assert [message.text for message in office.messages] == [str(each) for each in range(1201)]


def test_a_wrong_signature_is_not_taken_and_comes_again_with_the_right_one(
    sample: SampleWhatsApp,
) -> None:
    office = Office()
    sample.switch(Switches(signature="wrong"))
    with listening(sample, office):
        sample.write(SITI, "Halo")
        until(lambda: office.unknown > 0)
        assert office.bodies == []
        sample.switch(Switches())
        until(lambda: bool(office.messages))


def test_the_old_secret_may_sign(sample: SampleWhatsApp) -> None:
    office = Office()
    sample.switch(Switches(signature="previous"))
    with listening(sample, office, previous_secret="the-old-one"):
        sample.write(SITI, "Halo")
        until(lambda: office.unknown > 0)
    office.secrets.append("the-old-one")
    with listening(sample, office, previous_secret="the-old-one"):
        until(lambda: bool(office.messages))


@pytest.mark.parametrize("wrong", [{"verify_token": "another"}, {"answers_with": "ok"}])
def test_an_office_that_does_not_shake_hands_hears_nothing(
    sample: SampleWhatsApp, wrong: dict[str, str]
) -> None:
    office = Office()
    vars(office).update(wrong)
    with listening(sample, office, verify_token="agreed"):
        sample.write(SITI, "Halo")
        until(lambda: office.handshakes > 1)
        assert office.bodies == []
        vars(office).update(verify_token="agreed", answers_with=None)
        until(lambda: bool(office.messages))


def test_a_template_is_turned_off_and_on_and_the_office_hears_of_it(
    sample: SampleWhatsApp, client: WhatsAppClient, http: FlaskClient
) -> None:
    expected = {"PAUSED": 132015, "DISABLED": 132016, "PENDING": 132001, "REJECTED": 132001}
    for status, code in expected.items():
        assert http.post(f"{TEMPLATES}/tanya_pejabat", json={"status": status}).status_code == 200
        with pytest.raises(MessageRefused) as refused:
            ask(client)
        assert refused.value.code == code
    http.post(f"{TEMPLATES}/tanya_pejabat", json={"status": "APPROVED"})
    assert ask(client)
    assert http.post(f"{TEMPLATES}/tidak_ada", json={"status": "PAUSED"}).status_code == 404
    assert http.post(f"{TEMPLATES}/tanya_pejabat", json={"status": "LOVED"}).status_code == 422

    office = Office()
    with listening(sample, office):
        until(lambda: len(office.news) == 5)
    assert [news.event for news in office.news] == [*expected, "APPROVED"]


def test_a_code_to_copy_needs_a_phone(sample: SampleWhatsApp, client: WhatsAppClient) -> None:
    code = TemplateButton(kind="url", value="123456")
    message = TemplateMessage(name="kode_masuk", values={"1": "123456"}, buttons=(code,))
    hidden = Recipient(user_id=sample.chats.phone(HIDDEN).user_id)
    with pytest.raises(MessageRefused) as refused:
        client.send_template(hidden, message, "1")
    assert refused.value.code == 131062
    assert client.send_template(Recipient(phone=SITI), message, "1")


@pytest.mark.parametrize(
    ("faults", "arrived"), [(Faults(broken_json=True), 1), (Faults(swallow=True), 0)]
)
def test_an_answer_that_is_lost_says_nothing_about_the_message(
    sample: SampleWhatsApp, faults: Faults, arrived: int
) -> None:
    sample.faults.turn_to(faults)
    with listening(sample, Office()) as address:
        client = WhatsAppClient(f"{address}/_meta/v26.0", NUMBER_ID, TOKEN)
        with pytest.raises(OutcomeUnknown):
            ask(client)
        client.close()

    assert len(sample.chats.on_phone(RATNA)) == arrived


def test_an_upload_may_be_refused(sample: SampleWhatsApp, client: WhatsAppClient) -> None:
    sample.faults.turn_to(Faults(upload_code=131053))
    with pytest.raises(MessageRefused) as refused:
        client.upload_pdf(PDF, "kk.pdf")
    assert refused.value.code == 131053


def test_a_phone_may_read_without_a_word_of_delivery(
    sample: SampleWhatsApp, client: WhatsAppClient
) -> None:
    sample.faults.turn_to(Faults(skip_delivered=True))
    wamid = ask(client)
    office = Office()
    with listening(sample, office):
        until(lambda: len(office.receipts) == 2)

    assert office.statuses(wamid) == ["sent", "read"]
    assert [receipt.price is not None for receipt in office.receipts] == [True, True]


def test_receipts_may_be_late(sample: SampleWhatsApp, client: WhatsAppClient) -> None:
    sample.faults.turn_to(Faults(receipts_after_seconds=600, times=1))
    late, prompt = ask(client), ask(client)
    office = Office()
    with listening(sample, office):
        until(lambda: len(office.receipts) == 2)

    assert (office.statuses(late), office.statuses(prompt)) == ([], ["sent", "delivered"])


def test_what_was_read_with_typing_shows_it_until_the_answer(
    sample: SampleWhatsApp, client: WhatsAppClient, clock: Clock
) -> None:
    client.mark_read(sample.write(SITI, "Halo").id, typing=True)
    assert sample.types(SITI)
    clock.pass_by(seconds=25)
    assert not sample.types(SITI)
    client.mark_read(sample.write(SITI, "Halo").id, typing=True)
    client.send_text(Recipient(phone=SITI), "Selamat pagi")
    assert not sample.types(SITI)


def test_the_switches_are_a_page_that_works_without_a_script(
    sample: SampleWhatsApp, http: FlaskClient
) -> None:
    page = "/_kantor/whatsapp"
    assert "Semua berjalan seperti biasa" in http.get(page).text
    broken = {"swallow": "true", "refuse_code": "", "times": "2", "phone": SITI}
    assert http.post(f"{page}/gangguan", data=broken).status_code == 303
    assert sample.faults.now == Faults(swallow=True, times=2, phone=SITI)
    assert http.post(f"{page}/saklar", data={"limits": "true"}).status_code == 303
    assert sample.switches == Switches(limits=True)
    assert http.post(f"{page}/gangguan", data={"refuse_code": "x"}).status_code == 422
    assert "Semua kembali normal" in http.get(page).text
    turned = {"name": "dokumen_siap", "status": "PAUSED"}
    assert http.post(f"{page}/templat", data=turned).status_code == 303
    assert http.post(f"{page}/templat", data=turned | {"name": "x"}).status_code == 404
    http.post(f"{page}/normal")
    assert (sample.faults.now, sample.switches) == (Faults(), Switches())


def test_every_switch_is_on_the_page(http: FlaskClient) -> None:
    page = http.get("/_kantor/whatsapp").text
    wanted = [*Faults.model_fields, *Switches.model_fields]
    assert [name for name in wanted if f'name="{name}"' not in page] == []
