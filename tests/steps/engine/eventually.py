"""Waits until something is so."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def eventually(look: Callable[[], Value | None], seconds: float = 15) -> Value:
    """The first truthy value; AssertionError when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := look():
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} seconds")
