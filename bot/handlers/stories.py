"""Stories in answers: each is shown once, with where else it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.phrases import say
from index.engines.engine import ReadingEngine
from index.models import Article, Hit


def one_of_each_story(library: ReadingEngine, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits, best first, without those of articles that tell what a better one's article has told."""
    stories = library.stories(list(dict.fromkeys(hit.passage.article.id for hit in hits)))
    if not stories:
        return list(hits)
    shown: dict[tuple[str, ...], str] = {}
    kept = []
    for hit in hits:
        article_id = hit.passage.article.id
        story = stories.get(article_id)
        if story is None or shown.setdefault(story, article_id) == article_id:
            kept.append(hit)
    return kept


def also_in(library: ReadingEngine, articles: Sequence[Article]) -> dict[str, tuple[str, ...]]:
    """Return article id -> the ids of the other articles of its story, and nothing for an article alone."""
    stories = library.stories([article.id for article in articles])
    return {name: tuple(other for other in story if other != name) for name, story in stories.items()}


def also_line(library: ReadingEngine, article: Article, others: Sequence[str]) -> str:
    """Return where else a story stands: in how many other outlets, or articles where the outlets are the same."""
    outlets = sorted(set(library.publishers(others).values()) - {article.publisher or ""})
    if len(outlets) > 1:
        return say("also in {count:,} outlets", count=len(outlets))
    if outlets:
        return say("also in {outlet}", outlet=outlets[0])
    if len(others) > 1:
        return say("also in {count:,} more articles", count=len(others))
    return say("also in one more article")


def lines_of(library: ReadingEngine, articles: Sequence[Article]) -> Mapping[str, str]:
    """Return article id -> where else its story stands, for those that have one."""
    unique = {article.id: article for article in articles}
    return {
        name: also_line(library, unique[name], others)
        for name, others in also_in(library, list(unique.values())).items()
    }
