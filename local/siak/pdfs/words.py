"""Dates and numbers as the documents spell them."""

from datetime import date

from menwa.dates import MONTHS

ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
UNITS = [
    "NOL",
    "SATU",
    "DUA",
    "TIGA",
    "EMPAT",
    "LIMA",
    "ENAM",
    "TUJUH",
    "DELAPAN",
    "SEMBILAN",
    "SEPULUH",
    "SEBELAS",
]
ORDINALS = ["FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH"]


def in_words(number: int) -> str:
    """0 to 9999, as Indonesian says them."""
    if number < 12:
        return UNITS[number]
    if number < 20:
        return f"{UNITS[number - 10]} BELAS"
    if number < 100:
        return _with_rest(f"{UNITS[number // 10]} PULUH", number % 10)
    if number < 1000:
        return _with_rest(_one_or_more(number // 100, "RATUS"), number % 100)
    return _with_rest(_one_or_more(number // 1000, "RIBU"), number % 1000)


def _one_or_more(count: int, of: str) -> str:
    return f"SE{of}" if count == 1 else f"{UNITS[count]} {of}"


def _with_rest(head: str, rest: int) -> str:
    return f"{head} {in_words(rest)}" if rest else head


def date_in_words(day: date) -> str:
    month = MONTHS[day.month - 1].upper()
    return f"{in_words(day.day)} {month} {in_words(day.year)}"


def english_date(day: date) -> str:
    return f"{ENGLISH_MONTHS[day.month - 1]} {day.day}, {day.year}"


def short_date(day: date | None) -> str:
    return day.strftime("%d-%m-%Y") if day else "-"
