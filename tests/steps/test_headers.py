"""Every route of the template, to a stranger and to an officer: what a browser is told with it."""

import re
from collections.abc import Iterator
from itertools import product

import pytest

from tests.builders import CASE_ID, a_file, a_proven_case, a_wait
from tests.infra.reading import deployed, template
from tests.infra.test_doors import routes_deployed
from tests.steps.calling import Reply, addresses_in, requested, signed_in
from tests.steps.devices import device
from tests.steps.test_guard import handler_of
from tests.steps.world import World

ROUTES = routes_deployed(deployed(template()))
PLACES = {"case_id": CASE_ID, "number": "1", "post": "kasi-identitas", "key": "siti.aminah"}
WITHOUT_PAGES = {"intake.partner.handler", "intake.webhook.handler"}
NOT_KEPT = {"no-store", "private, no-cache"}  # the form's, so that one may go back a question
FOR_TWO_YEARS = "max-age=63072000; includeSubDomains"


def faults(reply: Reply) -> Iterator[str]:
    """A page keeps to itself, nothing is taken for what it is not, nobody else keeps a copy."""
    told = {name.lower(): value for name, value in reply.headers.items()}
    kind = told.get("content-type", "")
    policy = told.get("content-security-policy", "").split("; ")
    if reply.text and told.get("x-content-type-options") != "nosniff":
        yield f"nosniff {kind}"
    if not kind.startswith("text/html"):
        return
    if told.get("strict-transport-security") != FOR_TWO_YEARS:
        yield "hsts"
    if not {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= {*policy}:
        yield "policy"
    if "unsafe" in " ".join(policy):
        yield "unsafe"
    if told.get("referrer-policy") != "same-origin":
        yield "referrer"
    if told.get("cache-control") not in NOT_KEPT:
        yield "kept"


@pytest.mark.parametrize("name", sorted({name for name, _, _ in ROUTES}))
def test_whatever_is_answered_a_browser_is_told_to_be_careful(world: World, name: str) -> None:
    world.have(a_file(a_proven_case(), wait=a_wait()))
    official = device(world, "kasi-identitas").cookies
    cookies = [
        "",
        signed_in("sari.dewi"),
        "; ".join(f"{own}={token}" for own, token in official.items()),
    ]
    routes = sorted((method, path) for one, method, path in ROUTES if one == name)
    found, kinds = set(), set()
    for (method, path), cookie in product(routes, cookies):
        at = re.sub("{(.*?)}", lambda place: PLACES.get(place[1], place[1]), path)
        form: dict[str, list[str]] | None = {} if method == "POST" else None
        reply = requested(handler_of(name), method, at, form=form, headers={"Cookie": cookie})
        found |= {(method, path, fault) for fault in faults(reply)}
        kinds.add(reply.headers.get("Content-Type"))
    assert found == set()
    assert "text/html; charset=utf-8" in kinds or name in WITHOUT_PAGES


def test_a_careless_answer_is_found() -> None:
    bare = Reply(200, {"Content-Type": "text/html"}, "<p>")
    assert len(list(faults(bare))) == 5


def test_an_address_that_names_somebody_is_found() -> None:
    """After each test of a step, no address that its pages led to may hold what is personal."""
    page = '<a href="/x?nik=99&amp;a=b">, <form action="/y">, <a href="tel:+62899">'
    led = list(addresses_in(Reply(303, {"Location": "/meja?cari=Budi+Santoso"}, page)))
    assert led == ["/meja?cari=Budi Santoso", "/x?nik=99&a=b", "/y"]
