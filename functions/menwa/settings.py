"""What a function reads from its environment, and how long it may remember what it fetched."""

import json
import os
import time
from collections.abc import Callable
from typing import Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from menwa import starting
from menwa.aws import secrets_manager
from menwa.errors import Misconfigured

REMEMBERED_SECONDS = 300

Key = TypeVar("Key")
Value = TypeVar("Value")


class Settings(BaseModel):
    """One subclass a function; each field is the environment variable of that name."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, defer_build=True)

    @classmethod
    def from_environment(cls) -> Self:
        """Misconfigured names the first variable that is missing or malformed."""
        starting.ready()
        given = {
            field: os.environ[field.upper()]
            for field in cls.model_fields
            if field.upper() in os.environ
        }
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            name = str(first["loc"][0]).upper()
            raise Misconfigured(f"environment variable {name}: {first['msg']}") from None


class remembered(Generic[Key, Value]):  # noqa: N801  it decorates
    """Remember the answer for five minutes, so that a rotated secret needs no restart."""

    def __init__(self, fetch: Callable[[Key], Value]) -> None:
        self._fetch = fetch
        self._kept: dict[Key, tuple[float, Value]] = {}

    def __call__(self, key: Key) -> Value:
        until, value = self._kept.get(key, (0.0, None))
        if time.monotonic() < until and value is not None:
            return value
        return self.afresh(key)

    def afresh(self, key: Key) -> Value:
        """As it is now: what was remembered has proven to be out of date."""
        fresh = self._fetch(key)
        self._kept[key] = (time.monotonic() + REMEMBERED_SECONDS, fresh)
        return fresh


@remembered
def secret(arn: str) -> dict[str, str]:
    fetched = secrets_manager().get_secret_value(SecretId=arn)
    values: dict[str, str] = json.loads(fetched["SecretString"])
    return values
