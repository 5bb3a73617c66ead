"""Ages change: of those that tell of the same birth, the one that was told last answers "how old is"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.answering.question import AnswerKind, Question
from bot.answering.readings import SpanReading
from bot.answering.short import Reading, instead, is_as_near
from index.models import Article
from index.text.later import later

SAME_BIRTH_YEARS = 1.0
"""Two ages are of one person if the births they tell of are no farther apart: each is told in whole years."""

_NOW = later(r"\bhow old(?:['’]s|\s+(?:is|are))\b", re.IGNORECASE)


def asks_present_age(question: Question) -> bool:
    """Tell whether a question asks for an age of today: then every answer is one of its article's day."""
    return question.kind is AnswerKind.HOW_OLD and bool(_NOW.search(question.text)) and not question.times


def told_last(reading: Reading, readings: Sequence[SpanReading]) -> Reading:
    """Return the highest age that a later article tells of somebody born when that of a reading was, or the reading."""
    chosen = reading
    for item in readings:
        is_later = (item.candidate.article.published or "") > (chosen.candidate.article.published or "")
        if is_later and is_as_near(item, reading) and _is_older(item, chosen):
            chosen = instead(reading, item)
    return chosen


def _is_older(item: SpanReading, known: Reading) -> bool:
    """Tell whether an age is higher than another, and of somebody born at the same time."""
    born = [_born(one.span.value, one.candidate.article) for one in (item, known)]
    if born[0] is None or born[1] is None:
        return False
    return abs(born[0] - born[1]) <= SAME_BIRTH_YEARS and int(item.span.value) > int(known.span.value)


def _born(age: str, article: Article) -> float | None:
    """Return about when somebody of an age was born, in years, or ``None`` where that can't be said."""
    if not age.isdigit() or not article.published:
        return None
    day = date.fromisoformat(article.published[:10])
    return day.year + day.timetuple().tm_yday / 366 - int(age) - 0.5
