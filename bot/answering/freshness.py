"""Put passages of the right time first: fresh ones on the day a question belongs to, or those of a time it names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answering.constraints import first_day, last_day
from bot.answering.question import Question
from index.models import Hit

FRESH_WEIGHT = 0.5
"""By how much of its score a passage published on the day is lifted."""
FRESH_DAYS = 60
"""After how many days the lift has sunk to 1/e."""
LATER = 0.85
"""What is left of the score of a passage published after the day."""


def is_timed(question: Question) -> bool:
    """Tell whether freshness counts: the day of asking is known, and the question names no time but "this week"."""
    return question.asked is not None and all(day.relative for day in question.dates)


def has_time(question: Question) -> bool:
    """Tell whether the day of publication moves passages: freshness counts, or the question names a time."""
    return is_timed(question) or bool(_periods(question))


def freshest(question: Question, hits: Sequence[Hit], count: int) -> list[Hit]:
    """Return the ``count`` best hits, lifted by their day where that counts; scores stay, ranks are new.

    On the day a question belongs to, what is fresh comes first. Where it names a time ("who won in 2022?"), so does
    what was published in it or shortly after, as news does not repeat the year it is written in.
    """
    if not has_time(question):
        return list(hits[:count])
    order = sorted(hits, key=lambda hit: (-hit.score * _lift(question, hit.passage.article.published), hit.rank))
    return [replace(hit, rank=rank) for rank, hit in enumerate(order[:count])]


def _periods(question: Question) -> list[tuple[date, date]]:
    """Return the first and last days of the times that a question names."""
    if is_timed(question):
        return []
    return [(first_day(item.value), last_day(item.value)) for item in question.times if item.kind == "in"]


def _lift(question: Question, published: str | None) -> float:
    if published is None:
        return 1.0
    day = date.fromisoformat(published[:10])
    if question.asked is not None and is_timed(question):
        age = (question.asked - day).days
        return 1 + FRESH_WEIGHT * math.exp(-age / FRESH_DAYS) if age >= -2 else LATER
    ages = [max(0, (day - last).days) for first, last in _periods(question) if day >= first]
    return 1 + FRESH_WEIGHT * math.exp(-min(ages) / FRESH_DAYS) if ages else 1.0
