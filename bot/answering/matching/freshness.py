"""How well days of publication fit a question: fresh ones on the day it belongs to, or those of a time it names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date

from bot.answering.questions.constraints import first_day, last_day
from bot.answering.questions.question import Question

FRESH_DAYS = 60
"""After how many days it has sunk to 1/e how well a day fits."""
NEXT_DAYS = 2
"""So many days later is still the same day: elsewhere, or an edition's."""
LATER = -0.3
"""How well a day fits that is later than the one the question belongs to."""


def is_timed(question: Question) -> bool:
    """Tell whether freshness counts: the day of asking is known, and the question names no time but "this week"."""
    return question.asked is not None and all(day.relative for day in question.dates)


def is_known(question: Question, day: date) -> bool:
    """Tell whether what is published on a day is known when a question is asked; any day is where that is not said."""
    return question.asked is None or (day - question.asked).days <= NEXT_DAYS


def freshness(question: Question, published: Sequence[str]) -> Iterator[float]:
    """Yield how well each day of publication fits a question: 1 at best, 0 where none counts, or `LATER`.

    On the day a question belongs to, what is fresh fits best. Where it names a time ("who won in 2022?"), so does what
    was published in it or shortly after, as news does not repeat the year it is written in.
    """
    asked = question.asked if is_timed(question) else None
    periods = [(first_day(item.value), last_day(item.value)) for item in question.times if item.kind == "in"]
    for text in published:
        day = date.fromisoformat(text[:10])
        if asked:
            age = (asked - day).days
            yield math.exp(-max(age, 0) / FRESH_DAYS) if age >= -NEXT_DAYS else LATER
        else:
            ages = [max(0, (day - last).days) for first, last in periods if day >= first]
            yield math.exp(-min(ages) / FRESH_DAYS) if ages else 0.0
