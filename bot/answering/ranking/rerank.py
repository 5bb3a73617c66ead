"""Which of the passages found are read closely: those of the right time, of the best articles, early in a story."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.matching.freshness import freshness, is_known
from bot.answering.questions.question import Question
from bot.answering.ranking.defining import defining_first
from bot.answering.topics.current import asks_present, asks_present_age, asks_state
from index.models import Hit

TIME_WEIGHT, ARTICLE_WEIGHT, EARLY_WEIGHT = 0.3, 0.4, 0.3
"""How much the day of publication, the best passage of its article and its place in a story add to a passage's score.

All scores are shares of the best. Fitted to which of 80 passages of news hold the answer, and rounded; docs/quality.md
says what each gives.
"""
NEWEST_WEIGHT, NEWEST_DAYS = 0.65, 365
"""The same of the day where it is asked what is so today, and after how many days before the newest it is 1/e of it."""
NEWEST_AGE_WEIGHT = 0.15
"""The same where an age is asked for, which what was told years before tells as well."""
EARLY = 500
"""So many characters into a story its place adds half as much."""
ALWAYS = 5
"""So many of the best by their words alone are read, whatever else there is."""


def rerank(question: Question, hits: Sequence[Hit], count: int) -> list[Hit]:
    """Return the ``count`` most promising hits, best first, the last of them the best by score that would be lost.

    Scores stay, ranks are new, and ``lift`` is what was added. Where it is asked what something is, their passages must
    have been read: those that tell it come first.
    """
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    lifts = _lifts(question, hits, best)
    order = sorted(hits, key=lambda hit: (-hit.score / best - lifts[id(hit)], hit.rank))
    kept = defining_first(question, order)[:count]
    surest = sorted(hits, key=lambda hit: (-hit.score, hit.rank))[: min(ALWAYS, count)]
    lost = [hit for hit in surest if all(hit is not other for other in kept)]
    read = [*kept[: len(kept) - len(lost)], *lost]
    return [replace(hit, rank=rank, lift=lifts[id(hit)]) for rank, hit in enumerate(read)]


def _lifts(question: Question, hits: Sequence[Hit], best: float) -> dict[int, float]:
    """Return the id of each hit -> what is added to its score.

    What has no day is taken to fit and to stand as the others do on average.
    """
    of_article: dict[str, float] = {}
    for hit in hits:
        name = hit.passage.article.id
        of_article[name] = max(of_article.get(name, 0.0), hit.score)
    dated = [(hit, day) for hit in hits if (day := hit.passage.article.published)]
    fits = _fits(question, [day for _, day in dated])
    is_state = asks_state(question)  # what is newest tells of prices and rates only if it speaks of them
    told = {
        id(hit): fit * (hit.score / best if is_state else 1.0) + EARLY_WEIGHT / (1 + hit.passage.start / EARLY)
        for (hit, _), fit in zip(dated, fits, strict=True)
    }
    mean = sum(told.values()) / len(told) if told else 0.0
    return {
        id(hit): ARTICLE_WEIGHT * of_article[hit.passage.article.id] / best + told.get(id(hit), mean) for hit in hits
    }


def _fits(question: Question, published: Sequence[str]) -> Iterator[float]:
    """Yield what each day of publication adds: of what is so today, the newest tell most, whatever day it is."""
    if not asks_present(question):
        yield from (TIME_WEIGHT * fit for fit in freshness(question, published))
        return
    weight = NEWEST_AGE_WEIGHT if asks_present_age(question) else NEWEST_WEIGHT
    days = [date.fromisoformat(text[:10]) for text in published]
    newest = max((day for day in days if is_known(question, day)), default=None)
    for day in days:
        is_told = newest is None or day <= newest
        yield weight * math.exp(-((newest or day) - day).days / NEWEST_DAYS) if is_told else 0.0
