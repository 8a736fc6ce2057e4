"""The satisfaction index (IKM) by Permenpan-RB 14/2017: exact until the end, rounded once.

Each of the nine elements has the mean of its grades, 1 to 4; the index is 25 times their mean.
The law's bands are given with two decimals and leave gaps between (76,60 belongs to C, 76,61 to B):
so the exact index is rounded to two decimals, half upwards, and what is shown is what the band is
read from. 76,605 is shown as 76,61, and is B.
"""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from menwa.surveys import ELEMENTS, Opinion

GRADES = (1, 2, 3, 4)
HALF = Fraction(1, 2)
BANDS = (
    (Decimal("88.31"), "A (sangat baik)"),
    (Decimal("76.61"), "B (baik)"),
    (Decimal(65), "C (kurang baik)"),
    (Decimal(25), "D (tidak baik)"),
)


@dataclass
class Satisfaction:
    """What was said in some months. `respondents` answered the nine questions; who gave only the
    one word stands in `overall` alone. `documents`: of either, by document type."""

    respondents: int = 0
    overall: Counter[int] = field(default_factory=Counter)
    elements: tuple[Counter[int], ...] = field(
        default_factory=lambda: tuple(Counter[int]() for _ in range(ELEMENTS))
    )
    words: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    comments: list[str] = field(default_factory=list)

    def count(self, opinion: Opinion) -> None:
        if opinion.overall is not None:
            self.overall[opinion.overall] += 1
            self.words[opinion.document_type] += 1
        if opinion.elements is None:
            return
        self.respondents += 1
        self.answers[opinion.document_type] += 1
        for counted, grade in zip(self.elements, opinion.elements, strict=True):
            counted[grade] += 1
        if opinion.comment:
            self.comments.append(opinion.comment)

    @property
    def mean(self) -> Fraction:
        """Of the elements' means; ZeroDivisionError without respondents."""
        return sum(map(mean_of, self.elements), Fraction()) / ELEMENTS


def mean_of(element: Counter[int]) -> Fraction:
    return Fraction(sum(grade * count for grade, count in element.items()), element.total())


def index_of(mean: Fraction) -> Fraction:
    return mean * 25


def rounded(value: Fraction) -> Decimal:
    """To two decimals, a half upwards."""
    return Decimal(int(value * 100 + HALF)).scaleb(-2)


def band_of(index: Fraction) -> str:
    return next(word for lowest, word in BANDS if rounded(index) >= lowest)
