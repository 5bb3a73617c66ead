"""Check the publication dates that sources give."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

_PARTIAL = re.compile(r"\d{4}(-\d{2})?")
_SPACE_BEFORE_ZONE = re.compile(r"\s+(?=[+-]\d)")
_LEADING_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


def clean_published(value: object) -> str | None:
    """Return a publication date as ISO 8601, or ``None`` where the source gives none or only a year or month.

    ``"2024-03-01"`` stays as it is, ``"2024-03-01T10:00:00Z"`` becomes ``"2024-03-01T10:00:00+00:00"``.

    Raises
    ------
    ValueError
        If the value is no date at all.
    """
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"not a date: {value!r}")
    text = str(value).strip()
    if not text or _PARTIAL.fullmatch(text):
        return None
    return _iso(_SPACE_BEFORE_ZONE.sub("", text))


def date_in_name(path: Path) -> str | None:
    """Return the date a file name begins with (``2024-03-01-flood.md``), or ``None``."""
    found = _LEADING_DATE.match(path.name)
    return published_or_none(found[0]) if found else None


def published_or_none(value: object) -> str | None:
    """Return what `clean_published` does, and ``None`` for what is no date."""
    try:
        return clean_published(value)
    except ValueError:
        return None


def _iso(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return datetime.fromisoformat(text).isoformat()
