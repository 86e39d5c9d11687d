"""Dates and months in Swedish words. Pure: the same on a page, in a spreadsheet and in print."""

from datetime import date, datetime

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def long_date(day: date) -> str:
    """5 september 2024"""
    return f"{day.day}\u00a0{MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """5 sep 2024; the parts stay on one line."""
    return f"{day.day}\u00a0{short_month(day.month)}\u00a0{day.year}"


def short_month(month: int) -> str:
    """The month's three letters, 1 is ``jan``. Raises ``ValueError`` for what is no month."""
    if not 1 <= month <= len(MONTHS):
        raise ValueError(f"Månad {month} finns inte, bara 1–12.")
    return MONTHS[month - 1][:3]


def short_weekday(day: date) -> str:
    """tors 12 sep: how a date of the coming weeks is said in lists."""
    return f"{SHORT_WEEKDAYS[day.weekday()]}\u00a0{day.day}\u00a0{short_month(day.month)}"


def weekday_date(day: date) -> str:
    """tisdag 1 oktober: a day of the coming weeks in a sentence."""
    return f"{WEEKDAYS[day.weekday()]} {day.day}\u00a0{MONTHS[day.month - 1]}"


def clock_time(moment: datetime) -> str:
    """09.42, as Swedish writes a time of day."""
    return f"{moment:%H.%M}"
