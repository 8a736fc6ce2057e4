"""Who may ask, in words and not as SIAK's keys."""

import pytest

from check_siak.role_words import may_ask_in_words, role_in_words
from tests.builders import OFFICE


@pytest.mark.parametrize("kind", [one for one in OFFICE.documents.values() if one.roles])
def test_no_key_of_a_role_is_shown(kind: object) -> None:
    words = may_ask_in_words(getattr(kind, "roles", ()))
    assert words
    assert "_" not in words
    assert "subjek" not in words


def test_few_are_named_and_many_are_summed_up() -> None:
    assert may_ask_in_words(("subjek",)) == "orangnya sendiri"
    assert may_ask_in_words(("suami", "istri")) == "suami atau istri"
    assert may_ask_in_words(("subjek", "ayah", "ibu")) == "orangnya sendiri, ayah, atau ibu"
    assert may_ask_in_words(OFFICE.documents["kk"].roles).startswith("siapa pun yang tercantum")
    assert role_in_words("kepala_keluarga") == "kepala keluarga"
    assert role_in_words(None) == ""
