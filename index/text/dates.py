"""Find dates in a text and say in ISO 8601 what they mean: days, months, years and ranges (English)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from index.models import DateMention

_MONTHS = {
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
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"  # noqa: E501 - one list
_YEAR = r"(?:1\d{3}|20\d{2})(?![\d%])(?![.,]\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_TO = r"\s?(?:[-–—]|to|and|until)\s?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_NOT_INSIDE = r"(?<![\w$€£.,/-])"
_NO_YEAR = (
    r"(?!\s+(?:people|men|women|children|dollars|euros|pounds|km|miles|metres|meters|feet|tonnes|tons|troops|soldiers|"
    r"votes|points|jobs|copies|workers|homes|cases|deaths|times)\b)"
)

_PATTERN = re.compile(
    "|".join(
        (
            rf"{_NOT_INSIDE}(?P<iso>(?:1\d{{3}}|20\d{{2}})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b",
            rf"{_NOT_INSIDE}(?P<dmy>{_WEEKDAY}(?P<d1>{_DAY})(?:{_TO}(?P<d2>{_DAY}))?(?:\s+of)?\s+(?P<m1>{_MONTH}),?\s+(?P<y1>{_YEAR}))",
            rf"{_NOT_INSIDE}(?P<mdy>{_WEEKDAY}(?P<m2>{_MONTH})\s+(?P<d3>{_DAY})(?:{_TO}(?P<d4>{_DAY}))?,?\s+(?P<y2>{_YEAR}))",
            rf"{_NOT_INSIDE}(?P<mm>(?P<m5>{_MONTH}){_TO}(?P<m6>{_MONTH}),?\s+(?P<y5>{_YEAR}))",
            rf"{_NOT_INSIDE}(?P<my>(?P<m3>{_MONTH}),?\s+(?:of\s+)?(?P<y3>{_YEAR}))",
            rf"{_NOT_INSIDE}(?P<yy>(?P<y6>{_YEAR}){_TO}(?P<y7>{_YEAR}|\d\d\b))",
            rf"{_NOT_INSIDE}(?P<decade>(?P<y8>(?:1\d|20)\d0)s)\b",
            rf"{_NOT_INSIDE}(?P<y>{_YEAR}){_NO_YEAR}(?![-/]\d)\b",
            r"\b(?P<relday>(?:this |last |next |on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
            r"\b(?P<rel>today|yesterday|tomorrow|(?:this|last|next) (?:week|month|year))\b",
        )
    )
)


def find_dates(text: str, published: date | None = None) -> list[DateMention]:
    """Return the dates written in a text, in order and apart from one another.

    Parameters
    ----------
    published
        What "this Wednesday" or "last year" are counted from; without it such words are passed over.

    Examples
    --------
    >>> [mention.value for mention in find_dates("He came on 13 September 2023.")]
    ['2023-09-13']
    """
    found: list[DateMention] = []
    for match in _PATTERN.finditer(text):
        kind = next(name for name in _READERS if match.group(name))
        start = match.start() + (3 if match.group().startswith("on ") else 0)
        value = _READERS[kind](match, published)
        if value:
            relative = kind in {"rel", "relday"}
            found.append(DateMention(start, match.end(), text[start : match.end()], value, relative))
    return found


def _month(text: str) -> int:
    return _MONTHS[text.lower().rstrip(".")]


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _day_value(year: str, month: str, first: str, last: str | None) -> str | None:
    """Return a day, or the range of two, in ISO; a day that the month lacks gives the month."""
    number = _month(month)
    try:
        start = date(int(year), number, _digits(first))
        end = date(int(year), number, _digits(last)) if last else None
    except ValueError:
        return f"{year}-{number:02}"
    return f"{start}/{end}" if end and end > start else str(start)


def _iso(match: re.Match[str], _: date | None) -> str | None:
    try:
        return str(date.fromisoformat(match["iso"]))
    except ValueError:
        return None


def _two_years(match: re.Match[str], _: date | None) -> str:
    first, last = match["y6"], match["y7"]
    return f"{first}/{first[: 4 - len(last)]}{last}"


def _weekday(match: re.Match[str], published: date | None) -> str | None:
    """Return the day meant: the latest one up to publication, for "next" the first one after it."""
    if published is None:
        return None
    words = match["relday"].lower().split()
    back = (published.weekday() - _WEEKDAYS.index(words[-1])) % 7
    if words[0] == "next":
        return str(published + timedelta(days=7 - back))
    return str(published - timedelta(days=back or (7 if words[0] == "last" else 0)))


def _relative(match: re.Match[str], published: date | None) -> str | None:
    if published is None:
        return None
    words = match["rel"].split()
    shift = {"last": -1, "yesterday": -1, "next": 1, "tomorrow": 1}.get(words[0], 0)
    if len(words) == 1:
        return str(published + timedelta(days=shift))
    if words[1] == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=shift)
        return f"{monday}/{monday + timedelta(days=6)}"
    if words[1] == "year":
        return str(published.year + shift)
    months = published.year * 12 + published.month - 1 + shift
    return f"{months // 12}-{months % 12 + 1:02}"


_READERS: dict[str, Callable[[re.Match[str], date | None], str | None]] = {
    "iso": _iso,
    "dmy": lambda match, _: _day_value(match["y1"], match["m1"], match["d1"], match["d2"]),
    "mdy": lambda match, _: _day_value(match["y2"], match["m2"], match["d3"], match["d4"]),
    "mm": lambda match, _: f"{match['y5']}-{_month(match['m5']):02}/{match['y5']}-{_month(match['m6']):02}",
    "my": lambda match, _: f"{match['y3']}-{_month(match['m3']):02}",
    "yy": _two_years,
    "decade": lambda match, _: f"{match['y8']}/{int(match['y8']) + 9}",
    "y": lambda match, _: match["y"],
    "relday": _weekday,
    "rel": _relative,
}
