"""What stands in for AWS, SIAK and WhatsApp does what moto and the samples do."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from moto import mock_aws
from moto.ses.models import ses_backends
from pydantic import SecretStr

from check_siak.gateway import SiakGateway
from check_siak.gateway_access import Access
from check_siak.siak import question_about
from intake.queueing import enqueue
from local.engine.hooks import help_moto
from local.engine.identities import ACCOUNT
from local.siak.entries import Change
from menwa import aws
from menwa.documents import DocumentStore, sha256_of
from menwa.errors import DocumentGone, MessageRefused
from menwa.recipient import Recipient
from menwa.whatsapp import Choices, ReplyButton, TemplateDocument, TemplateMessage, WhatsAppClient
from menwa.whatsapp_updates import updates_in
from tests.builders import PHONE, a_proven_case
from tests.chaos.aws import Bucket, Mail, Queues
from tests.chaos.faults import undisturbed
from tests.chaos.siak import DOCUMENT, Record, Siak
from tests.chaos.whatsapp import WhatsApp
from tests.steps.outside import Clock
from tests.steps.world import ACCESS_TOKEN, ENVIRONMENT, NUMBER_ID, STAGING
from tests.unit.siak_setting import BEARER, a_siak, an_office
from tests.unit.whatsapp.setting import SITI, a_client, a_sample, an_app

PDF = b"%PDF-1.7\nkartu keluarga\r\n--\r\n%%EOF"
SENDER = "menwa@contoh.go.id"


@pytest.fixture
def moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    help_moto(lambda *_: (b"", True))
    with mock_aws(config={"stepfunctions": {"execute_state_machine": False}}):
        yield


def a_bucket() -> Any:
    return Bucket(undisturbed(), lambda _key: None)


def motos_bucket() -> Any:
    aws.s3().create_bucket(Bucket=STAGING)
    return aws.s3()


@pytest.mark.usefixtures("moto")
@pytest.mark.parametrize("made", [a_bucket, motos_bucket])
def test_the_bucket_keeps_what_was_put(made: Callable[[], Any]) -> None:
    store = DocumentStore(made(), STAGING)
    sha256 = store.stage(PDF)
    assert (store.has(sha256), store.staged(sha256)) == (True, PDF)
    assert not store.has(sha256_of(b"another"))
    with pytest.raises(DocumentGone):
        store.staged("0" * 64)


def test_the_bucket_tells_of_what_arrives_and_of_nothing_else() -> None:
    told = list[str]()
    store = DocumentStore(Bucket(undisturbed(), told.append), STAGING)  # type: ignore[arg-type]
    store.stage(PDF)
    store.arrive("MW-1", "visit", PDF)
    assert [key.rpartition("/")[0] for key in told] == ["incoming/MW-1"]


@pytest.mark.usefixtures("moto")
@pytest.mark.parametrize("kind", ["memory", "moto"])
def test_the_queue_takes_all_that_is_sent(kind: str) -> None:
    took = list[str]()
    if kind == "memory":
        queues: Any = Queues(undisturbed(), lambda _url, body: took.append(body))
        enqueue(queues, {"inbox": ["a", "b"]})
    else:
        url = aws.sqs().create_queue(QueueName="inbox")["QueueUrl"]
        enqueue(aws.sqs(), {url: ["a", "b"]})
        found = aws.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
        took += [message["Body"] for message in found]
    assert sorted(took) == ["a", "b"]


@pytest.mark.usefixtures("moto")
def test_the_mail_is_the_one_that_ses_would_take() -> None:
    took = list[tuple[str, str]]()
    mail: Any = Mail(undisturbed(), lambda to, words: took.append((to, words)))
    aws.mail().create_email_identity(EmailIdentity=SENDER)
    body = {"Text": {"Data": "Ada permintaan.", "Charset": "UTF-8"}}
    subject = {"Data": "Permintaan", "Charset": "UTF-8"}
    letter: Any = {
        "FromEmailAddress": SENDER,
        "Destination": {"ToAddresses": ["kasi@contoh.go.id"]},
        "Content": {"Simple": {"Subject": subject, "Body": body}},
    }
    for client in (mail, aws.mail()):
        client.send_email(**letter)
    [(to, words)], [sent] = took, ses_backends[ACCOUNT]["us-east-1"].sent_messages
    assert sent.destinations["ToAddresses"] == [to]
    assert words in sent.body


@pytest.mark.parametrize("signed", [True, False])
def test_siak_answers_as_the_sample_does(signed: bool) -> None:
    sample = a_siak()
    sample.change(DOCUMENT, Change(signed=signed, recorded_phone="yes"))
    there = httpx.WSGITransport(app=an_office(sample))
    here = httpx.MockTransport(Siak(undisturbed(), Record(signed=signed)).handle_request)
    found = [
        SiakGateway("http://siak.test/_siak", Access(bearer=SecretStr(BEARER)), transport).find(
            question_about(a_proven_case())
        )
        for transport in (here, there)
    ]
    assert found[0] is not None
    assert found[0] == found[1]


def the_stand_in(told: Callable[[bytes], object] = print) -> WhatsAppClient:
    whatsapp = WhatsApp(
        undisturbed(), Clock().now, lambda _what, _seconds, body, _signature: told(body)
    )
    transport = httpx.MockTransport(whatsapp.handle_request)
    return WhatsAppClient("http://graph.test/_meta/v26.0", NUMBER_ID, ACCESS_TOKEN, transport)


def the_sample() -> WhatsAppClient:
    return a_client(an_app(a_sample()))


@pytest.mark.parametrize("made", [the_stand_in, the_sample])
def test_whatsapp_sends_a_document_that_lies_there_and_no_other(
    made: Callable[[], WhatsAppClient],
) -> None:
    client, to = made(), Recipient(phone=SITI)
    media = client.upload_pdf(PDF, "kk.pdf")
    there = TemplateDocument(media_id=media, filename="kk.pdf")
    by_button = Choices(text="KK", buttons=(ReplyButton(id="a", title="b"),), document=there)
    template = TemplateMessage(name="dokumen_siap", values={"case_id": "MW-1"}, document=there)
    wamids = {client.send(to, template, f"MW-1.{number}") for number in (1, 2)}
    assert len(wamids) == 2
    client.delete_media(media)
    client.delete_media(media)
    for message in (by_button, template):
        with pytest.raises(MessageRefused):
            client.send(to, message, "MW-1.3")


def test_whatsapp_tells_of_each_message_by_its_attempt() -> None:
    bodies = list[bytes]()
    wamid = the_stand_in(bodies.append).send_text(Recipient(phone=PHONE), "Halo", "MW-1.1")
    receipts = [one for body in bodies for one in updates_in(body).receipts]
    told = [(one.wamid, one.status, one.attempt_id) for one in receipts]
    assert told == [(wamid, status, "MW-1.1") for status in ("sent", "delivered")]
