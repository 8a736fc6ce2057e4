import traceback
from typing import Any

import httpx
import pytest

from menwa.errors import MenwaError, MessageRefused, OutcomeUnknown, WhatsAppUnavailable
from tests.unit.whatsapp.meta import Meta, a_client, an_error, answering, failing, send

SECRETS = ("6281211110001", "ID.1", "rahasia", "token-1")


@pytest.mark.parametrize(("status", "refused"), [(400, True), (500, False)])
def test_an_unknown_code_may_pass_if_meta_itself_has_failed(status: int, refused: bool) -> None:
    with pytest.raises(MessageRefused if refused else WhatsAppUnavailable):
        send(answering(status, an_error(999999)))


def test_an_unknown_code_that_meta_calls_transient_may_be_tried_again() -> None:
    with pytest.raises(WhatsAppUnavailable):
        send(answering(400, an_error(999999, is_transient=True)))


@pytest.mark.parametrize(
    "error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError]
)
def test_what_never_left_is_surely_not_sent(error: type[httpx.RequestError]) -> None:
    with pytest.raises(WhatsAppUnavailable):
        send(failing(error))


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout,
        httpx.WriteTimeout,
        httpx.ReadError,
        httpx.WriteError,
        httpx.RemoteProtocolError,
        httpx.DecodingError,
    ],
)
def test_a_lost_answer_leaves_the_outcome_unknown(error: type[httpx.RequestError]) -> None:
    meta = failing(error)
    with pytest.raises(OutcomeUnknown):
        send(meta)

    assert len(meta.requests) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>"),
        (200, b""),
        (200, {}),
        (200, {"messages": []}),
        (200, {"messages": [{"id": ""}]}),
        (302, b""),
        (502, b"<html>Bad Gateway</html>"),
        (500, {"error": "text"}),
        (400, []),
    ],
)
def test_an_answer_that_cannot_be_read_leaves_the_outcome_unknown(status: int, body: Any) -> None:
    with pytest.raises(OutcomeUnknown):
        send(answering(status, body))


@pytest.mark.parametrize("meta", [failing(httpx.ReadTimeout), answering(502, b"<html>")])
def test_a_lost_upload_does_no_harm_and_may_be_repeated(meta: Meta) -> None:
    client = a_client(meta)
    for attempt in (
        lambda: client.upload_pdf(b"%PDF", "kk.pdf"),
        lambda: client.delete_media("77"),
        lambda: client.mark_read("wamid.7"),
    ):
        with pytest.raises(WhatsAppUnavailable):
            attempt()


@pytest.mark.parametrize(
    "meta",
    [
        failing(httpx.ReadTimeout),
        failing(httpx.ConnectError),
        answering(502, b"pesan rahasia untuk 6281211110001"),
        answering(200, {"messages": "pesan rahasia untuk 6281211110001"}),
        answering(400, an_error(131026, error_user_msg="6281211110001")),
    ],
)
def test_no_error_tells_whom_or_what(meta: Meta) -> None:
    with pytest.raises(MenwaError) as caught:
        send(meta)

    told = "".join(
        line
        for line in traceback.format_exception(caught.value)
        if not line.lstrip().startswith("File")
    )
    assert not [secret for secret in SECRETS if secret in told]
