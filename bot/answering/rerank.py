"""Which of the passages found are read closely: those of the right time, of the best articles, early in a story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.defining import defining_first
from bot.answering.freshness import freshness
from bot.answering.question import Question
from index.models import Hit

TIME_WEIGHT, ARTICLE_WEIGHT, EARLY_WEIGHT = 0.3, 0.4, 0.3
"""How much the day of publication, the best passage of its article and its place in a story add to a passage's score.

All scores are shares of the best. Fitted to which of 80 passages of news hold the answer, and rounded; docs/quality.md
says what each gives.
"""
EARLY = 500
"""So many characters into a story its place adds half as much."""
NOWHERE = 1_000
"""Where passages without a date count as standing: an encyclopedia does not tell first what matters most."""


def rerank(question: Question, hits: Sequence[Hit], count: int) -> list[Hit]:
    """Return the ``count`` most promising hits, best first; scores stay, ranks are new.

    Where it is asked what something is, their passages must have been read: those that tell it come first.
    """
    promises = _promises(question, hits)
    order = sorted(range(len(hits)), key=lambda place: (-promises[place], hits[place].rank))
    best = defining_first(question, [hits[place] for place in order])[:count]
    return [replace(hit, rank=rank) for rank, hit in enumerate(best)]


def _promises(question: Question, hits: Sequence[Hit]) -> list[float]:
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    of_article: dict[str, float] = {}
    for hit in hits:
        name = hit.passage.article.id
        of_article[name] = max(of_article.get(name, 0.0), hit.score)
    fresh = freshness(question, [hit.passage.article.published for hit in hits])
    promises = []
    for hit, fits in zip(hits, fresh, strict=True):
        article = hit.passage.article
        start = hit.passage.start if article.published else NOWHERE
        score = (hit.score + ARTICLE_WEIGHT * of_article[article.id]) / best
        promises.append(score + TIME_WEIGHT * fits + EARLY_WEIGHT / (1 + start / EARLY))
    return promises
