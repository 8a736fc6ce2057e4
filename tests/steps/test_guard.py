"""Every route that is not for anybody, as the template has it: without a session, nobody is in."""

import importlib

import pytest

from tests.infra.reading import deployed, template
from tests.infra.test_doors import FOR_ANYBODY, routes_deployed
from tests.steps.calling import Handler, requested
from tests.steps.world import World

OFFICERS = sorted(
    route for route in routes_deployed(deployed(template())) if route[1:] not in FOR_ANYBODY
)


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


def test_the_officers_routes_are_found() -> None:
    assert len(OFFICERS) > 5
