"""Each handler held to its role in the template, at every call of AWS: moto asks for no role.

What was called is kept for `tests.permissions`, which finds what no call needs.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from menwa import aws
from menwa.settings import remembered
from tests.infra.reading import template
from tests.infra.roles import TABLE, Call, Role, may, roles_in
from tests.steps.asked_of_aws import calls_in, in_bucket

CLIENTS = (
    aws.dynamodb,
    aws.s3,
    aws.sqs,
    aws.step_functions,
    aws.mail,
    aws.secrets_manager,
)
NOT_FOUND = 404
Handler = Callable[..., Any]
_running: list[Handler] = []
_made: dict[str, set[Call]] = {}
_refused: list[Call] = []
_fetching: list[set[Call]] = []


@contextmanager
def held_to_its_role(handler: Handler) -> Iterator[None]:
    """One that is called while another runs is asked for its own role alone."""
    _running.append(handler)
    try:
        yield
    finally:
        _running.pop()
        refused = [*_refused]
        _refused.clear()
    assert not refused, (handler.__module__, refused)


@contextmanager
def by_the_test_itself() -> Iterator[None]:
    """Also while a handler runs."""
    _running.append(by_the_test_itself)
    try:
        yield
    finally:
        _running.pop()


class PeopleAskedFor(dict[str, Any]):
    """In the place of what `people_in` remembers: each function by itself would read it."""

    def get(self, table: str, default: Any = None) -> Any:
        _note([Call("dynamodb:GetItem", TABLE, ("PEOPLE#OFFICE",))])
        return super().get(table, default)


@contextmanager
def calls_kept(file: Path) -> Iterator[None]:
    """All that handlers call until then."""
    call, afresh = remembered.__call__, remembered.afresh
    fetched: dict[tuple[int, object], set[Call]] = {}

    def fetch(own: Any, key: Any) -> Any:
        _fetching.append(fetched.setdefault((id(own), key), set()))
        try:
            return afresh(own, key)
        finally:
            _fetching.pop()

    def ask(own: Any, key: Any) -> Any:
        """Tests of one process share what is remembered, also with those of other rings; each
        function by itself would fetch it."""
        value = call(own, key) if (id(own), key) in fetched else own.afresh(key)
        _note(fetched.get((id(own), key), ()))
        return value

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembered, "__call__", ask)
        patch.setattr(remembered, "afresh", fetch)
        yield
    made = {handler: sorted(calls) for handler, calls in sorted(_made.items())}
    file.write_text(json.dumps(made), encoding="utf-8")


def listen_to_calls() -> None:
    for client in CLIENTS:
        _listen(client())


@cache
def _listen(client: Any) -> None:
    client.meta.events.register("provide-client-params", _asked)
    client.meta.events.register("before-sign.s3.PutObject", _invited)
    client.meta.events.register("after-call.s3", _answered)


def _asked(params: Any, model: Any, context: Any, **_: Any) -> None:
    context["bucket"] = params.get("Bucket")
    if _running or _fetching:
        _note(calls_in(model.service_model.service_name, model.name, params))


def _invited(request: Any, **_: Any) -> None:
    """A form is signed with which a browser puts one object, in the function's name."""
    policy = request.context.get("s3-presign-post-policy")
    if policy:
        conditions = [each for each in policy["conditions"] if isinstance(each, dict)]
        given = {name: value for each in conditions for name, value in each.items()}
        _note([in_bucket("s3:PutObject", given["bucket"], given["key"])])


def _answered(http_response: Any, context: Any, **_: Any) -> None:
    """Who may not list a bucket is told that what is not there is forbidden."""
    if http_response.status_code == NOT_FOUND:
        _note([in_bucket("s3:ListBucket", context["bucket"])])


def _note(calls: Iterable[Call]) -> None:
    calls = list(calls)
    for fetched in _fetching:
        fetched.update(calls)
    if _running and _running[-1] is not by_the_test_itself:
        handler = f"{_running[-1].__module__}.handler"
        _made.setdefault(handler, set()).update(calls)
        _refused.extend(call for call in calls if not may(_role_of(handler), call))


@cache
def _role_of(handler: str) -> Role:
    return roles_in(template())[handler]
