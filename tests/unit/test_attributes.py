"""Plain values go to the table and come back as they were."""

from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from menwa.attributes import attributes, plain

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(min_size=1), VALUES, max_size=4))
def test_they_are_written_as_boto3_writes_them_and_read_back(item: dict[str, Any]) -> None:
    written = attributes(item)
    assert written == {name: TypeSerializer().serialize(value) for name, value in item.items()}
    assert plain(written) == item


def test_whole_numbers_come_back_as_such() -> None:
    found = plain({"taken": {"N": "20"}, "held": {"BOOL": True}})
    assert found == {"taken": 20, "held": True}
    assert type(found["taken"]) is int


def test_what_does_not_stand_in_the_table_is_refused() -> None:
    with pytest.raises(TypeError, match="no attribute holds a float"):
        attributes({"share": 0.5})
