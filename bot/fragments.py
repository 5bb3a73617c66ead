"""A link that opens a page at a quote: a text fragment (WICG, Scroll to Text Fragment), where it can't mislead."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from index.models import Article

WHOLE_MAX = 100
"""Longest quote, in code points, that stands in the link whole; of longer ones the first and last words do."""
EDGE_WORDS = 6
"""How many words at either end of a longer quote."""


def link_to_quote(article: Article, start: int, end: int) -> str | None:
    """Return the article's link with a fragment for ``article.text[start:end]``, or the plain link.

    The fragment is there only where its words stand in the stored text once, so that it can't open another place.
    """
    if not article.url or urlsplit(article.url).fragment:
        return article.url
    pieces = _pieces(article.text[start:end])
    where = [_only_place(article.text, piece) for piece in pieces]
    if not pieces or None in where:
        return article.url
    return f"{article.url}#:~:text=" + ",".join(_encoded(piece) for piece in pieces)


def _pieces(text: str) -> list[str]:
    """Return the quote's words, whole or its first and last ones; a piece never spans a line break."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and len(text) <= WHOLE_MAX:
        return [text.strip()]
    if not lines:
        return []
    first, last = lines[0].split(), lines[-1].split()
    edges = [" ".join(first[:EDGE_WORDS]), " ".join(last[-EDGE_WORDS:])]
    if any(len(edge) > WHOLE_MAX for edge in edges):
        return []
    return edges if len(lines) > 1 or len(first) >= 2 * EDGE_WORDS else [" ".join(first)]


def _only_place(text: str, piece: str) -> int | None:
    """Return where a piece stands in a text, or ``None`` unless it stands there exactly once, letter case aside."""
    pattern = r"\s+".join(map(re.escape, piece.split()))
    found = [match.start() for match in re.finditer(pattern, text, re.IGNORECASE)]
    return found[0] if len(found) == 1 else None


def _encoded(piece: str) -> str:
    """Return a piece as it stands in a link; "-" and "," have a meaning of their own there."""
    return quote(piece, safe="").replace("-", "%2D")
