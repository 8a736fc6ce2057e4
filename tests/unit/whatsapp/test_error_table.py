"""Each row of the table of error codes, as the office has decided it."""

import httpx
import pytest

from menwa.errors import MenwaError, MessageRefused, WhatsAppUnavailable
from menwa.whatsapp import WhatsAppClient
from menwa.whatsapp_errors import Action, action_for, rule_for
from tests.unit.whatsapp.meta import ACCEPTED, SITI, URL, Meta, an_error, answering, send

A_MINUTE, AN_HOUR, A_DAY = 60, 3600, 86400
FOREVER = None

# codes, what is done, how often it is tried again, the seconds before the first three tries
TABLE = [
    ([0, 190], Action.ALARM, 1, [0, 0, 0]),
    ([1], Action.TRY_AGAIN, 2, [1, 4, 16]),
    ([2, 130429, 131016, 131036, 133004], Action.TRY_AGAIN, FOREVER, [1, 4, 16]),
    ([131000], Action.TRY_AGAIN, 3, [1, 4, 16]),
    ([131056], Action.TRY_AGAIN, FOREVER, [1, 4, 16]),
    ([135000], Action.TRY_AGAIN, 1, [1, 4, 16]),
    ([4, 80007], Action.TRY_LATER, FOREVER, [120, 480, 1920]),
    ([131057], Action.TRY_LATER, FOREVER, [60, 120, 240]),
    ([132069], Action.TRY_LATER, FOREVER, [AN_HOUR, AN_HOUR, AN_HOUR]),
    ([3, 10, 33, 130497, 131005, 131035, 131037, 131042, 131045], Action.ALARM, 0, None),
    ([200, 201, 250, 298, 299], Action.ALARM, 0, None),
    ([131063, 131064, 132015, 132016, 132068, 133010, 133016], Action.ALARM, 0, None),
    ([368, 131031], Action.STOP, 0, None),
    ([131048], Action.STOP, FOREVER, [4 * AN_HOUR, 8 * AN_HOUR, 16 * AN_HOUR]),
    ([100, 131008, 131009, 131051], Action.MEND, 0, None),
    ([132000, 132001, 132005, 132007, 132008, 132012, 132018], Action.MEND, 0, None),
    ([130472, 131021, 131026, 131030, 131050], Action.OTHER_CHANNEL, 0, None),
    ([131049], Action.OTHER_CHANNEL, 1, [A_DAY, A_DAY, A_DAY]),
    ([131047], Action.USE_TEMPLATE, 0, None),
    ([131052], Action.ASK_AGAIN, 0, None),
    ([131053], Action.UPLOAD_AGAIN, 1, [0, 0, 0]),
    ([131062], Action.ASK_PHONE, 0, None),
    ([137000], Action.PROVE_AGAIN, 0, None),
]
ROWS = [(code, *row[1:]) for row in TABLE for code in row[0]]
PASSES = {Action.TRY_AGAIN, Action.TRY_LATER}


@pytest.mark.parametrize(("code", "action", "retries", "pauses"), ROWS)
def test_each_code_has_its_action_its_tries_and_its_pauses(
    code: int, action: Action, retries: int | None, pauses: list[int] | None
) -> None:
    rule = rule_for(code)

    assert (rule.action, rule.retries) == (action, retries)
    assert action_for(code) is action
    if pauses is not None:
        assert [rule.pauses.before(retry) for retry in range(3)] == pauses


@pytest.mark.parametrize(("code", "action"), [row[:2] for row in ROWS])
@pytest.mark.parametrize("status", [400, 403, 500, 503])
def test_the_code_counts_and_not_the_status(code: int, action: Action, status: int) -> None:
    with pytest.raises(MenwaError) as caught:
        send(answering(status, an_error(code)))

    assert isinstance(caught.value, WhatsAppUnavailable if action in PASSES else MessageRefused)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("code", "transient", "action"),
    [
        (999999, True, Action.TRY_AGAIN),
        (999999, False, Action.ALARM),
        (131026, True, Action.OTHER_CHANNEL),
    ],
)
def test_only_of_an_unknown_code_it_counts_that_meta_calls_it_transient(
    code: int, transient: bool, action: Action
) -> None:
    assert action_for(code, transient=transient) is action


def test_a_pause_has_an_end() -> None:
    assert max(rule_for(131056).pauses.before(retry) for retry in range(1000)) == 10 * A_MINUTE
    assert rule_for(4).pauses.before(1000) == AN_HOUR


def test_only_a_token_that_may_have_been_changed_is_fetched_afresh() -> None:
    assert {code for code, *_ in ROWS if rule_for(code).fresh_token} == {0, 190}


@pytest.mark.parametrize(
    ("header", "after"), [("17", 17), ("soon", None), ("²", None), (None, None)]
)
def test_the_pause_that_meta_asks_for_is_told(header: str | None, after: int | None) -> None:
    headers = [(b"Retry-After", header.encode())] if header else []
    with pytest.raises(WhatsAppUnavailable) as caught:
        send(Meta(lambda _: httpx.Response(400, headers=headers, json=an_error(80007))))

    assert (caught.value.code, caught.value.after) == (80007, after)


def renewing(code: int, fresh: str) -> tuple[Meta, WhatsAppClient]:
    """Meta takes no token but "token-2"."""

    def answer(request: httpx.Request) -> httpx.Response:
        request.read()
        if request.headers["Authorization"] == "Bearer token-2":
            return httpx.Response(200, json=ACCEPTED | {"id": "77"})
        return httpx.Response(401, json=an_error(code))

    meta = Meta(answer)
    transport = httpx.MockTransport(meta)
    return meta, WhatsAppClient(URL, "1065", "token-1", transport, fresh_token=lambda: fresh)


@pytest.mark.parametrize("code", [0, 190])
def test_with_a_changed_token_the_same_request_goes_out_once_more(code: int) -> None:
    meta, client = renewing(code, "token-2")

    assert client.upload_pdf(b"%PDF-1.7", "kk.pdf") == "77"
    assert client.send_text(SITI, "Halo") == "wamid.1"

    first, again, text = (request.content for request in meta.requests)
    assert first == again
    assert b"%PDF-1.7" in again
    assert b"Halo" in text


@pytest.mark.parametrize(
    ("code", "fresh"), [(190, "token-1"), (190, "token-3"), (10, "token-2"), (131026, "token-2")]
)
def test_a_refusal_that_no_other_token_mends_stays_one(code: int, fresh: str) -> None:
    meta, client = renewing(code, fresh)

    with pytest.raises(MessageRefused):
        client.send_text(SITI, "Halo")

    assert len(meta.requests) == (2 if fresh == "token-3" else 1)
