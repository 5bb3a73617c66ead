"""Tell pages that only look like pages: what sites show, with every sign of success, where nothing is any more."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SHORT = 1_500
"""Notices that there is no such page are shorter; in characters."""
_FRONT = re.compile(r"(?:/[a-z]{2}(?:[-_][a-z]{2})?)?/?(?:(?:index|default|home)(?:\.\w{2,5})?)?/?", re.I)
_META = re.compile(r"<meta\b[^<>]{1,1000}>", re.I)
_REFRESH = re.compile(r"(?=.*\bhttp-equiv\s*=\s*[\"']?refresh\b).*\burl\s*=", re.I | re.S)
_REFRESH_WITHIN = 20_000
_MISSING = re.compile(
    r"^\W*(?:error\W*)?(?:404|410)\W*(?:$|error|not found|[-–—|:·])|"
    r"^\W*(?:error\W*)?(?:(?:the|this|your|requested|that|sorry)\W+)*(?:page|file|article|document|content|url|story)\b.{0,30}"
    r"\b(?:not (?:be )?found|no longer (?:exists?|available)|(?:does not|doesn[’']t) exist|has been removed|is gone)\b|"
    r"^\W*(?:not found|gone|oops\W.{0,40}(?:not|can[’']t).{0,20}(?:found|find).{0,20})\W*$|"
    r"\bseite (?:wurde )?nicht gefunden\b|\bpágina no encontrada\b|\bpágina não encontrada\b|"
    r"\bpage (?:introuvable|non trouvée)\b|\bpagina non trovata\b|страница не найдена|페이지를 찾을 수 없",
    re.I,
)


def only_leads_on(html: str, text: str) -> bool:
    """Tell a page that does nothing but send browsers elsewhere from one that only renews itself."""
    return len(text) < SHORT and any(_REFRESH.match(tag[0]) for tag in _META.finditer(html[:_REFRESH_WITHIN]))


def is_front(link: str) -> bool:
    """Tell the front page of a site from the other pages on it.

    >>> [is_front(link) for link in ("https://a.example", "https://a.example/en/", "https://a.example/en/ferry")]
    [True, True, False]
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return not parts.query and _FRONT.fullmatch(parts.path) is not None


def leads_home(asked: str, final: str) -> bool:
    """Tell whether a page that was asked for turned out to be a front page, as dead ones often do."""
    return is_front(final) and not is_front(asked)


def says_missing(title: str, text: str) -> bool:
    """Tell a notice that there is no such page from an article."""
    first = text.lstrip().partition("\n")[0][:200]
    return len(text) < SHORT and any(_MISSING.search(line) is not None for line in (title, first))
