"""What a function reads from its environment, and how long it remembers what it fetched."""

import pytest

from menwa import settings
from menwa.errors import Misconfigured
from menwa.settings import REMEMBERED_SECONDS, Settings, remembered


class Environment(Settings):
    cases_table: str
    most_pages: int = 5


def test_each_field_is_the_variable_of_that_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASES_TABLE", "menwa-cases")
    monkeypatch.setenv("MOST_PAGES", "7")
    assert Environment.from_environment() == Environment(cases_table="menwa-cases", most_pages=7)


def test_a_variable_that_has_a_default_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASES_TABLE", "menwa-cases")
    assert Environment.from_environment().most_pages == 5


def test_a_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASES_TABLE", raising=False)
    with pytest.raises(Misconfigured, match=r"^environment variable CASES_TABLE: Field required$"):
        Environment.from_environment()


def test_a_malformed_variable_is_named_but_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASES_TABLE", "menwa-cases")
    monkeypatch.setenv("MOST_PAGES", "rahasia")
    with pytest.raises(Misconfigured, match="MOST_PAGES") as wrong:
        Environment.from_environment()
    assert "rahasia" not in str(wrong.value)


class Source:
    def __init__(self) -> None:
        self.fetched: list[str] = []

    def fetch(self, key: str) -> str:
        self.fetched.append(key)
        return f"{key} {len(self.fetched)}"


class Watch:
    """Stands in for `time` where MENWA remembers."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


def test_what_was_fetched_is_remembered_for_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    source, watch = Source(), Watch()
    monkeypatch.setattr(settings, "time", watch)
    known = remembered(source.fetch)
    assert [known("a"), known("a")] == ["a 1", "a 1"]
    watch.seconds += 299
    assert known("a") == "a 1"
    watch.seconds += 1
    assert known("a") == "a 2"
    assert REMEMBERED_SECONDS == 300


def test_each_key_is_remembered_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source()
    monkeypatch.setattr(settings, "time", Watch())
    known = remembered(source.fetch)
    assert [known("a"), known("b"), known("a")] == ["a 1", "b 2", "a 1"]


def test_a_fetch_that_failed_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = iter([ConnectionError("gone"), None])

    def fetch(key: str) -> str:
        if (error := next(tries)) is not None:
            raise error
        return key

    monkeypatch.setattr(settings, "time", Watch())
    known = remembered(fetch)
    with pytest.raises(ConnectionError):
        known("a")
    assert known("a") == "a"


def test_what_has_proven_out_of_date_is_fetched_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source()
    monkeypatch.setattr(settings, "time", Watch())
    known = remembered(source.fetch)
    assert [known("a"), known.afresh("a"), known("a")] == ["a 1", "a 2", "a 2"]
