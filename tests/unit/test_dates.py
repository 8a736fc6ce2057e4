"""Waiting as officers read it."""

from datetime import timedelta

import pytest

from menwa.dates import wait_in_words


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        (timedelta(), "kurang dari semenit"),
        (timedelta(seconds=59), "kurang dari semenit"),
        (timedelta(minutes=1), "1 menit kerja"),
        (timedelta(minutes=59, seconds=59), "59 menit kerja"),
        (timedelta(hours=1), "1 jam kerja"),
        (timedelta(hours=3, minutes=20), "3 jam 20 menit kerja"),
        (timedelta(hours=52, minutes=5), "52 jam 5 menit kerja"),
    ],
)
def test_a_wait_is_told_in_office_time(waited: timedelta, words: str) -> None:
    assert wait_in_words(waited) == words
