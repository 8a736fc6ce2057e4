"""Every route that is not for anybody, as the template has it: without a session, nobody is in."""

import importlib

import pytest

from tests.builders import CASE_ID, a_file, a_proven_case, a_wait
from tests.infra.reading import deployed, template
from tests.infra.test_doors import FOR_ANYBODY, FOR_OFFICIALS, routes_deployed
from tests.steps.calling import Handler, requested, signed_in
from tests.steps.world import World

ROUTES = routes_deployed(deployed(template()))
OFFICERS = sorted(one for one in ROUTES if one[1:] not in FOR_ANYBODY | FOR_OFFICIALS)
OFFICIALS = sorted(one for one in ROUTES if one[1:] in FOR_OFFICIALS)


def handler_of(name: str) -> Handler:
    handler: Handler = importlib.import_module(name.removesuffix(".handler")).handler
    return handler


@pytest.mark.parametrize(("name", "method", "path"), OFFICERS)
@pytest.mark.parametrize("officer", [None, "tidak.ada"])
def test_an_officers_route_lets_in_only_who_has_signed_in(
    world: World, name: str, method: str, path: str, officer: str | None
) -> None:
    """Nor does a session whose officer is none any more."""
    form = {"answer": "closed"} if method == "POST" else None
    before = world.items()
    path = path.replace("{", "").replace("}", "")
    page = requested(handler_of(name), method, path, form=form, officer=officer)
    assert page.status == (303 if method == "GET" else 401)
    if method == "GET":
        assert page.headers["Location"].startswith("/masuk?ke=/")
    assert world.items() == before


@pytest.mark.parametrize("name", sorted({name for name, _, _ in OFFICERS}))
def test_every_officers_page_notes_when_they_were_last_seen(world: World, name: str) -> None:
    """Else whoever works on one of them only would be locked out."""
    cookie = {"Cookie": signed_in("sari.dewi")}
    world.clock.pass_by(minutes=6)
    path = next(path for one, method, path in OFFICERS if (one, method) == (name, "GET"))
    requested(handler_of(name), "GET", path, headers=cookie)
    [session] = [item for item in world.all_items() if item["sk"]["S"] == "SESSION"]
    assert session["last_seen"]["S"].startswith("2026-11-23T03:06")


@pytest.mark.parametrize(("name", "method", "path"), OFFICIALS)
@pytest.mark.parametrize("officer", [None, "siti.aminah"])
def test_an_officials_route_opens_on_no_other_device(
    world: World, name: str, method: str, path: str, officer: str | None
) -> None:
    """Neither for a stranger nor for an officer, who signs in elsewhere."""
    world.have(a_file(a_proven_case(), wait=a_wait()))
    form = {"answer": "signed", "pick": CASE_ID} if method == "POST" else None
    before = world.items()
    path = path.replace("{case_id}", CASE_ID)
    page = requested(handler_of(name), method, path, form=form, officer=officer)
    assert page.status in {303, 403, 404}
    assert page.headers.get("Location", "/pejabat") == "/pejabat"
    assert world.items() == before
    assert world.texts() == []


def test_the_guarded_routes_are_found() -> None:
    assert len(OFFICERS) > 5
    assert len(OFFICIALS) > 5
