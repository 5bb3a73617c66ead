"""Where an article's publication date was found: looked for again in its source, to show a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from index.reading.dates import date_in_name

AROUND = 60
"""How much of the source is shown at either side of the date, in code points."""
_MARKED = re.compile(r"publish|posted|pubdate|datetime|\bdate\b|time", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateOrigin:
    """Where a date is from: the ``name`` of the file, ``stated`` in ``words`` of it, ``derived``, or there is none."""

    kind: Literal["name", "stated", "derived", "none"]
    words: str = ""


def date_origin(published: str | None, location: str, raw: bytes) -> DateOrigin:
    """Return where a publication date stands in an article's source.

    Of several places the one that speaks of publication comes first, then the first one.

    >>> date_origin("2024-06-20", "/a/2024-06-20-treaty.md", b"A treaty")
    DateOrigin(kind='name', words='')
    >>> date_origin("2024-06-20", "/a/b.html", b'<time datetime="2024-06-20">')
    DateOrigin(kind='stated', words='<time datetime="2024-06-20">')
    """
    if not published:
        return DateOrigin("none")
    text = raw.decode(errors="replace")
    places = [found.span() for spelling in _spellings(published) for found in re.finditer(spelling, text)]
    if places:
        start, end = min(places, key=lambda place: (not _MARKED.search(_line(text, *place)), place))
        return DateOrigin("stated", _line(text, start, end))
    if date_in_name(Path(location)) == published[:10]:
        return DateOrigin("name")
    return DateOrigin("derived")


def _spellings(published: str) -> list[str]:
    """Return patterns for the ways in which sources write a date."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return [re.escape(published)]
    month = rf"(?:{day:%B}|{day:%b}\.?)"
    return [
        re.escape(day.isoformat()),
        rf"{day.year}/{day.month:02}/{day.day:02}",
        rf"(?<!\d){day:%Y%m%d}(?!\d)",
        rf"(?i)(?<!\d)0?{day.day}(?:st|nd|rd|th)? {month},? {day.year}",
        rf"(?i){month} 0?{day.day}(?:st|nd|rd|th)?,? {day.year}",
    ]


def _line(text: str, start: int, end: int) -> str:
    """Return the line around a place of a text, at most so much of it as is shown."""
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    after = text.find("\n", end)
    return text[first : min(len(text) if after < 0 else after, end + AROUND)].strip()
