"""Numbers as Indonesians write them."""


def in_thousands(number: int) -> str:
    """`12.345`"""
    return f"{number:,}".replace(",", ".")
