"""Whoever only looks changes nothing: scanners, link previews, robots, on any route.

Ten thousand GET, HEAD and OPTIONS over the routes of all handlers that answer HTTP, also those that
API Gateway would not let through. The table is in memory; what would write there, put an object,
queue a message, send a letter or answer the procedure ends the test.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from menwa import aws
from menwa.cookies import SESSION
from menwa.form_links import FormLinks
from menwa.recipient import Recipient
from menwa.settings import secret
from menwa.tracking_links import tracking_token
from notify_officials import decision
from tests.builders import CASE_ID, PHONE
from tests.infra.reading import deployed, template
from tests.memory_table import Attributes, MemoryTable
from tests.steps.asking import TOKEN, asked
from tests.steps.browsing import Browser
from tests.steps.calling import Handler, requested, signed_in
from tests.steps.devices import device
from tests.steps.world import TABLE, VERIFY, World

LOOKS = 10_000
NIK, NUMBER = "9971010101900001", "+6289900009001"  # nobody's who is known here
ODD = ["", "..", "1", "1.pdf", "kk", "kasi-identitas", "a b", "é", "%2e%2e", NIK]
FIELDS = ["answer", "kode", "ke", "tampil", "pick", "tick", "csrf", "act", "hub.mode", "cari"]
VALUES = [*ODD, "signed", "not_yet", "new_link", "all", "subscribe", NUMBER]
HANDSHAKE = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1"}
CLIENTS = (aws.s3, aws.sqs, aws.step_functions, aws.mail, aws.secrets_manager)


class Changed(BaseException):
    """Not to be caught by whom it is about."""


class LookedAt(MemoryTable):
    """An officer's session says when they were last seen, at most every few minutes: that is the
    access log's kind of writing, and locks whoever has gone away. Nothing else may be written."""

    def fill(self, items: Sequence[Attributes]) -> None:
        for item in items:
            super().put_item(Item=item)

    def put_item(self, **_: Any) -> Attributes:
        raise Changed("put_item")

    def delete_item(self, **_: Any) -> Attributes:
        raise Changed("delete_item")

    def update_item(self, **_: Any) -> Attributes:
        raise Changed("update_item")

    def transact_write_items(self, *, TransactItems: Sequence[Attributes]) -> Attributes:  # noqa: N803
        puts = [write.get("Put", {}).get("Item", {}) for write in TransactItems]
        if not all(put.get("sk") == {"S": "SESSION"} for put in puts):
            raise Changed("transact_write_items")
        return {}


@dataclass(frozen=True)
class Look:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str] | None


@dataclass(frozen=True)
class Office:
    """As it stands, with nothing to be changed any more; `known` are ids and tokens that lead
    somewhere, `cookies` those of nobody, of an officer who is an official too, and made-up ones."""

    table: LookedAt
    known: Sequence[str]
    cookies: Sequence[str]


def _routes() -> dict[str, tuple[list[str], bool]]:
    """Of each handler its paths, those too that are only sent to, and whether it shows any page."""
    found: dict[str, tuple[list[str], bool]] = {}
    for properties in deployed(template()).values():
        events = properties.get("Events", {}).values()
        routes = [each["Properties"] for each in events if each["Type"] == "HttpApi"]
        if routes:
            paths = sorted({route["Path"] for route in routes})
            found[properties["Handler"]] = paths, any(one["Method"] == "GET" for one in routes)
    return found


ROUTES = _routes()


def _looks(paths: Sequence[str], office: Office) -> st.SearchStrategy[Look]:
    values = st.sampled_from([*VALUES, *office.known]) | st.text(max_size=40)
    known, odd = st.sampled_from(office.known), st.sampled_from(ODD) | st.text(max_size=60)
    segments = known | known | odd
    fields = st.dictionaries(st.sampled_from(FIELDS), values, max_size=4) | st.just(HANDSHAKE)
    headers = st.fixed_dictionaries(
        {"Cookie": st.sampled_from(office.cookies)},
        optional={
            "Sec-Fetch-Dest": st.sampled_from(["empty", "document", "iframe"]),
            "X-HTTP-Method-Override": st.sampled_from(["POST", "DELETE"]),
            "X-Hub-Signature-256": values.map(quote),
        },
    )
    return st.builds(
        Look,
        method=st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS"]),
        path=st.builds(_filled, st.sampled_from(paths), st.lists(segments, min_size=4, max_size=4)),
        query=fields,
        headers=headers,
        form=st.none() | fields,
    )


def _filled(path: str, given: Sequence[str]) -> str:
    parts = iter(given)
    inside = [next(parts) if part.startswith("{") else part for part in path.split("/")]
    return "/".join(part if part in ODD else quote(part) for part in inside)


def _handler(dotted: str) -> Handler:
    module, _, name = dotted.rpartition(".")
    found: Handler = getattr(import_module(module), name)
    return found


@pytest.fixture
def office(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    asked(world)
    links, now = FormLinks(aws.dynamodb(), TABLE), world.clock.now()
    known = [
        CASE_ID,
        TOKEN,
        links.issue(Recipient(phone=PHONE), now),
        tracking_token(world.file().case, secret("person_key")["key"], now),
    ]
    official = device(world, "kasi-identitas").cookies
    theirs = "; ".join(f"{name}={token}" for name, token in official.items())
    enrolled = f"{signed_in('sari.dewi')}; {theirs}"
    cookies = ["", enrolled, enrolled, f"{SESSION}={'x' * 43}"]
    world.clock.pass_by(minutes=5)  # long enough for the next note of when they were seen
    table = LookedAt()
    table.fill(world.all_items())
    clients: list[Any] = [client() for client in CLIENTS]
    for client in clients:
        client.meta.events.register("before-call", _only_read, unique_id="only-read")
    monkeypatch.setattr(aws, "dynamodb", lambda: table)
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", _nobody_is_written_to)
    yield Office(table, known, cookies)
    for client in clients:
        client.meta.events.unregister("before-call", unique_id="only-read")


def _only_read(model: Any, **_: Any) -> None:
    if not model.name.startswith(("Get", "List", "Head")):
        raise Changed(model.name)


def _nobody_is_written_to(_own: object, _request: httpx.Request) -> httpx.Response:
    raise Changed("a request left")


@pytest.mark.parametrize("name", ROUTES)
def test_looking_changes_nothing(name: str, office: Office) -> None:
    handler, seen = _handler(name), Counter[int]()
    paths, shown = ROUTES[name]

    @settings(
        max_examples=LOOKS // len(ROUTES) + 1,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(look=_looks(paths, office))
    def looks(look: Look) -> None:
        path, form, query, headers = look.path, look.form, look.query, look.headers
        reply = requested(handler, look.method, path, form=form, query=query, headers=headers)
        seen[reply.status] += 1

    looks()
    assert max(seen) < 500
    assert seen[200] or not shown


def test_the_test_would_see_a_write(world: World, office: Office) -> None:
    cookies = dict(cookie.split("=", 1) for cookie in office.cookies[1].split("; "))
    browser = Browser(world, cookies)
    assert "Sudah diajukan" in browser.get(f"/k/{TOKEN}", decision.handler).text
    with pytest.raises(Changed):
        browser.post(f"/k/{TOKEN}", decision.handler, answer="signed", on_card="0")
