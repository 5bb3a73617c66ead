"""Numbers, names and arithmetic of the calendar (English): what `dates` reads time expressions with.

Values are those of TIMEX3, the ISO 8601 form of time annotation: ``2023-09-13``, ``2023-09``, ``2023``, ``2023-W37``,
``2023-W37-WE`` (a weekend), ``2023-Q3``, ``2023-SU`` (a season), ``199`` (a decade), ``P2Y`` (a duration).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": ("SP", 3), "summer": ("SU", 6), "autumn": ("FA", 9), "fall": ("FA", 9), "winter": ("WI", 12)}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = {word: number for number, word in enumerate(_SMALL)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
DAY_AHEAD, MONTH_AHEAD = 115, 14
"""From how many days ahead on a day, or the first of a month, is the last one where the sentence speaks of the past."""
NEARLY_A_YEAR = 320
"""From how many days on, before or after, the day of that name on the other side is meant whatever the tense."""
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

DURATION_UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "year": "Y", "decade": "0Y",
    "century": "00Y", "centurie": "00Y", "quarter": "Q",
}  # fmt: skip


def read_number(words: str) -> float | None:
    """Return the value of a number in figures or words, or ``None`` where it is vague or none.

    >>> read_number("twenty-five"), read_number("1,200"), read_number("a few")
    (25, 1200, None)
    """
    plain = words.lower().replace(",", "").strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain) if "." in plain else int(plain)
    if plain in {"a couple", "a couple of", "couple"}:
        return 2
    total: float = 0
    current: float = 0
    pieces = re.split(r"[\s-]+", plain)
    for piece in pieces:
        if piece in NUMBERS:
            current += NUMBERS[piece]
        elif piece in _SCALES:
            current = (current or 1) * _SCALES[piece]
            if _SCALES[piece] >= 1_000:
                total, current = total + current, 0
        elif piece in {"half"}:
            current += 0.5
        elif piece not in {"a", "an", "and"}:
            return None
    if not total + current and "zero" not in pieces:
        return 1 if plain in {"a", "an"} else None
    return total + current


def shifted(anchor: date, unit: str, count: int) -> str | None:
    """Return the period of one unit that lies ``count`` units after the anchor's (before it, if negative)."""
    try:
        if unit == "day":
            return str(anchor + timedelta(days=count))
        if unit in {"week", "weekend"}:
            year, week, _ = (anchor + timedelta(weeks=count)).isocalendar()
            return f"{year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")
        if unit == "month":
            months = anchor.year * 12 + anchor.month - 1 + count
            return f"{months // 12:04}-{months % 12 + 1:02}" if months > 0 else None
        if unit == "quarter":
            quarters = anchor.year * 4 + (anchor.month - 1) // 3 + count
            return f"{quarters // 4:04}-Q{quarters % 4 + 1}"
        if unit == "decade":
            return str(anchor.year // 10 + count)
        year = anchor.year + count
        return f"{year:04}" if 0 < year < 9999 and unit == "year" else None
    except (OverflowError, ValueError):
        return None


def duration(count: float | None, unit: str) -> str:
    """Return a duration; a vague count gives ``X``.

    >>> duration(3, "day"), duration(2, "decade"), duration(None, "year")
    ('P3D', 'P20Y', 'PXY')
    """
    code = DURATION_UNITS[unit]
    time = "T" if code.startswith("T") else ""
    zeros = code.count("0")
    if count is None:
        return f"P{time}X{code.lstrip('T0')}"
    value = count * 10**zeros
    shown = str(int(value)) if value == int(value) else str(value)
    return f"P{time}{shown}{code.lstrip('T0')}"


@lru_cache(maxsize=10_000)
def as_iso(timex: str) -> str | None:
    """Return the day, month, year or range of them that a value stands for; ``None`` if it names no date.

    >>> as_iso("2023-Q3"), as_iso("199"), as_iso("2023-09-13TEV")
    ('2023-07/2023-09', '1990/1999', '2023-09-13')
    """
    timex = timex.split("T")[0]
    if re.fullmatch(r"\d{4}(?:-\d\d){0,2}(?:/\d{4}(?:-\d\d){0,2})?", timex):
        return timex
    found = re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", timex)
    if found:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        first = monday + timedelta(days=5) if found[3] else monday
        return f"{first}/{monday + timedelta(days=6)}"
    found = re.fullmatch(r"(\d{4})-Q([1-4])", timex)
    if found:
        last = 3 * int(found[2])
        return f"{found[1]}-{last - 2:02}/{found[1]}-{last:02}"
    found = re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", timex)
    if found:
        month = next(number for code, number in SEASONS.values() if code == found[2])
        end = (int(found[1]), month + 2) if month < 12 else (int(found[1]) + 1, 2)
        return f"{found[1]}-{month:02}/{end[0]:04}-{end[1]:02}"
    if re.fullmatch(r"\d{2,3}", timex):
        return f"{timex:0<4}/{timex:9<4}"
    return None


def day_in_month(year: int, month: int, day: int) -> str:
    """Return a day, or the month where it has no such day."""
    try:
        return str(date(year, month, day))
    except ValueError:
        return f"{year:04}-{month:02}"


def likely_year(published: date, month: int, day: int, tense: int, *, is_month: bool = False) -> int:
    """Return the year meant by a day or month named without one, in a text of a given date.

    ``tense`` is -1 where the sentence speaks of the past, 1 of the future, 0 where nothing tells; ``is_month`` tells
    that no day was named, but a month or a feast. A day of the coming months is that whatever the tense ("announced a
    vote for 8 November"), as one of the last months is: one so far off would be named with its year. A month may well
    be the last of that name.
    """
    try:
        there = date(published.year, month, day)
    except ValueError:
        return published.year
    ahead = (there - published).days
    if not is_month and tense and abs(ahead) > NEARLY_A_YEAR:
        return published.year - (1 if ahead > 0 else -1)
    if tense < 0:
        return published.year - (ahead > (MONTH_AHEAD if is_month else DAY_AHEAD))
    if tense > 0:
        return published.year + (ahead < -DAY_AHEAD)
    if ahead < -300:
        return published.year + 1
    return published.year - (ahead > 130)


def spelled(value: str) -> str:
    """Return an ISO day, month, year or range as people write it.

    >>> spelled("2023-10-07"), spelled("2023-09"), spelled("2004/2005")
    ('7 October 2023', 'September 2023', '2004 to 2005')
    """
    parts = []
    for one in value.split("/"):
        year, *rest = one.split("-")
        month = [MONTH_NAMES[int(rest[0]) - 1]] if rest else []
        parts.append(" ".join([*(str(int(day)) for day in rest[1:]), *month, year]))
    return " to ".join(parts)
