"""A cold start does not look for garbage; whatever comes after it does."""

import gc
from collections.abc import Iterator

import pytest

from menwa import starting


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_on_lambda_nothing_is_collected_until_all_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
    starting.quietly()
    assert not gc.isenabled()
    starting.ready()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_elsewhere_collecting_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_LAMBDA_RUNTIME_API", raising=False)
    starting.quietly()
    assert gc.isenabled()
    starting.ready()
    assert gc.get_freeze_count() == 0
