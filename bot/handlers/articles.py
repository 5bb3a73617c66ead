"""Articles by their id, and what became of an extract that was shown once."""

from __future__ import annotations

from bot.phrases import say
from bot.state import KeptExtract
from index.engines.engine import ReadingEngine
from index.models import Article


def article_by_id(library: ReadingEngine, article_id: str) -> Article | None:
    """Return an article, or ``None`` if the library doesn't hold it (or holds it without any passage)."""
    return library.article(article_id)


def still_there(article: Article | None, kept: KeptExtract) -> bool:
    """Tell whether an extract stands in its article just as it did when it was shown."""
    return article is not None and article.revision == kept.revision and kept.is_of(article.text[kept.start : kept.end])


def change_of(article: Article | None) -> str:
    """Return one sentence on what became of an extract that is no longer there as it was."""
    if article is None:
        return say("This article was removed from the library since.")
    return say("“{title}” was edited since; ask again for what it says now.", title=article.title)
