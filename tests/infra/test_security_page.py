"""docs/security.md promises nothing that no test holds."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from tests.infra.reading import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(test_\w+)`")
ITEMS = 217  # of levels 1 and 2, in the chapters that apply


@cache
def known() -> frozenset[str]:
    found = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(name for text in found for name in re.findall(r"def (test_\w+)\(", text))


def unknown(page: str) -> list[str]:
    return sorted({*NAMED.findall(page)} - known())


def rows(page: str, heading: str) -> Iterator[list[str]]:
    """The cells of the table under this heading."""
    table = page.partition(f"# {heading}\n")[2].partition("\n#")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    return ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)


def test_every_test_that_it_names_is_there() -> None:
    assert len(NAMED.findall(PAGE)) > 80
    assert unknown(PAGE) == []


def test_one_that_is_not_there_is_found() -> None:
    gone = "test_" + "that_nobody_wrote"
    assert unknown(f"`{gone}` `test_every_test_that_it_names_is_there`") == [gone]


def test_every_item_of_the_standard_is_held_by_a_test_or_has_a_reason() -> None:
    held, otherwise = list(rows(PAGE, "Held by tests")), list(rows(PAGE, "Held otherwise"))
    assert [items for items, _, by in held if not NAMED.search(by)] == []
    assert [items for items, why in otherwise if not why] == []
    named = Counter(re.findall(r"\d+\.\d+\.\d+", ", ".join(row[0] for row in [*held, *otherwise])))
    assert len(named) == ITEMS
    assert set(named.values()) == {1}


def test_every_threat_says_what_stops_it_and_what_remains() -> None:
    threats = list(rows(PAGE, "What might be done, what stops it, what remains"))
    assert len(threats) > 12
    assert all(all(cells) and len(cells) == 3 for cells in threats)
    assert [what for what, stops, _ in threats if not NAMED.search(stops)] == []
