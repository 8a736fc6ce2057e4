"""Dates as Indonesians read them."""

from datetime import date, datetime, timedelta

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def in_words(day: date | datetime) -> str:
    """`Kamis, 26 November 2026 pukul 14.30 WIB`; without the time for a date."""
    words = f"{DAYS[day.weekday()]}, {day_in_words(day)}"
    if not isinstance(day, datetime):
        return words
    offset = day.utcoffset()
    zone = ZONES.get(int(offset.total_seconds()) // 3600, "") if offset is not None else ""
    return f"{words} pukul {day:%H.%M} {zone}".rstrip()


def day_in_words(day: date) -> str:
    """`26 November 2026`"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_in_english(day: date) -> str:
    """`26 November 2026`"""
    return f"{day.day} {day:%B} {day.year}"


def in_english(day: date | datetime) -> str:
    """`Thursday, 26 November 2026 at 14.30 WIB`; without the time for a date."""
    words = f"{day:%A}, {day_in_english(day)}"
    if not isinstance(day, datetime):
        return words
    return f"{words} at{in_words(day).partition(' pukul')[2]}"


def wait_in_words(waited: timedelta) -> str:
    """`3 jam 20 menit kerja`: office time, never in days, which Ramadan makes shorter."""
    minutes = waited // timedelta(minutes=1)
    if minutes < 1:
        return "kurang dari semenit"
    parts = {"jam": minutes // 60, "menit": minutes % 60}
    words = [f"{count} {unit}" for unit, count in parts.items() if count]
    return f"{' '.join(words)} kerja"
