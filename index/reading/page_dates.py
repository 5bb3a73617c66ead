"""Find when a web page was published and last changed, and what says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from index.models import DateRule
from index.reading.dates import published_or_none

MAX_ITEMS = 2_000
"""How many pieces of a page's structured data are looked at."""
EARLIEST = "1900"
"""Earlier years are mistakes of templates ("0001-01-01", "1899-12-30")."""
AHEAD = timedelta(days=1)
"""A date so far ahead is none: pages may be a time zone ahead of us, but not more."""

_SCRIPT = re.compile(r"<script\b[^>]{0,500}?application/ld\+json[^>]{0,500}?>(.{0,500000}?)</script", re.I | re.S)
"""Structured data of more characters are not looked at."""
_ARTICLE = re.compile(r"article|posting|report|review|webpage|recipe", re.I)
_MODIFIED = re.compile(
    r"""<meta\b[^>]{0,500}?\b(?:property|name|itemprop)\s*=\s*["']?"""
    r"""(?:article:modified_time|og:updated_time|dateModified|last-modified)["'\s][^>]{0,500}?>""",
    re.I,
)
_CONTENT = re.compile(r"""\bcontent\s*=\s*["']?([^"'>]{6,40})""", re.I)


class PageDates(NamedTuple):
    """When a page was published and last changed, ``None`` where nothing says so, and what gave the first."""

    published: str | None
    modified: str | None
    rule: DateRule | None


def find_dates(html: str) -> PageDates:
    """Return the dates of a page: its structured data count before its markup, its markup before its text.

    A modification date at or before the publication is none.
    """
    published, modified = _structured(html)
    modified = modified or _meta_modified(html)
    rule: DateRule | None = DateRule.STRUCTURED if published else None
    if published is None:
        published, rule = _marked(html)
    if modified and published and modified[:10] <= published[:10]:
        modified = None
    return PageDates(published, modified, rule)


def plausible(value: object) -> str | None:
    """Return a date as ISO 8601 if it can be one of publication: not before 1900, and not ahead of us."""
    found = published_or_none(value)
    return found if found and found[:4] >= EARLIEST and not is_ahead(found) else None


def is_ahead(published: str) -> bool:
    """Tell whether a date lies in the future."""
    return published[:10] > (datetime.now(UTC) + AHEAD).date().isoformat()


def _structured(html: str) -> tuple[str | None, str | None]:
    """Return the first dates of publication and change that a description of an article (schema.org) gives."""
    published = modified = None
    for item in _items(html):
        if not _ARTICLE.search(str(item.get("@type", ""))):
            continue
        published = published or plausible(item.get("datePublished") or item.get("dateCreated"))
        modified = modified or plausible(item.get("dateModified"))
    return published, modified


def _items(html: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's structured data, outer ones first."""
    for script in _SCRIPT.finditer(html):
        try:
            waiting = [json.loads(script[1], strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(MAX_ITEMS):
            if not waiting:
                break
            value = waiting.pop(0)
            if isinstance(value, dict):
                yield value
                waiting += [inner for inner in value.values() if isinstance(inner, dict | list)]
            elif isinstance(value, list):
                waiting += value[:MAX_ITEMS]


def _meta_modified(html: str) -> str | None:
    for meta in _MODIFIED.finditer(html):
        content = _CONTENT.search(meta[0])
        if content and (found := plausible(content[1])):
            return found
    return None


def _marked(html: str) -> tuple[str | None, DateRule | None]:
    """Return the publication date that the markup gives, else one from the text."""
    import lxml.etree
    from htmldate import find_date

    for thorough, rule in ((False, DateRule.MARKUP), (True, DateRule.TEXT)):
        try:
            found = plausible(find_date(html, extensive_search=thorough, original_date=True))
        except (lxml.etree.LxmlError, ValueError, RecursionError, OverflowError):
            found = None
        # In a text without any date a lone year ("© 2024") is taken for its first day.
        if found and not (thorough and (found.endswith("-01-01") or _is_rounded(found, html))):
            return found, rule
    return None, None


def _is_rounded(published: str, html: str) -> bool:
    """Tell whether a date is the first of a month of which a page only gives another day, one that is yet to come."""
    return published.endswith("-01") and published not in html and published[:8] in html
