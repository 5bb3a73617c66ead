"""Put fresh passages first where a question belongs to a day and names no other time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

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


def freshest(question: Question, hits: Sequence[Hit], count: int) -> list[Hit]:
    """Return the ``count`` best hits, lifted for freshness where that counts; scores stay, ranks are new."""
    if not is_timed(question) or question.asked is None:
        return list(hits[:count])
    asked = question.asked
    order = sorted(hits, key=lambda hit: (-hit.score * _lift(asked, hit.passage.article.published), hit.rank))
    return [replace(hit, rank=rank) for rank, hit in enumerate(order[:count])]


def _lift(asked: date, published: str | None) -> float:
    if published is None:
        return 1.0
    age = (asked - date.fromisoformat(published[:10])).days
    return 1 + FRESH_WEIGHT * math.exp(-age / FRESH_DAYS) if age >= -2 else LATER
