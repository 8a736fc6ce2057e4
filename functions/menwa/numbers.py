"""Numbers as Indonesians write them."""

from decimal import Decimal

POINTS = str.maketrans(",.", ".,")


def in_thousands(number: int | Decimal) -> str:
    """`12.345`, `12.345,67`"""
    return f"{number:,}".translate(POINTS)
