"""The index of satisfaction is reckoned as the law says, and rounded once."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from menwa.surveys import ELEMENTS, Opinion, SurveyStore
from report.period import around
from report.satisfaction import Satisfaction, band_of, index_of, mean_of, rounded
from report.satisfaction_tables import NAMES, NOBODY, satisfaction_tables, tables_of_opinions
from report.scope import Scope
from report.table import Table
from tests.builders import NOW, OFFICE
from tests.memory_table import MemoryTable

GRADES = st.lists(st.integers(1, 4), min_size=ELEMENTS, max_size=ELEMENTS).map(tuple)
Answers = list[tuple[int, ...]]


def opinions(answers: Answers, comment: str = "") -> list[Opinion]:
    known = {"month": "2026-11", "document_type": "kk", "comment": comment}
    return [Opinion.model_validate(known | {"elements": grades}) for grades in answers]


def counted(answers: Answers) -> Satisfaction:
    satisfaction = Satisfaction()
    for opinion in opinions(answers):
        satisfaction.count(opinion)
    return satisfaction


def by_the_law(answers: Answers) -> Fraction:
    """As its annex does it by hand: each element's mean, weighted with 1/9, their sum times 25."""
    weighted = [
        Fraction(sum(grades[element] for grades in answers), len(answers)) * Fraction(1, 9)
        for element in range(ELEMENTS)
    ]
    return sum(weighted, Fraction()) * 25


@given(st.lists(GRADES, min_size=1, max_size=40))
@example([(3,) * 9] * 7)
def test_the_index_is_the_laws(answers: Answers) -> None:
    assert index_of(counted(answers).mean) == by_the_law(answers)
    assert 25 <= index_of(counted(answers).mean) <= 100


@given(st.lists(GRADES, min_size=1, max_size=40))
def test_each_element_has_its_own_mean(answers: Answers) -> None:
    means = [mean_of(element) for element in counted(answers).elements]
    assert means == [Fraction(sum(column), len(answers)) for column in zip(*answers, strict=True)]


@given(st.fractions(25, 100))
@example(Fraction(76605, 1000))
@example(Fraction(76604999, 1000000))
def test_it_is_rounded_once_and_a_half_upwards(index: Fraction) -> None:
    with localcontext(prec=400):
        exact = Decimal(index.numerator) / Decimal(index.denominator)
        assert rounded(index) == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert rounded(index).as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("index", "shown", "band"),
    [
        ("25", "25.00", "D"),
        ("64.99", "64.99", "D"),
        ("64.9949", "64.99", "D"),
        ("64.995", "65.00", "C"),
        ("65", "65.00", "C"),
        ("76.60", "76.60", "C"),
        ("76.6049", "76.60", "C"),
        ("76.605", "76.61", "B"),
        ("76.61", "76.61", "B"),
        ("88.30", "88.30", "B"),
        ("88.3049", "88.30", "B"),
        ("88.305", "88.31", "A"),
        ("88.31", "88.31", "A"),
        ("100", "100.00", "A"),
    ],
)
def test_the_band_is_that_of_the_index_as_shown(index: str, shown: str, band: str) -> None:
    assert str(rounded(Fraction(index))) == shown
    assert band_of(Fraction(index))[0] == band


def test_no_mean_is_rounded_before_the_end() -> None:
    """With means of two decimals it would be 78,67."""
    answers: Answers = [(3,) * 9, (3,) * 9, (4, 4, 3, 3, 3, 3, 4, 4, 3)]
    of_rounded = sum(rounded(mean_of(each)) for each in counted(answers).elements) / 9 * 25
    assert str(rounded(index_of(counted(answers).mean))) == "78.70"
    assert round(of_rounded, 2) == Decimal("78.67")


def table(tables: tuple[Table, ...], key: str) -> Table:
    return next(each for each in tables if each.key == key)


def test_the_report_tells_the_index_its_band_and_every_element() -> None:
    tables = tables_of_opinions(opinions([(4,) * 9, (3,) * 8 + (1,)], "Bagus"), OFFICE)
    assert table(tables, "ikm").rows == (
        ("Sembilan unsur", "B (baik)", 2, Decimal("3.39"), Decimal("84.72")),
    )
    elements = table(tables, "ikm-unsur").rows
    assert [row[0] for row in elements] == list(NAMES)
    assert elements[8] == (
        NAMES[8],
        "D (tidak baik)",
        Decimal("2.50"),
        Decimal("62.50"),
        1,
        0,
        0,
        1,
    )
    assert table(tables, "ikm-dokumen").rows == ((OFFICE.documents["kk"].name, 0, 2),)
    assert table(tables, "ikm-saran").rows == (("Bagus",), ("Bagus",))


def test_one_tap_is_told_and_does_not_count_for_the_index() -> None:
    tapped = Opinion(month="2026-11", document_type="kk", overall=4)
    tables = tables_of_opinions([tapped], OFFICE)
    assert table(tables, "ikm").rows == ()
    assert table(tables, "ikm-kesan").rows[0] == ("4 Sangat baik", 1)


def test_without_respondents_the_report_says_so() -> None:
    (only,) = tables_of_opinions([], OFFICE)
    assert (only.rows, only.nothing) == ((), NOBODY)


@pytest.mark.parametrize(
    "scope",
    [
        Scope(around(NOW.date(), "harian")),
        Scope(around(NOW.date(), "mingguan")),
        Scope(around(NOW.date(), "bulanan"), document="kk"),
        Scope(around(NOW.date(), "triwulan"), kasi="kasi.identitas"),
    ],
)
def test_no_answer_stands_beside_the_few_requests_that_it_may_be_about(scope: Scope) -> None:
    surveys = SurveyStore(cast(Any, MemoryTable()), "cases")
    assert satisfaction_tables(scope, surveys, OFFICE) == ()
