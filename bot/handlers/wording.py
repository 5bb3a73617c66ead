"""What several handlers say in the same words."""

from __future__ import annotations

from bot.phrases import say
from bot.replies import Block, Text
from index.models import Article, Filters


def citation(article: Article) -> str:
    """Return title, outlet, author and date as one line."""
    return " · ".join(part for part in (article.title, particulars(article)) if part)


def particulars(article: Article) -> str:
    """Return outlet, author and date as one line, ``""`` if none is known."""
    parts = [article.publisher, article.author, article.published and article.published[:10]]
    return " · ".join(part for part in parts if part)


def filter_line(filters: Filters) -> list[Block]:
    """Return a line that says which articles count, or nothing if all do."""
    named = [
        (say("outlet"), filters.publisher),
        (say("author"), filters.author),
        (say("tag"), filters.tag),
        (say("language"), filters.language),
        (say("article"), filters.article_id),
        (say("since"), filters.since),
        (say("until"), filters.until),
    ]
    shown = tuple(say("{name} {value}", name=name, value=str(value)) for name, value in named if value)
    return [Text(say("Only articles: {filters}", filters=shown), quiet=True)] if shown else []


def share(value: float) -> str:
    """Return a share of 1 as it stands in tables."""
    return f"{value:.3f}"
